"""Offsets: every range of clean text leads to the source that it was read from, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialsift.offsets import OffsetMap, Piece
from trialsift.runs import Run, join_runs

# source: "a &ge; 10<br>mg" → text "a ≥ 10 mg"
PIECES = (Piece("a ", 0, 2), Piece("≥", 2, 6), Piece(" 10", 6, 9), Piece(" ", 9, 13), Piece("mg", 13, 15))
MAP = OffsetMap(PIECES)


@pytest.mark.parametrize(
    ("text", "source"),
    [((0, 1), (0, 1)), ((2, 3), (2, 6)), ((2, 6), (2, 9)), ((4, 9), (7, 15)), ((7, 8), (13, 14))],
)
def test_text_leads_to_source(text, source):
    assert MAP.to_source(*text) == source


@pytest.mark.parametrize(
    ("source", "text"),
    [((0, 1), (0, 1)), ((3, 4), (2, 3)), ((2, 9), (2, 6)), ((13, 15), (7, 9)), ((15, 20), None)],
)
def test_source_leads_to_text(source, text):
    assert MAP.to_text(*source) == text


@pytest.mark.parametrize("bounds", [(0, 0), (3, 2), (-1, 2), (0, 10)])
def test_empty_or_outside_range_is_refused(bounds):
    with pytest.raises(ValueError, match="range"):
        MAP.to_source(*bounds)


@st.composite
def _sources(draw: st.DrawFn) -> tuple[str, list[Piece]]:
    source, pieces = "", []
    for kept, text in draw(
        st.lists(st.tuples(st.sampled_from(["copy", "drop", "replace"]), st.text(min_size=1, max_size=5)))
    ):
        if kept == "copy":
            pieces.append(Piece(text, len(source), len(source) + len(text)))
        elif kept == "replace":
            pieces.append(Piece("¤", len(source), len(source) + len(text)))
        source += text
    return source, pieces


@given(_sources(), st.data())
def test_verbatim_text_reads_the_same_in_the_source(drawn, data):
    source, pieces = drawn
    offsets = OffsetMap(pieces)
    text = "".join(piece.text for piece in pieces)
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    source_start, source_end = offsets.to_source(start, end)
    assert 0 <= source_start < source_end <= len(source)
    back = offsets.to_text(source_start, source_end)
    assert back is not None
    assert back[0] <= start
    assert end <= back[1]
    if "¤" not in text[start:end] and source_end - source_start == end - start:
        assert source[source_start:source_end] == text[start:end]


def test_cutting_and_joining_keep_the_way_back():
    first, second = Run(PIECES).cut(2, 6), Run((Piece("daily", 20, 25),))
    joined = join_runs([first, second])
    assert joined.text == "≥ 10 daily"
    assert OffsetMap(joined.pieces).to_source(0, 4) == (2, 9)
    assert OffsetMap(joined.pieces).to_source(5, 10) == (20, 25)
    assert "".join(piece.text for piece in joined.pieces) == joined.text
