"""The words of thresholds: every row of their tables proves itself, every surface in it reads the same."""

from __future__ import annotations

import pytest

from trialsift.values.threshold import find_thresholds
from trialsift.vocab import table

_PLACES = {"both": "HBsAg {}", "after": "calcium {}", "before": "{} HBsAg", "status": "KRAS {}", "degree": "IPSS {}"}


def _surfaces(name: str) -> list[tuple[dict[str, str], str]]:
    return [(row, surface) for row in table(name) for surface in row["surface"].split("|")]


def _spans(text: str) -> list[str]:
    return [text[threshold.start : threshold.end] for threshold in find_thresholds(text)]


@pytest.mark.parametrize("row", table("comparators"), ids=lambda row: row["example"])
def test_comparator_of_a_row(row):
    (found,) = find_thresholds(row["example"])
    assert (found.comparator or "") == row["expected"]


@pytest.mark.parametrize(("row", "surface"), _surfaces("comparators"), ids=lambda value: str(value)[:30])
def test_every_comparator_is_read(row, surface):
    text = f"albumin {surface} 3 g/dL" if row["place"] == "before" else f"albumin of 3 g/dL {surface}"
    (found,) = find_thresholds(text)
    assert (found.start, found.end) == (0, len(text))
    assert found.value == 3.0
    if row["comparator"] == "=":
        assert found.comparator == (None if surface in ("=", "＝") else "=")
    else:
        assert (found.comparator or "") == row["expected"]


@pytest.mark.parametrize(("row", "surface"), _surfaces("references"), ids=lambda value: str(value)[:40])
def test_every_reference_is_read(row, surface):
    assert find_thresholds(row["example"])[0].unit == row["expected"]
    text = f"ALT > 2 x {surface}"
    (found,) = find_thresholds(text)
    assert (found.end, found.value, found.unit) == (len(text), 2.0, row["unit"])


@pytest.mark.parametrize(("row", "surface"), _surfaces("qualitative"), ids=lambda value: str(value)[:40])
def test_every_result_in_words_is_read(row, surface):
    assert find_thresholds(row["example"])[0].value == row["expected"]
    text = _PLACES[row["place"]].format(surface)
    (found,) = find_thresholds(text)
    assert (found.start, found.end) == (0, len(text))
    assert found.value == (surface if row["place"] == "degree" else row["value"])


@pytest.mark.parametrize("name", ["measure_words", "phrase_words"])
def test_every_word_around_a_measure_has_its_part(name):
    for row in table(name):
        assert _spans(row["example"]) == ([row["expected"]] if row["expected"] else []), row["word"]


@pytest.mark.parametrize("name", ["comparators", "references", "qualitative"])
def test_no_surface_stands_twice(name):
    surfaces = [surface for _, surface in _surfaces(name)]
    assert len(surfaces) == len(set(surfaces))


@pytest.mark.parametrize("name", ["measure_words", "phrase_words"])
def test_no_word_stands_twice(name):
    words = [row["word"] for row in table(name)]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("row", table("measured_states"), ids=lambda row: row["example"])
def test_a_state_names_what_its_bound_is_on(row):
    (found,) = find_thresholds(row["example"])
    assert found.analytes == (row["analyte"],)


@pytest.mark.parametrize(
    "text",
    ["anaemia in > 160/100 patients", "hypertension for > 5 years", "neutropenia > grade 2", "anaemia with > 2 units",
     "hypoglycaemia (> 3 episodes)", "hypertension > 10 mg/day"],
)  # fmt: skip
def test_a_state_does_not_measure_all_that_follows(text):
    assert find_thresholds(text) == []
