"""Thresholds: a table of texts with the spans and values found in them, what makes a person eligible, units."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from trialsift.values.threshold import (
    Bound,
    Threshold,
    canonical,
    eligible,
    find_thresholds,
    parse_threshold,
)

_SPAN = re.compile(r"⟦([^⟦⟧]*)⟧")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _written(threshold: Threshold) -> str:
    """Return a threshold in the notation of the table."""
    names, value = ", ".join(threshold.analytes), threshold.value
    names += f" {threshold.change}" if threshold.change else ""
    unit = f" {threshold.unit}" if threshold.unit else ""
    if isinstance(value, tuple):
        inclusive = threshold.inclusive or (True, True)
        ends = f"{'(['[inclusive[0]]}{_number(value[0])}, {_number(value[1])}{')]'[inclusive[1]]}"
        return f"{names} in {ends}{unit}"
    if threshold.comparator == "range":
        return f'{names} in "{value}"{unit}'
    plain = f'"{value}"' if isinstance(value, str) else _number(value or 0.0)
    return f"{names} {threshold.comparator or '?'} {plain}{unit}"


def _rows() -> list[tuple[str, list[str], list[str]]]:
    rows = []
    for line in (Path(__file__).parent / "thresholds.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            marked, *values = line.split(" | ")
            rows.append((_SPAN.sub(r"\1", marked), _SPAN.findall(marked), values))
    return rows


@pytest.mark.parametrize(
    ("text", "spans", "values"), _rows(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_thresholds_of_a_text(text, spans, values):
    found = find_thresholds(text)
    assert [text[threshold.start : threshold.end] for threshold in found] == spans
    assert [_written(threshold) for threshold in found] == values


def test_the_table_is_large_and_half_of_it_negative_or_hard():
    rows = _rows()
    assert len(rows) >= 380
    assert sum(not spans for _, spans, _ in rows) >= 70
    assert len({text for text, _, _ in rows}) == len(rows)


@pytest.mark.parametrize(
    ("sign", "comparator"),
    [("\uf0b3", ">="), ("\uf0a3", "<="), ("\uf03e", ">"), ("\uf03c", "<"), ("\u00b3", ">="), ("\u00a3", "<=")],
)
def test_a_sign_of_a_symbol_font_is_read(sign, comparator):
    (found,) = find_thresholds(f"creatinine {sign} 1.5 mg/dL")
    assert (found.comparator, found.value, found.unit) == (comparator, 1.5, "mg/dL")


def test_a_cubed_unit_is_no_sign():
    (found,) = find_thresholds("platelets > 100,000/mm³ 2 weeks before")
    assert (found.comparator, found.unit) == (">", "/uL")


@pytest.mark.parametrize(
    "text", ["creatinine = 1.5 mg/dL", "creatinine ? 1.5 mg/dL", "ALT = 5x ULN", "creatinine 1.5 mg/dL"]
)
def test_a_lost_sign_gives_a_warning_and_no_comparator(text):
    (found,) = find_thresholds(text)
    assert found.comparator is None
    assert found.warning is not None
    assert "comparator" not in found.attrs()
    assert eligible(found, "inclusion") is None


def test_a_sign_that_stands_gives_no_warning():
    assert [found.warning for found in find_thresholds("creatinine ≤ 1.5 mg/dL, HBsAg negative, ECOG 0-1")] == [
        None
    ] * 3


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("AST ≤ 5 x ULN if liver metastases are present", "if liver metastases are present"),
        ("AST ≤ 5 x ULN (for patients with liver metastases)", "for patients with liver metastases"),
        ("haemoglobin ≥ 12 g/dL (women)", "women"),
        ("QTcF > 470 ms for women", "for women"),
        ("QTcF > 470 ms in females, or syncope", "in females"),
        ("bilirubin ≤ 1.5 x ULN unless due to Gilbert syndrome", "unless due to Gilbert syndrome"),
        ("AST ≤ 5 x ULN in the presence of liver metastases; no jaundice", "in the presence of liver metastases"),
        ("AST ≤ 5 x ULN at screening", None),
        ("AST ≤ 5 x ULN", None),
    ],
)
def test_condition(text, condition):
    (found,) = find_thresholds(text)
    assert found.condition == condition


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        (
            "AST ≤ 2.5 x ULN (≤ 5 x ULN if liver metastases are present)",
            (Bound("<=", 5.0, "[ULN]", None, "if liver metastases are present"),),
        ),
        ("Hb: >=12 g/dL (women) or >= 13 g/dL (men)", (Bound(">=", 13.0, "g/dL", None, "men"),)),
        ("creatinine ≤ 1.5 mg/dL (133 μmol/L)", (Bound("<=", 133.0, "umol/L"),)),
        ("weight > 200 kg or 440 lbs", (Bound(">", 440.0, "[lb_av]"),)),
        ("heart rate outside 50-100 bpm", (Bound(">", 100.0, "/min"),)),
        ("calcium < 8 or > 11 mg/dL", (Bound(">", 11.0, "mg/dL"),)),
        ("calcium < 8 mg/dL", ()),
    ],
)
def test_alternatives(text, alternatives):
    assert find_thresholds(text)[0].alternatives == alternatives


def _bounds(low=None, low_in=None, high=None, high_in=None, category=None, unit=None):
    return {
        "low": low,
        "low_inclusive": low_in,
        "high": high,
        "high_inclusive": high_in,
        "category": category,
        "unit": unit,
    }


@pytest.mark.parametrize(
    ("text", "polarity", "expected"),
    [
        ("haemoglobin ≥ 9 g/dL", "inclusion", _bounds(9.0, True, unit="g/dL")),
        ("haemoglobin > 9 g/dL", "inclusion", _bounds(9.0, False, unit="g/dL")),
        ("haemoglobin < 9 g/dL", "exclusion", _bounds(9.0, True, unit="g/dL")),
        ("haemoglobin ≤ 9 g/dL", "exclusion", _bounds(9.0, False, unit="g/dL")),
        ("AST > 3 x ULN", "exclusion", _bounds(high=3.0, high_in=True, unit="[ULN]")),
        ("AST ≥ 3 x ULN", "exclusion", _bounds(high=3.0, high_in=False, unit="[ULN]")),
        ("AST ≤ 3 x ULN", "inclusion", _bounds(high=3.0, high_in=True, unit="[ULN]")),
        ("17≤MELD score<30", "inclusion", _bounds(17.0, True, 30.0, False)),
        ("MELD score 17-30", "exclusion", None),
        ("heart rate outside 50-100 bpm", "exclusion", _bounds(50.0, True, 100.0, True, unit="/min")),
        ("heart rate outside 50-100 bpm", "inclusion", None),
        ("HBsAg positive", "inclusion", _bounds(category="positive")),
        ("HBsAg positive", "exclusion", _bounds(category="not positive")),
        ("NYHA class > II", "inclusion", _bounds(category="> II")),
        ("NYHA class III or IV", "exclusion", _bounds(category="not III or IV")),
        ("no creatinine > 2 mg/dL", "inclusion", _bounds(high=2.0, high_in=True, unit="mg/dL")),
        ("must not have HbA1c > 9%", "inclusion", _bounds(high=9.0, high_in=True, unit="%")),
        ("ALT must not be greater than 40 U/L", "inclusion", _bounds(high=40.0, high_in=True, unit="U/L")),
        ("ECOG equal to 1", "inclusion", _bounds(1.0, True, 1.0, True)),
        ("ECOG equal to 4", "exclusion", _bounds(category="not 4")),
        ("ALT = 3 x ULN", "inclusion", None),
        ("haemoglobin ≥ 9 g/dL", None, None),
    ],
)
def test_eligible(text, polarity, expected):
    assert eligible(find_thresholds(text)[0], polarity) == expected


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("creatinine ≤ 1.5 mg/dL", 132.603, "umol/L"),
        ("creatinine ≤ 133 µmol/L", 133.0, "umol/L"),
        ("platelets ≥ 75,000/mm3", 75.0, "10*9/L"),
        ("haemoglobin ≥ 90 g/L", 9.0, "g/dL"),
        ("weight < 110 lbs", 49.8952, "kg"),
        ("HbA1c 53-75 mmol/mol", (7.00044, 9.013), "%"),
    ],
)
def test_canonical_unit(text, value, unit):
    converted = canonical(find_thresholds(text)[0])
    assert converted is not None
    assert (converted.value, converted.unit) == (value, unit)


@pytest.mark.parametrize(
    "text", ["AST ≤ 2.5 x ULN", "platelets ≥ 75,000", "HBsAg positive", "ECOG 0-1", "urea clearance < 1.5 mL/min"]
)
def test_what_has_no_canonical_unit_is_not_converted(text):
    assert canonical(find_thresholds(text)[0]) is None


def test_things_that_are_not_converted_alike_are_left_alone():
    assert canonical(find_thresholds("calcium and magnesium > 3 mg/dL")[0]) is None
    assert canonical(find_thresholds("AST and ALT > 40 U/L")[0]) is not None


def test_conversion_leaves_the_threshold_as_it_was_read():
    (found,) = find_thresholds("creatinine ≤ 1.5 mg/dL (133 µmol/L)")
    converted = canonical(found)
    assert converted is not None
    assert (found.value, found.unit) == (1.5, "mg/dL")
    assert converted.alternatives == (Bound("<=", 133.0, "umol/L"),)


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("no creatinine > 2 mg/dL", True),
        ("without HBsAg positive", True),
        ("must not have a QTc > 480 ms", True),
        ("No New York Heart Association class III or IV", True),
        ("no diabetes, creatinine > 2 mg/dL", False),
        ("creatinine > 2 mg/dL", False),
    ],
)
def test_denied_by_the_words_before(text, negated):
    assert find_thresholds(text)[-1].negated is negated


def test_attrs_hold_only_what_is_said():
    assert find_thresholds("17≤MELD score≤30")[0].attrs() == {
        "analyte": ["meld score"],
        "comparator": "range",
        "value": [17, 30],
        "inclusive": [True, True],
    }
    assert find_thresholds("HBsAg positive")[0].attrs() == {
        "analyte": ["hbsag"],
        "comparator": "=",
        "value": "positive",
    }
    assert find_thresholds("AST and ALT ≤ 2.5 x ULN")[0].attrs() == {
        "analyte": ["ast", "alt"],
        "comparator": "<=",
        "value": 2.5,
        "unit": "[ULN]",
    }


def test_the_first_threshold_alone():
    found = parse_threshold("patients with ALT > 40 U/L and AST > 40 U/L")
    assert found is not None
    assert found.analytes == ("alt",)
    assert parse_threshold("age over 18 years") is None
    assert parse_threshold("") is None


def test_places_are_of_the_text():
    text = "Inclusion: age > 18 years; INR≥1.5 or 20%<PTA≤40%."
    assert [text[t.start : t.end] for t in find_thresholds(text)] == ["INR≥1.5", "20%<PTA≤40%"]


def test_a_line_that_is_wrapped_is_read_on_and_a_new_item_is_not():
    wrapped = "Bilirubin no greater\n     than 2 times upper limit of normal (ULN)"
    (found,) = find_thresholds(wrapped)
    assert (found.start, found.end) == (0, len(wrapped))
    assert [t.unit for t in find_thresholds("- ALT\n- < 3 x ULN")] == []


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("QTc: males > 450 ms, females > 470 ms", ["males", "females"]),
        ("Haemoglobin for adults: ≥ 9 g/dL; for children ≥ 8.5 g/dL", ["for adults", "for children"]),
        ("Hb ≥ 13 g/dL (men), ≥ 12 g/dL (women)", ["men", "women"]),
        ("HDL < 40 mg/dL in men or < 50 mg/dL in women", ["in men", "in women"]),
        ("creatinine ≥ 1.3 mg/dL for women or an eGFR < 60 mL/min", ["for women", None]),
        ("ALT ≤ 5 x ULN if liver or bone metastases are present", ["if liver or bone metastases are present"]),
        ("Hb ≥ 13 g/dL, ALT < 100 U/L in men", [None, "in men"]),
    ],
)
def test_whom_a_bound_is_for(text, conditions):
    assert [found.condition for found in find_thresholds(text)] == conditions


@pytest.mark.parametrize(
    ("text", "warns"),
    [
        ("creatinine ≤ 0.5 mg/dL above the ULN", True),
        ("FEV1 of 50% and 85%", True),
        ("FEV1 between 50% and 85%", False),
        ("creatinine ≤ 1.5 x ULN", False),
    ],
)
def test_what_is_not_written_is_warned_of(text, warns):
    (found,) = find_thresholds(text)
    assert (found.warning is not None) is warns
