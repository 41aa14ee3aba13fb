"""Match gold and found spans of one layer, one to one: exactly, by any overlap, and by words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from heapq import heappop, heappush

from trialsift.evaluate.case import Span

Pair = tuple[Span, Span]
_WORD = re.compile(r"\w+|[^\w\s]")


def exact_pairs(gold: Sequence[Span], found: Sequence[Span]) -> list[Pair]:
    """Return (gold, found) of the same place; a span found twice pairs once."""
    waiting: dict[tuple[int, int], list[Span]] = {}
    for span in found:
        waiting.setdefault((span.start, span.end), []).append(span)
    pairs = []
    for span in gold:
        same = waiting.get((span.start, span.end))
        if same:
            pairs.append((span, same.pop(0)))
    return pairs


def overlap_pairs(gold: Sequence[Span], found: Sequence[Span]) -> list[Pair]:
    """Return (gold, found) that share a character: exact pairs first, then as many others as there can be.

    The greedy choice of what ends first gives the most pairs where gold spans do not overlap each other, which
    the guidelines promise of a layer.
    """
    pairs = exact_pairs(gold, found)
    open_gold, open_found = unpaired(gold, found, pairs)
    waiting = sorted(open_found, key=lambda span: (span.start, span.end))
    ready: list[tuple[int, int]] = []
    taken = 0
    for span in sorted(open_gold, key=lambda span: (span.start, span.end)):
        while taken < len(waiting) and waiting[taken].start < span.end:
            heappush(ready, (waiting[taken].end, taken))
            taken += 1
        while ready and ready[0][0] <= span.start:
            heappop(ready)
        if ready:
            pairs.append((span, waiting[heappop(ready)[1]]))
    return pairs


def unpaired(gold: Sequence[Span], found: Sequence[Span], pairs: Sequence[Pair]) -> tuple[list[Span], list[Span]]:
    """Return the gold and the found spans that stand in no pair."""
    paired = {id(span) for pair in pairs for span in pair}
    return [span for span in gold if id(span) not in paired], [span for span in found if id(span) not in paired]


class Words:
    """Words and punctuation marks of a text, by their number."""

    def __init__(self, text: str) -> None:
        places = [match.span() for match in _WORD.finditer(text)]
        self._starts = [start for start, _ in places]
        self._ends = [end for _, end in places]

    def inside(self, span: Span) -> range:
        """Return the numbers of the words that a span touches."""
        return range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end))


def count_words(text: str) -> int:
    """Return the number of words and punctuation marks."""
    return sum(1 for _ in _WORD.finditer(text))
