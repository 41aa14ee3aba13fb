"""Joining: flat within a label, free across labels, the more trusted mention wins."""

from __future__ import annotations

from trialsift.join import join
from trialsift.mention import Mention


def _mention(start: int, end: int, label: str = "CONDITION", score: float = 0.6, by: str = "rule:x") -> Mention:
    return Mention(start, end, label, by, score)


def test_longer_of_two_wins():
    short, long = _mention(5, 9), _mention(0, 9)
    assert join([short, long]) == [long]


def test_field_wins_over_a_longer_span():
    field, longer = _mention(5, 9, score=0.97), _mention(0, 9)
    assert join([longer, field]) == [field]


def test_labels_may_nest():
    inner, outer = _mention(5, 9), _mention(0, 9, "OUTCOME")
    assert join([inner, outer]) == [outer, inner]


def test_touching_spans_both_stay():
    assert join([_mention(4, 8), _mention(0, 4)]) == [_mention(0, 4), _mention(4, 8)]


def test_same_span_twice_stays_once():
    assert join([_mention(0, 4), _mention(0, 4)]) == [_mention(0, 4)]
