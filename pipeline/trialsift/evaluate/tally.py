"""Count what matched: one array of counts for each group of a slice, (pages, labels, modes, [tp, fp, fn])."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from trialsift.evaluate.bootstrap import Array
from trialsift.evaluate.case import Case, Span
from trialsift.evaluate.match import Words, exact_pairs, overlap_pairs, unpaired
from trialsift.labels import LABEL_NAMES

FoundOf = Callable[[Case], Sequence[Span]]
MODES = ("strict", "relaxed", "token")
TP, FP, FN = range(3)
_LABEL = {name: number for number, name in enumerate(LABEL_NAMES)}


@dataclass(frozen=True, slots=True)
class Unit:
    """Something right, spurious or missed. section: of the gold span where there is one; source: who found it."""

    label: int
    mode: int
    outcome: int
    section: str
    source: str
    count: int = 1


def units(gold: Sequence[Span], found: Sequence[Span], text: str) -> Iterator[Unit]:
    """Yield the units of one page; each label is a layer of its own."""
    words = Words(text)
    for name, label in _LABEL.items():
        gold_layer = [span for span in gold if span.label == name]
        found_layer = [span for span in found if span.label == name]
        for mode, pairing in enumerate((exact_pairs, overlap_pairs)):
            pairs = pairing(gold_layer, found_layer)
            missed, spurious = unpaired(gold_layer, found_layer, pairs)
            for gold_span, found_span in pairs:
                yield Unit(label, mode, TP, gold_span.section, found_span.source)
            for span in missed:
                yield Unit(label, mode, FN, span.section, "")
            for span in spurious:
                yield Unit(label, mode, FP, span.section, span.source)
        yield from _word_units(label, gold_layer, found_layer, words)


def _word_units(label: int, gold: Sequence[Span], found: Sequence[Span], words: Words) -> Iterator[Unit]:
    wanted = {number: span for span in gold for number in words.inside(span)}
    given = {number: span for span in found for number in words.inside(span)}
    tallied: dict[tuple[int, str, str], int] = {}
    for number, span in wanted.items():
        by = given.get(number)
        key = (FN, span.section, "") if by is None else (TP, span.section, by.source)
        tallied[key] = tallied.get(key, 0) + 1
    for number, span in given.items():
        if number not in wanted:
            key = (FP, span.section, span.source)
            tallied[key] = tallied.get(key, 0) + 1
    for (outcome, section, source), count in tallied.items():
        yield Unit(label, MODES.index("token"), outcome, section, source, count)


class Tally:
    """The units of all pages, to be counted along any slice."""

    def __init__(self, cases: Sequence[Case], found: FoundOf = lambda case: case.found) -> None:
        self._cases = cases
        self._units = [list(units(case.gold, found(case), case.text)) for case in cases]

    def all(self) -> Array:
        """Return the counts of all pages."""
        return self.by(lambda case, unit: "all").get("all", self._empty())

    def by(self, group_of: Callable[[Case, Unit], str]) -> dict[str, Array]:
        """Return the counts of each group, groups sorted by name; an empty name is left out."""
        groups: dict[str, Array] = {}
        for page, (case, page_units) in enumerate(zip(self._cases, self._units, strict=True)):
            for unit in page_units:
                group = group_of(case, unit)
                if group:
                    counts = groups.setdefault(group, self._empty())
                    counts[page, unit.label, unit.mode, unit.outcome] += unit.count
        return dict(sorted(groups.items()))

    def by_source(self) -> dict[str, Array]:
        """Return what each source added: its own right and spurious ones, and all gold that it did not find."""
        total = self.all()
        groups = self.by(lambda case, unit: unit.source)
        for counts in groups.values():
            counts[..., FN] = total[..., TP] + total[..., FN] - counts[..., TP]
        return groups

    def _empty(self) -> Array:
        return np.zeros((len(self._cases), len(LABEL_NAMES), len(MODES), 3))
