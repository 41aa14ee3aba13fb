"""Changes: each row of the table by its example, and what a change is not."""

from __future__ import annotations

import pytest

from trialsift.values.analyte import same_analyte
from trialsift.values.threshold import canonical, find_thresholds
from trialsift.vocab import table


@pytest.mark.parametrize("row", table("changes"), ids=lambda row: row["example"])
def test_a_word_for_a_change_is_read(row):
    (found,) = find_thresholds(row["example"])
    assert (found.analytes, found.change, found.comparator, found.value) == (("lactate",), row["change"], ">", 2.0)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("creatinine > 2 mg/dL or > 180 umol/L", (1,)),
        ("creatinine > 2 mg/dL or rises by > 0.5 mg/dL", (0, 0)),
    ],
)
def test_a_change_is_no_alternative_of_a_level(text, changes):
    assert tuple(len(found.alternatives) for found in find_thresholds(text) if found.rule != "inherited") == changes[:1]


def test_a_change_of_temperature_is_not_converted():
    (found,) = find_thresholds("body temperature rise of more than 2 °F")
    assert (found.change, found.unit, canonical(found)) == ("increase", "[degF]", None)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("fall in haemoglobin", "hemoglobin", True),
        ("eGFR decline", "egfr", True),
        ("blood loss", "blood", False),
        ("weight loss", "weight", False),
    ],
)
def test_a_change_has_the_key_of_what_changes(a, b, same):
    assert same_analyte(a, b) is same
