"""What stands around a candidate for a dose in its sentence: words, names of things given, what is spoken of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from trialsift.page import Passage
from trialsift.values.dose import Candidate
from trialsift.vocab import table

GIVEN_SECTIONS = frozenset({"arms", "interventions"})
_TIME_FRAME = re.compile(r"[\[(]?\s*Time ?Frames?\s*:?[^\]\n]{0,300}\]?", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<![ .][a-zA-Z])(?<!vs)(?<!e\.g)(?<!i\.e)(?<!\bNo)[.;!?](?=\s|$)|\n")
_BEFORE, _AFTER = 110, 70  # characters of the sentence looked at on either side
_CLOSE = 25  # characters from a preposition of time to the time that it tells
# words before a treatment that only says when something else is done: "assessed prior to each treatment course"
_SAYS_WHEN = re.compile(
    r"\b(?:prior to|before)\s"
    r"(?:(?:each|every|the|study|last|first|any|treatment|chemotherapy|therapy|dose|\w+ion of)\s){0,4}$",
    re.IGNORECASE,
)
_LOOK_BACK = 50
# "blood is taken", "saliva samples are taken": what is taken from a person
_SAMPLED = re.compile(
    r"\b(?:blood|pulse|pressure|samples?|saliva|temp(?:erature)?|urine|pictures?|photographs?|photos?|biops(?:y|ies)|swabs?|"
    r"tissue|measurements?|piece)\b[^.;]{0,40}\btaken$|\btakes?\s(?:a\s)?(?:blood|saliva|urine|the pulse|swabs?)$",
    re.IGNORECASE,
)
_OF = " of "
_TOUCH = 2  # characters between a name and its strength: "lidocaine 2%", "pimecrolimus (1%)"
# endings of International Nonproprietary Names: what is spoken of is a drug
NAME_ENDING = (
    r"[a-z]{3,}(?:mab|nib|statin|cillin|mycin|platin|taxel|rubicin|vir|pril|sartan|olol|azole|tide|formin|parin|"
    r"oxacin|azepam|"
    r"idone|apine|sone|solone|caine|trexate|fenac|profen|oxetine|gliptin|gliflozin|dronate|setron|triptan|limus|"
    r"amide|zide|semide)"
)
# what follows says that something is given so often or so long: "12 weeks of X therapy"
OF_GIVEN_AFTER = re.compile(
    r"\)?[\s-]{1,2}(?:of (?:the )?)?(?:(?!between|before|after|until|prior|during|from|following|and|or|to|in|on|at|"
    r"with|for|if|when|while|that|who|is|was|were|are)[\w-]{2,20}[\s-]){0,3}?(?:treatments?|\w{0,12}therap(?:y|"
    r"ies)|placebo|medications?|drugs?|infusions?|"
    r"injections?|"
    r"administration|dos(?:e|es|ing)|courses?|cycles?|supplement\w*|chemotherapy|radiotherapy|radiation|regimens?|"
    r"tablets?|capsules?|"
    r"vaccin\w*|prophylaxis|dialysis|hemodialysis|[a-z]{4,}(?:mab|nib|statin|cillin|mycin|platin|taxel|rubicin|vir|"
    r"pril|sartan|olol|azole|"
    r"mide|pine|sone|lone|etin|oxin|arin|cept|stim|feron|calciferol))\b",
    re.IGNORECASE,
)
# what follows is the study: "a 12-week, double-blind trial"
STUDY_AFTER = re.compile(
    r"[\s,-]{1,3}(?:(?:[\w-]{2,20})[\s,-]{1,2}){0,2}?(?:multi-?cent|random|double-blind|open[ -]label|"
    r"cross-?over|stud(?:y|ies)\b|trial|prospective|phase|"
    r"extension|observational|controlled|comparison|parallel|safety)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Around:
    """A candidate with what stands around it in its sentence."""

    candidate: Candidate
    passage: Passage
    text: str  # of the passage
    before: str
    after: str
    name_before: str | None  # the words between a name of something given and the candidate, None where none is near
    near_name: bool
    touches_name: bool  # a name stands directly before or after it
    before_name: bool  # a name stands directly after it
    of_name: bool  # "of" and a name stand directly after it

    @property
    def in_criteria(self) -> bool:
        """Whether it stands in eligibility criteria."""
        return self.passage.section.startswith("eligibility")

    @property
    def words(self) -> str:
        """The candidate as written."""
        return self.text[self.candidate.dose.start : self.candidate.dose.end]


def arounds(
    text: str, passage: Passage, candidates: Sequence[Candidate], names: Sequence[tuple[int, int]]
) -> Iterator[Around]:
    """Yield each candidate of a passage with its surroundings; times of a "[Time Frame: …]" are left out.

    names: sorted half-open places in the page's text of names of things given.
    """
    frames = [match.span() for match in _TIME_FRAME.finditer(text)] if passage.section.startswith("outcomes") else []
    for candidate in candidates:
        start, end = candidate.dose.start, candidate.dose.end
        frame = bisect_right(frames, (start, len(text))) - 1
        if frame >= 0 and start < frames[frame][1]:
            continue
        window = text[max(0, start - _BEFORE) : start]
        ends = [match.end() for match in _SENTENCE_END.finditer(window)]
        before = window[ends[-1] :] if ends else window
        window = text[end : end + _AFTER]
        stop = _SENTENCE_END.search(window)
        after = window[: stop.start()] if stop else window
        place = passage.start + start, passage.start + end
        follows, precedes = _names_near(*place, names, min(12, len(before)))
        if precedes is not None and precedes >= len(after):  # of the next sentence or passage
            precedes = None
        yield Around(
            candidate,
            passage,
            text,
            before,
            after,
            name_before=None if follows is None else text[max(0, start - follows) : start],
            near_name=follows is not None or precedes is not None,
            touches_name=precedes is not None or (follows is not None and follows <= _TOUCH),
            before_name=precedes == 1 or _inside(*place, names),
            of_name=precedes == len(_OF) and text.startswith(_OF, end),
        )


def _inside(start: int, end: int, names: Sequence[tuple[int, int]]) -> bool:
    """Whether a place is the beginning of a longer name: the "IV" of "IV fentanyl"."""
    at = bisect_left(names, (start, end + 1))
    return at < len(names) and names[at][0] == start


def _names_near(start: int, end: int, names: Sequence[tuple[int, int]], reach: int) -> tuple[int | None, int | None]:
    """Return how far before a place a name of something given ends, and how far after it one starts."""
    at = bisect_left(names, (start, 0))
    ends = [start - name_end for _, name_end in names[max(0, at - 3) : at] if 0 <= start - name_end <= reach]
    follows = min(ends, default=None)
    return follows, next((name_start - end for name_start, _ in names[at : at + 4] if 0 <= name_start - end <= 5), None)


@cache
def _cues() -> re.Pattern[str]:
    """Return the form of the words of `vocab/dose_cues.csv`, a group for each meaning; "*" stands for any ending."""
    words: dict[str, list[str]] = {"given": [NAME_ENDING], "time": [], "other": []}
    for row in table("dose_cues"):
        words[row["meaning"]] += [re.escape(word).replace(r"\*", r"\w*") for word in row["words"].split("|")]
    groups = (f"(?P<{meaning}>{'|'.join(sorted(forms, key=len, reverse=True))})" for meaning, forms in words.items())
    return re.compile(rf"\b(?:{'|'.join(groups)})\b", re.IGNORECASE)


def last_cue(around: Around, *, times: bool = True) -> str | None:
    """Return what the words before speak of last: "given", something done to treat; "other", anything else; None.

    times: whether words of time count ("before", "since"), which say that a length of time is none of treatment.
    """
    last = None
    for match in _cues().finditer(around.before):
        if match["time"] and not times:
            continue
        if match["given"] and _SAMPLED.search(around.before, max(0, match.start() - _LOOK_BACK), match.end()):
            last = "other"
            continue
        if match["given"] and _SAYS_WHEN.search(around.before, max(0, match.start() - _LOOK_BACK), match.start()):
            continue
        if match.lastgroup != "time" or match.end() > len(around.before) - _CLOSE:
            last = match.lastgroup
    return "other" if last == "time" else last


def names_given(around: Around) -> bool:
    """Whether the words before speak of something given at all."""
    return any(match["given"] for match in _cues().finditer(around.before))
