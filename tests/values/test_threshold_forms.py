"""What holds for any threshold: a value printed in any of its forms reads back as itself; no text raises."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from trialsift.values.threshold import canonical, eligible, find_thresholds

_SIGNS = {
    ">": [">", "\\>", "&gt;", "＞", "greater than", "above", "over", "more than"],
    ">=": ["≥", ">=", "=>", "\\>=", "> or =", "≧", "&ge;", "at least", "no less than", "greater than or equal to"],
    "<": ["<", "\\<", "&lt;", "less than", "below", "under"],
    "<=": ["≤", "<=", "=<", "=\\<", "</=", "≦", "no more than", "up to", "not exceeding", "at most"],
}
_AFTER = {">=": ["or more", "or higher", "or greater"], "<=": ["or less", "or lower"]}
_THINGS = {
    "alt": (["ALT", "SGPT", "alanine aminotransferase (ALT)", "serum ALT"], {"U/L": ["U/L", "units/L", "U/l"]}),
    "platelet count": (["platelets", "platelet count", "PLT"], {"/uL": ["/µL", "/mm3", "/mm^3", " cells/mm³"]}),
    "hemoglobin": (["haemoglobin", "hemoglobin", "Hb"], {"g/dL": ["g/dL", "gm/dl"], "g/L": ["g/L"]}),
    "creatinine": (["creatinine", "serum creatinine"], {"mg/dL": ["mg/dL", "mg/dl"], "umol/L": ["µmol/L", "umol/l"]}),
    "bmi": (["BMI", "body mass index (BMI)", "body mass index"], {"kg/m2": ["kg/m2", "kg/m²", "kg/m^2"]}),
}
_LEADS = ["", " of", ":", " must be", " is"]


@st.composite
def _bounds(draw):
    name = draw(st.sampled_from(sorted(_THINGS)))
    surfaces, units = _THINGS[name]
    unit = draw(st.sampled_from(sorted(units)))
    value = draw(st.integers(1, 900) | st.decimals(min_value="0.1", max_value="99", places=1).map(float))
    if name == "platelet count":
        value = draw(st.integers(10, 900)) * 1000
    thing, written = draw(st.sampled_from(surfaces)), draw(st.sampled_from(units[unit]))
    number = f"{value:,}" if name == "platelet count" and draw(st.booleans()) else str(value)
    amount = f"{number}{'' if written.startswith(('/', ' ')) else draw(st.sampled_from(['', ' ']))}{written}"
    return name, thing, float(value), amount, unit


@settings(deadline=None)  # the first call reads the tables
@given(_bounds(), st.sampled_from(sorted(_SIGNS)), st.data())
def test_a_bound_reads_back_in_any_form(bound, comparator, data):
    name, thing, value, amount, unit = bound
    sign = data.draw(st.sampled_from(_SIGNS[comparator]))
    text = f"{thing}{data.draw(st.sampled_from(_LEADS))} {sign} {amount}"
    if data.draw(st.booleans()) and comparator in _AFTER:
        text = f"{thing} of {amount} {data.draw(st.sampled_from(_AFTER[comparator]))}"
    (found,) = find_thresholds(text)
    assert (found.start, found.end) == (0, len(text))
    assert (found.analytes, found.comparator, found.value, found.unit) == ((name,), comparator, value, unit)


@settings(deadline=None)  # the first call reads the tables
@given(_bounds(), st.sampled_from([" - ", "-", "–", " to "]), st.integers(1, 50))
def test_a_range_reads_back_in_any_form(bound, dash, width):
    name, thing, value, amount, unit = bound
    high = float(f"{value + width:.1f}")
    number = str(int(high)) if high.is_integer() else str(high)
    low = str(int(value)) if value.is_integer() else str(value)
    written = amount.lstrip("0123456789.,").strip() or ""
    space = "" if written.startswith("/") else " "
    text = f"{thing} {low}{dash}{number}{space}{written}"
    (found,) = find_thresholds(text)
    assert (found.analytes, found.comparator, found.value, found.unit) == ((name,), "range", (value, high), unit)
    assert found.inclusive == (True, True)


@settings(deadline=None)  # the first call reads the tables
@given(
    st.sampled_from([1, 2, 3, 5, 10]) | st.sampled_from([1.25, 1.5, 2.5]),
    st.sampled_from([" x ", "x", " × ", " times ", " times the ", " "]),
)
def test_a_multiple_reads_back(factor, times):
    for reference in ("ULN", "upper limit of normal"):
        if times == "x" and reference != "ULN":
            continue
        (found,) = find_thresholds(f"ALT ≤ {factor}{times}{reference}")
        assert (found.value, found.unit) == (float(factor), "[ULN]")


_PIECES = st.sampled_from(
    ["ALT", "AST", " and ", " or ", "ECOG ", "NYHA ", ">", "≥", "=", "?", "±", "1", "0.5", "1,000", "x10^9/L",
     " x ULN", "(", ")", "[", "normal", "positive", "negative for ", "between ", "within ", "to ", "-", "%", "/",
     ":", ",", ".", ";", "\n", "grade ", "III", "class ", "or more", " not ", "outside ", "if ", "HER2+", "T2",
     "N0", "mg/dL", "below the ", "mean", "SD", "\\", "³", "+"]
)  # fmt: skip


@settings(deadline=None)  # the first call reads the tables
@given(st.text() | st.lists(_PIECES, max_size=25).map("".join) | st.lists(_PIECES, max_size=25).map(" ".join))
@example("ALT (")
@example("20% < PTA ≤")
@example("± ±")
def test_no_text_raises_and_every_span_is_in_it(text):
    end = 0
    for found in find_thresholds(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end
        assert found.analytes
        assert found.comparator in (None, "<", "<=", ">", ">=", "=", "range")
        assert (found.comparator is None) <= (found.warning is not None)
        found.attrs()
        canonical(found)
        for polarity in ("inclusion", "exclusion", None):
            eligible(found, polarity)
