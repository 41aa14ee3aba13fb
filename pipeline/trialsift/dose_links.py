"""Which intervention and arm a dose belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from trialsift.arms import Arms
from trialsift.link import Group, PassageIndex
from trialsift.mention import Mention
from trialsift.page import Passage
from trialsift.record import Intervention

_SENTENCE_END = re.compile(r"[.;]\s+(?=[A-Z(])|\n")


# a name directly after a dose: "10 mg of X", "low-dose X", "20 mg oral X"
_DIRECTLY = re.compile(r"\s?(?:of|tablets? of|doses? of|capsules? of)?\s{0,2}", re.IGNORECASE)
_NAMES = ("interventions", "intervention.name", "arm.interventions")
_NEXT_TO = 2  # characters between a name and its dose: "X 10 mg", "X (10 mg"


_Candidate = tuple[int, int, int]  # start, end, intervention


def nearest_intervention(dose: Mention, candidates: Sequence[_Candidate], text: str) -> int | None:
    """Return the intervention a dose belongs to, of (start, end, intervention) in the same passage, sorted.

    The one that the dose touches, else the last one before it in its sentence, else the first one after it
    there, else the last one before it in the passage.
    """
    at = bisect_right(candidates, (dose.start, 0, 0))
    before = next((c for c in reversed(candidates[:at]) if c[1] <= dose.start), None)
    after = next((c for c in candidates[at:] if c[0] >= dose.end), None)
    touches = before is not None and dose.start - before[1] <= _NEXT_TO and "," not in text[before[1] : dose.start]
    if after is not None and not touches and _DIRECTLY.fullmatch(text, dose.end, after[0]):
        return after[2]
    if before is not None and not _SENTENCE_END.search(text, before[1], dose.start):
        return before[2]
    if after is not None and not _SENTENCE_END.search(text, dose.end, after[0]):
        return after[2]
    return before[2] if before is not None else None


class DoseLinks:
    """Links of doses, by sentence, field, arm, and last by the page's only studied intervention."""

    def __init__(
        self,
        mentions: Sequence[Mention],
        index: PassageIndex,
        arms: Arms,
        interventions: Sequence[Intervention],
        groups: Sequence[Group],
    ) -> None:
        self._index = index
        self._arms = arms
        self._studied = [n for n, intervention in enumerate(interventions) if intervention.role == "studied"]
        self._by_passage: dict[int, list[_Candidate]] = {}
        for number, group in enumerate(groups):
            for mention in (mentions[m] for m in group.mentions):
                at = index.number_at(mention.start)
                self._by_passage.setdefault(at, []).append((mention.start, mention.end, number))
        for candidates in self._by_passage.values():
            candidates.sort()

    def of(self, dose: Mention) -> tuple[int | None, int | None]:
        """Return the intervention and the arm of a dose, None where the page does not say."""
        at = self._index.number_at(dose.start)
        passage = self._index.page.passages[at]
        arm = self._arms.at(dose.start)
        beside = [c for c in self._by_passage.get(at, ()) if self._arms.at(c[0]) == arm]
        link = nearest_intervention(dose, beside, self._index.page.text)
        if link is None:
            link = self._described(at, passage)
        if link is None and arm is not None:
            link = _only(self._arms.arms[arm].interventions)
        if link is None and arm is None and not passage.section.startswith("eligibility"):
            link = _only(self._studied)
        return link, arm

    def _described(self, at: int, passage: Passage) -> int | None:
        """Return the intervention that a passage of its entry describes: the last one named before it there."""
        if passage.group is None or not (passage.field or "").startswith("intervention."):
            return None
        for number in range(at - 1, -1, -1):
            before = self._index.page.passages[number]
            if before.group != passage.group:
                return None
            if before.field in _NAMES and number in self._by_passage:
                return self._by_passage[number][-1][2]
        return None


def _only(numbers: Sequence[int]) -> int | None:
    return numbers[0] if len(set(numbers)) == 1 else None
