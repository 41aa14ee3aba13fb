"""Numbers as trial pages write them, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialsift.values.number import find_numbers, parse_roman


def _whole(text):
    """Return the value of a text that is one number and nothing else."""
    found = list(find_numbers(text))
    return found[0].value if [(number.start, number.end) for number in found] == [(0, len(text))] else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("0.5", 0.5),
        (".5", 0.5),
        ("0,5", 0.5),
        ("1·5", 1.5),
        ("1,500", 1500),
        ("100,000", 100000),
        ("12, 000", 12000),
        ("1,000,000.5", 1000000.5),
        ("100 000", 100000),
        ("100\u00a0000", 100000),
        ("100'000", 100000),
        ("1.000.000", 1000000),
        ("80.000", 80000),
        ("1.500", 1.5),
        ("0.000", 0),
        ("-2.5", -2.5),
        ("−2.5", -2.5),
        ("½", 0.5),
        ("2½", 2.5),
        ("1/2", 0.5),
        ("1 1/2", 1.5),
        ("1.5x10^9", 1.5e9),
        ("1.5 × 10⁹", 1.5e9),
        ("1.5 x 10**6", 1.5e6),
        ("5 x 10(6)", 5e6),
        ("10^5", 1e5),
        ("10E9", 1e9),
        ("1e6", 1e6),
        ("1.5 x 10-3", None),
        ("100K", 100000),
        ("2 million", 2e6),
        ("75 thousand", 75000),
        ("five", 5),
        ("five (5)", 5),
        ("5 (five)", 5),
        ("twenty-one", 21),
        ("two hundred", 200),
        ("one hundred and twenty", 120),
        ("twice", 2),
        ("half", 0.5),
        ("two and a half", 2.5),
        ("CD4", None),
        ("HbA1c", None),
        ("T2", None),
        ("IV", None),
        ("", None),
        ("twelve months", None),
    ],
)
def test_number_of_a_text(text, value):
    assert _whole(text) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ALT > 3 x ULN and AST > 2.5 x ULN", [("3", 3), ("2.5", 2.5)]),
        ("platelets 100 x 109/L", [("100 x 109", 100e9)]),
        ("platelets 100 x 10 9/L", [("100 x 10 9", 100e9)]),
        ("0, 1, or 2", [("0", 0), ("1", 1), ("2", 2)]),
        ("0,1,2", [("0", 0), ("1", 1), ("2", 2)]),
        ("below 100,000, INR above 1,5, Hb", [("100,000", 100000), ("1,5", 1.5)]),
        ("0,1, or 2", [("0", 0), ("1", 1), ("2", 2)]),
        ("neutrophils 1.500/mm3 or 1.500 x 10^9/L", [("1.500", 1500), ("1.500 x 10^9", 1.5e9)]),
        ("7.0-9.5", [("7.0", 7), ("9.5", 9.5)]),
        ("5-10", [("5", 5), ("10", 10)]),
        ("-5 to 10", [("-5", -5), ("10", 10)]),
        ("x3", [("3", 3)]),
        ("CD4 and CD8 cells, HbA1c", []),
        ("no number here", []),
        ("1.5 million IU", [("1.5 million", 1.5e6)]),
        ("version 4.03", [("4.03", 4.03)]),
    ],
)
def test_numbers_in_a_text(text, found):
    assert [(text[number.start : number.end], number.value) for number in find_numbers(text)] == found


def test_a_power_of_ten_keeps_its_mantissa():
    (number,) = find_numbers("1.1 × 10^9")
    assert (number.value, number.mantissa, number.exponent) == (1_100_000_000, 1.1, 9)


@pytest.mark.parametrize(
    ("text", "value"), [("I", 1), ("iii", 3), ("IV", 4), ("X", 10), ("Ⅲ", 3), ("XI", None), ("a", None), ("", None)]
)
def test_roman_numeral(text, value):
    assert parse_roman(text) == value


@given(st.integers(0, 10**12))
def test_a_number_reads_back_in_any_form(value):
    for text in (str(value), f"{value:,}"):
        assert _whole(text) == value


@given(st.integers(1, 999), st.integers(3, 12))
def test_a_power_reads_back(mantissa, exponent):
    for times in ("x", " x ", " × ", "*"):
        assert _whole(f"{mantissa}{times}10^{exponent}") == mantissa * 10**exponent


@given(st.text())
def test_no_text_raises_and_numbers_are_disjoint(text):
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end <= len(text)
        end = number.end
