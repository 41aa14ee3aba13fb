"""Units: every row of the table, composed units, and the codes as UCUM's own grammar reads them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialsift.values.unit import parse_unit, simple_unit, unit_pattern
from trialsift.vocab import table

COMPOSED = [
    ("mg/dL", "mg/dL"),
    ("mg / dl", "mg/dL"),
    ("mg/100 mL", "mg/dL"),
    ("g/dl", "g/dL"),
    ("μmol/L", "umol/L"),
    ("µmol/l", "umol/L"),
    ("umol/L", "umol/L"),
    ("micromol/L", "umol/L"),
    ("mmol per litre", "mmol/L"),
    ("mM", "mmol/L"),
    ("IU/L", "[iU]/L"),
    ("IU/mL", "[iU]/mL"),
    ("U/l", "U/L"),
    ("mIU/L", "m[iU]/L"),
    ("mU/L", "mU/L"),
    ("MU", "MU"),
    ("ng/mL", "ng/mL"),
    ("nanograms per milliliter", "ng/mL"),
    ("mcg/g", "ug/g"),
    ("mEq/L", "meq/L"),
    ("mOsm/kg", "mosm/kg"),
    ("x10^9/L", "10*9/L"),
    ("× 10⁹/L", "10*9/L"),
    ("x 109/L", "10*9/L"),
    ("10E9/L", "10*9/L"),
    ("10**9/L", "10*9/L"),
    ("x 10(9)/L", "10*9/L"),
    ("G/L", "10*9/L"),
    ("K/uL", "10*3/uL"),
    ("x10^3/µL", "10*3/uL"),
    ("/mm3", "/uL"),
    ("/mm³", "/uL"),
    ("/mm^3", "/uL"),
    ("per cubic millimeter", "/uL"),
    ("cells/mm3", "/uL"),
    ("cells/µL", "/uL"),
    ("cells per microliter", "/uL"),
    ("/mcL", "/uL"),
    ("/uL", "/uL"),
    ("copies/mL", "{copies}/mL"),
    ("mmHg", "mm[Hg]"),
    ("mm Hg", "mm[Hg]"),
    ("cm H2O", "cm[H2O]"),
    ("kg/m2", "kg/m2"),
    ("kg/m²", "kg/m2"),
    ("kg/m^2", "kg/m2"),
    (r"kg/m\^2", "kg/m2"),
    ("mL/min", "mL/min"),
    ("ml per minute", "mL/min"),
    ("mL/min/1.73 m2", "mL/min/{1.73_m2}"),
    ("mL/min/1.73m²", "mL/min/{1.73_m2}"),
    (r"ml / min / 1.73 m\^2", "mL/min/{1.73_m2}"),
    ("mL·min−1·1.73m-2", "mL/min/{1.73_m2}"),
    ("L/min/m2", "L/min/m2"),
    ("mg/24 h", "mg/(24.h)"),
    ("g/day", "g/d"),
    ("mg/kg/day", "mg/kg/d"),
    ("mg kg-1 day-1", "mg/kg/d"),
    ("µg/kg/min", "ug/kg/min"),
    ("mg/kg/dose", "mg/kg/{dose}"),
    ("IU/kg", "[iU]/kg"),
    ("mCi/kg", "mCi/kg"),
    ("beats per minute", "/min"),
    ("breaths/min", "/min"),
    ("bpm", "/min"),
    ("mm/h", "mm/h"),
    ("°C", "Cel"),
    ("degrees Fahrenheit", "[degF]"),
    ("%", "%"),
    ("percent", "%"),
    ("msec", "ms"),
    ("microns", "um"),
    ("cc", "mL"),
    ("Gy", "Gy"),
    ("ppm", "[ppm]"),
]
NO_UNITS = [
    "",
    " ",
    "foo",
    "mg of",
    "patients",
    "/",
    "per",
    "mg/foo",
    "10",
    "x",
    "5 mg",
    "mgs/patients",
    "ULN",
    "and",
    "IV",
]


@pytest.mark.parametrize("row", table("units"), ids=lambda row: row["ucum"])
def test_unit_row(row):
    assert parse_unit(row["example"]) == row["expected"]


@pytest.mark.parametrize(("text", "code"), COMPOSED)
def test_composed_unit(text, code):
    assert parse_unit(text) == code
    assert re.fullmatch(unit_pattern(), text)


@pytest.mark.parametrize("text", NO_UNITS)
def test_what_is_no_unit(text):
    assert parse_unit(text) is None


@pytest.mark.parametrize("text", ["10 patients", "5 visits", "3 prior lines", "12 items", "II", "2 of 3"])
def test_pattern_matches_no_unit_after_a_number(text):
    match = re.match(r"\d+\s?" + unit_pattern(), text)
    assert match is None


def test_case_tells_mega_from_milli():
    assert [simple_unit(text) for text in ("MU", "mU", "MIU", "mIU", "MBq", "mM", "mm", "Mg", "MG")] == [
        "MU", "mU", "M[iU]", "m[iU]", "MBq", "mmol/L", "mm", "mg", "mg",
    ]  # fmt: skip


def test_no_surface_stands_for_two_units():
    seen: dict[str, str] = {}
    twice = []
    for row in table("units"):
        for surface in row["surface"].split("|"):
            if seen.setdefault(surface, row["ucum"]) != row["ucum"]:
                twice.append(surface)
    assert twice == []


@pytest.fixture(scope="module")
def ucum():
    """The parser of UCUM's grammar; slow to make."""
    from ucumvert import PintUcumRegistry

    return PintUcumRegistry()


def test_codes_are_ucum(ucum):
    codes = {row["ucum"] for row in table("units")} | {code for _, code in COMPOSED}
    wrong = []
    for code in sorted(codes):
        try:
            ucum.from_ucum(code)
        except Exception as error:
            wrong.append(f"{code}: {type(error).__name__}")
    assert wrong == []


@given(st.text(max_size=60))
def test_no_text_raises(text):
    code = parse_unit(text)
    assert code is None or code


@given(
    over=st.sampled_from(["mg", "g", "IU", "mmol", "U", "mcg", "mL"]),
    under=st.lists(st.sampled_from(["kg", "m2", "day", "h", "L", "dL"]), max_size=2, unique=True),
    sign=st.sampled_from(["/", " / ", " per "]),
)
def test_a_printed_unit_reads_back(over, under, sign):
    names = {"IU": "[iU]", "mcg": "ug", "day": "d"}
    expected = "/".join(names.get(name, name) for name in (over, *under))
    assert parse_unit(sign.join((over, *under))) == expected
