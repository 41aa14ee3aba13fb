"""Inline marks: page and spans out of a marked text, and the marked text again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialsift.annotate.folder import GoldSpan
from trialsift.annotate.marks import MarkError, parse_marks, write_marks
from trialsift.labels import LABEL_NAMES

CASES = [
    ("No marks.", "No marks.", []),
    ("⟦C:gout⟧", "gout", [GoldSpan(0, 4, "CONDITION", "gout")]),
    ("in ⟦C:gout⟧, ⟦I:colchicine⟧.", "in gout, colchicine.",
     [GoldSpan(3, 7, "CONDITION", "gout"), GoldSpan(9, 19, "INTERVENTION", "colchicine")]),
    ("⟦O:⟦C:Gout⟧ flares⟧{\"type\": \"primary\"} yes", "Gout flares yes",
     [GoldSpan(0, 4, "CONDITION", "Gout"), GoldSpan(0, 11, "OUTCOME", "Gout flares", {"type": "primary"})]),
    ("⟦O:flares of ⟦C:gout⟧⟧", "flares of gout",
     [GoldSpan(0, 14, "OUTCOME", "flares of gout"), GoldSpan(10, 14, "CONDITION", "gout")]),
    ("⟦O:⟦C:gout⟧⟧", "gout", [GoldSpan(0, 4, "CONDITION", "gout"), GoldSpan(0, 4, "OUTCOME", "gout")]),
    ("⟦I:fish ⟦O:oil⟦/I⟧ uptake⟧", "fish oil uptake",
     [GoldSpan(0, 8, "INTERVENTION", "fish oil"), GoldSpan(5, 15, "OUTCOME", "oil uptake")]),
    ("⟦D:5 mg⟧⟦I:aspirin⟧", "5 mgaspirin",
     [GoldSpan(0, 4, "DOSE", "5 mg"), GoldSpan(4, 11, "INTERVENTION", "aspirin")]),
    ("⟦C:gout⟧{}{\"not\": \"attrs\"}", "gout{\"not\": \"attrs\"}", [GoldSpan(0, 4, "CONDITION", "gout")]),
    ("⟦C:gout⟧ {\"not\": 1}", "gout {\"not\": 1}", [GoldSpan(0, 4, "CONDITION", "gout")]),
    ("⟦C:liver\r\n failure⟧\r\n", "liver\r\n failure\r\n", [GoldSpan(0, 15, "CONDITION", "liver\r\n failure")]),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "text", "spans"), CASES)
def test_marks_give_page_and_spans(marked: str, text: str, spans: list[GoldSpan]):
    assert parse_marks(marked) == (text, spans)


@pytest.mark.parametrize(("marked", "text", "spans"), CASES)
def test_page_and_spans_give_the_marks_again(marked: str, text: str, spans: list[GoldSpan]):
    assert parse_marks(write_marks(text, spans)) == (text, spans)


@pytest.mark.parametrize(
    ("marked", "line", "message"),
    [
        ("a\n⟦X:b⟧", 2, "'⟦X:b⟧': 'X' marks no label"),
        ("⟦gout⟧", 1, "after ⟦ must come one of C:"),
        ("⟦:gout⟧", 1, "'' marks no label"),
        ("a\nb ⟦C:gout\nc", 2, "this CONDITION is never closed"),
        ("gout⟧", 1, "closes nothing"),
        ("⟦C:gout⟦/O⟧⟧", 1, "closes nothing"),
        ("⟦C:gout⟦/C ⟧", 1, "write ⟦/C⟧"),
        ("⟦C:⟧", 1, "this span is empty"),
        ('a\n\n⟦L:INR≥2⟧{"value": 2,}', 3, "attributes are no JSON"),
    ],
)
def test_fault_names_its_line(marked: str, line: int, message: str):
    with pytest.raises(MarkError) as caught:
        parse_marks(marked)
    assert caught.value.line == line
    assert message in str(caught.value)


_PAGE = 'Aa {b}\n¿ç\r\n⊕ 12 {"x": 1} end'


@st.composite
def _layers(draw: st.DrawFn) -> list[GoldSpan]:
    """Spans of every layer: none overlaps in its own layer, any may cross another's."""
    spans = []
    for label in LABEL_NAMES:
        cuts = draw(st.sets(st.integers(0, len(_PAGE)), max_size=6))
        edges = sorted(cuts)
        for start, end in zip(edges[::2], edges[1::2], strict=False):
            attrs = draw(st.sampled_from([{}, {"type": "primary"}, {"value": [1, 2.5]}]))
            spans.append(GoldSpan(start, end, label, _PAGE[start:end], attrs))
    return sorted(spans, key=lambda span: (span.start, span.end, span.label))


@given(_layers())
def test_any_layers_survive_the_round_trip(spans: list[GoldSpan]):
    assert parse_marks(write_marks(_PAGE, spans)) == (_PAGE, spans)
