"""Names of what is measured, found in text; every row of the table proves itself by its example."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialsift.values.analyte import analytes, find_analytes
from trialsift.vocab import table


def _found(text):
    return [(text[match.start : match.end], match.analyte.name) for match in find_analytes(text)]


@pytest.mark.parametrize("row", table("analytes"), ids=lambda row: row["name"])
def test_row_is_found_in_its_example(row):
    assert [name for _, name in _found(row["example"])] == [row["name"]]


def test_no_name_stands_twice():
    names = [analyte.name for analyte in analytes()]
    assert sorted(set(names)) == sorted(names)


@given(st.text())
def test_any_text_is_read_in_order_without_overlap(text):
    matches = find_analytes(text)
    places = [place for match in matches for place in (match.start, match.end)]
    assert places == sorted(places)
    assert all(match.start < match.end <= len(text) for match in matches)
