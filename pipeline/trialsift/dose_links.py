"""Which intervention and arm a dose belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from trialsift.arms import Arms
from trialsift.link import Group, PassageIndex
from trialsift.mention import Mention
from trialsift.page import Passage
from trialsift.record import Intervention
from trialsift.values.lexicon import lexicon

_SENTENCE_END = re.compile(r"[.;]\s+(?=[A-Z(])|\n")


# a name directly after a dose: "10 mg of X", "low-dose X", "20 mg oral X"
_DIRECTLY = re.compile(
    r"\s?(?:of|tablets? of|doses? of|capsules? of|"
    r"(?:delivered|administered|given|injected|infused|applied)(?: of)?)?\s{0,2}",
    re.IGNORECASE,
)
_OF_A_CYCLE = re.compile(r"\b(?:of|in)\s(?:each|every|an?|the)\s[\w\s-]{0,20}(?:cycles?|courses?)\Z", re.IGNORECASE)
# "50 units of BTX-A", "40 mg PPQ"
_NAME_AFTER = re.compile(
    r"\s(?:of\s(?:the\s)?(?P<of>[A-Z][\w-]*[A-Z0-9][\w-]*)|(?P<code>[A-Z]{3,5}(?:-?\d{1,5})?)(?![\w-]))"
)
# a name that only says when: "beginning 4 weeks after surgery and continuing for 1 year"
_WHEN = re.compile(
    r"\b(?:after|before|prior to|following|preceding|until|since|upon)\s(?:the\s|their\s|last\s|completion of\s)?\Z",
    re.IGNORECASE,
)
_NAMES = ("interventions", "intervention.name", "arm.interventions")
# a capital or a digit inside a word tells a name; a capital alone does not where a sentence starts
_NAME_BEFORE = re.compile(
    r"(?:(?<=[\w,)] )(?=[A-Z][a-z]{3})|(?<![\w-])(?=[A-Za-z-]+[0-9A-Z]))([A-Za-z][\w-]{2,})[ ]\(?\Z"
)
_DOSE_WORDS = frozenset(
    (
        "tablet", "capsule", "dose", "daily", "cream", "day", "week", "level", "cycle", "total", "maximum", "oral",
        "over", "about", "with", "from", "then", "than", "given", "administered", "taken", "once", "twice", "every",
        "injected", "infused", "delivered",
    )
)  # fmt: skip
_LONGEST_NAME = 40
# what may stand before a dose whose drug is named elsewhere; any other word may be a drug that nobody found
_BARE = re.compile(
    r"(?:^|[.;:(,]\s?|\b(?:of|at|to|a|an|the|is|was|be|given|receiv\w+|tak\w+|dos(?:e|es|ed|ing|age)|daily|for|"
    r"with|by|and|"
    r"or|once|twice|in|on|over|then|followed|administered|tablets?|capsules?|injections?|infusions?|treatment|therapy|"
    r"during|after|every|up|study|as|fixed|single|target)\s)\(?\Z",
    re.IGNORECASE | re.MULTILINE,
)
_WORD = 20  # code points before a dose that hold its last word
_CHAINED = re.compile(r"\s?(?:of\s)?", re.IGNORECASE)
_LONGEST_BRACKET = 60
_NEIGHBOURS = 40  # names or doses on either side of a dose
_NEXT_TO = 2  # characters between a name and its dose: "X 10 mg", "X (10 mg"


_Candidate = tuple[int, int, int]  # start, end, intervention
_Place = tuple[int, int]
_T = TypeVar("_T", _Candidate, _Place)


def nearest_intervention(
    dose: Mention, candidates: Sequence[_Candidate], text: str, doses: Sequence[_Place] = ()
) -> int | None:
    """Return the intervention a dose belongs to, of (start, end, intervention) in the same passage, sorted.

    The one that the dose touches, else the last one before it in its sentence, else the first one after it
    there, else the last one before it in the passage. doses: places of all doses of the passage, sorted: what is
    said of one that goes on in the next ("10 mL of 0.25% X") is said of both.
    """
    shared = next((c for c in candidates if c[0] < dose.end and dose.start < c[1]), None)
    if shared is not None:  # "low dose inhaled" and "inhaled corticosteroid"
        return shared[2]
    at = bisect_right(candidates, (dose.start, 0, 0))
    before = _before([c for c in candidates[:at] if c[1] <= dose.start], dose.start, text)
    end = _end_of_chain(dose, doses, text)
    after = next((c for c in candidates[at:] if c[1] > end), None)
    touches = before is not None and dose.start - before[1] <= _NEXT_TO and "," not in text[before[1] : dose.start]
    of_a_cycle = _OF_A_CYCLE.search(text, dose.start, end) is not None  # "days 3-10 of each cycle" of something else
    if after is not None and not touches and not of_a_cycle and _DIRECTLY.fullmatch(text, end, max(end, after[0])):
        return after[2]
    if before is not None and not _SENTENCE_END.search(text, before[1], dose.start):
        return before[2]
    if after is not None and not _SENTENCE_END.search(text, dose.end, after[0]):
        return after[2]
    return before[2] if before is not None else None


def _follows_another_name(text: str, place: int, candidates: Sequence[_Candidate]) -> bool:
    """Say whether a name that nobody found stands right before a dose: "alpha, or Betanol 10 mg"."""
    match = _NAME_BEFORE.search(text, max(0, place - _LONGEST_NAME), place)
    if match is None or any(start < match.end(1) and match.start(1) < end for start, end, _ in candidates):
        return False
    return match[1].lower().rstrip("s") not in _DOSE_WORDS


@cache
def _first_words() -> frozenset[str]:
    """Return the words that start a frequency, a route or a form: "BID", "PRN"."""
    return frozenset[str]().union(*(lexicon(name).first_words for name in ("frequencies", "routes", "forms")))


def _is_of_another_name(text: str, place: int, candidates: Sequence[_Candidate]) -> bool:
    """Say whether a name that nobody found stands right behind a dose: "50 units of BTX-A"."""
    match = _NAME_AFTER.match(text, place)
    if match is None or (match["code"] and match["code"].lower() in _first_words()):
        return False
    return not any(start < match.end() and match.start() < end for start, end, _ in candidates)


def _before(candidates: Sequence[_Candidate], place: int, text: str) -> _Candidate | None:
    """Return the last candidate.

    Those in brackets that have closed ("X (or placebo) 10 mg") are passed over, and those that say when ("after X").
    """
    if not candidates:
        return None
    outside = [c for c in candidates if not _in_closed_bracket(text, c, place) and not _says_when(text, c)]
    last = outside[-1] if outside else candidates[-1]
    same_sentence = not _SENTENCE_END.search(text, last[1], place)
    return last if same_sentence else candidates[-1]


def _says_when(text: str, candidate: _Candidate) -> bool:
    return _WHEN.search(text, max(0, candidate[0] - _WORD), candidate[0]) is not None


def _in_closed_bracket(text: str, candidate: _Candidate, place: int) -> bool:
    start, end, _ = candidate
    opened = text.rfind("(", max(0, start - _LONGEST_BRACKET), start)
    if opened < 0 or ")" in text[opened:start]:
        return False
    closed = text.find(")", end, end + _LONGEST_BRACKET)
    return 0 <= closed < place


def _end_of_chain(dose: Mention, doses: Sequence[_Place], text: str) -> int:
    """Return the end of the last of the doses that follow each other from one on: "10 mL of 0.25%"."""
    end = dose.end
    for start, stop in doses:
        if start >= end and _CHAINED.fullmatch(text, end, start):
            end = stop
    return end


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
        self._doses: dict[int, list[_Place]] = {}
        for mention in mentions:
            if mention.label == "DOSE":
                self._doses.setdefault(index.number_at(mention.start), []).append((mention.start, mention.end))

    def of(self, dose: Mention) -> tuple[int | None, int | None]:
        """Return the intervention and the arm of a dose, None where the page does not say."""
        at = self._index.number_at(dose.start)
        passage = self._index.page.passages[at]
        arm = self._arms.at(dose.start)
        beside = [c for c in _near(self._by_passage.get(at, []), dose) if self._arms.at(c[0]) == arm]
        text = self._index.page.text
        if _follows_another_name(text, dose.start, beside) or _is_of_another_name(text, dose.end, beside):
            return None, arm
        link = self._described(at, passage) if all(c[0] > dose.start for c in beside) else None
        if link is None:
            link = nearest_intervention(dose, beside, text, _near(self._doses.get(at, []), dose))
        if link is None and arm is not None:
            link = _only(self._arms.arms[arm].interventions)
        if link is None and arm is None and self._is_of_the_studied(dose, passage):
            link = _only(self._studied)
        return link, arm

    def _is_of_the_studied(self, dose: Mention, passage: Passage) -> bool:
        """Say whether a dose without a name beside it may be that of what the page studies."""
        start = max(passage.start, dose.start - _WORD)
        return not passage.section.startswith("eligibility") and bool(
            _BARE.search(self._index.page.text, start, dose.start)
        )

    def _described(self, at: int, passage: Passage) -> int | None:
        """Return the intervention that a passage of its entry describes: the last one named before it there."""
        if not (passage.field or "").startswith("intervention."):
            return None
        if "placebo" in passage.heading.lower():
            return None  # the route of the placebo, which stands behind the products
        for number in range(at - 1, -1, -1):
            before = self._index.page.passages[number]
            if before.group != passage.group or before.section != passage.section:
                return None
            if before.field in _NAMES and number in self._by_passage:
                return self._by_passage[number][-1][2]
        return None


def _near(places: Sequence[_T], dose: Mention) -> Sequence[_T]:
    """Return the places beside a dose that are looked at: a page of one passage takes linear time so."""
    at = bisect_left(places, (dose.start,))
    return places[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]


def _only(numbers: Sequence[int]) -> int | None:
    return numbers[0] if len(set(numbers)) == 1 else None
