"""What a criterion asks of a threshold in it: that a person meets it, that a person does not, or neither.

The side of the criteria says most of it. What the words around a threshold say goes before it: "must be at least" among
the exclusion criteria, "none of the following" over a list of inclusion criteria, "is allowed", "for patients with".
Where they leave it open, nothing is asked; a bound that is missing does less harm than one that is turned round.
"""

from __future__ import annotations

import re
from typing import Literal

from trialsift.criteria import denies_list
from trialsift.page import Page, Polarity

Asked = Literal["met", "unmet"]

_POINT = re.compile(r"(?<=\d)[.,](?=\d)")
_SENTENCE_END = re.compile(r"[.;](?=\s)|\n")
_PERSON = r"(?:patients?|subjects?|participants?|individuals?|persons?|people|those|adults?|children|wom[ae]n|m[ae]n)"

# Before a threshold, up to it. A comma, a bracket or another statement between ends what is denied.
_GAP = r"(?P<gap>[^.;:,()]*)$"
_DENIAL = re.compile(
    r"\b(?:no|without|absence of|lack of|free (?:of|from)|never|none(?: of)?|(?:not|n['’]t) (?:have|having|had))\b"
    + _GAP,
    re.IGNORECASE,
)
_LACKING = re.compile(
    r"\b(?:without|lack of|absence of|(?:not|n['’]t) (?:have|having|had))\b[^.;:,()]*$", re.IGNORECASE
)
_COMPARING = re.compile(r"(?:more|less|fewer|greater|later|earlier|lower|higher|longer|other|known)\b", re.IGNORECASE)
_OTHER_STATEMENT = re.compile(
    r"\b(?:and|but|with|within|who|unless|if|than|plus|must|should|requir\w+)\b", re.IGNORECASE
)
_FAILING = re.compile(
    r"\b(?:fail(?:s|ed|ing|ure)? to|(?:un|not )able to|inability to|(?:do|does|did|will|would) not (?:meet|achieve|"
    r"fulfil+|satisfy|maintain|reach)|not (?:meeting|achieving|maintaining|fulfilling|reaching)|"
    r"cannot (?:meet|achieve|maintain))\b[^.;()]*$",
    re.IGNORECASE,
)
_FORBIDDING = re.compile(r"\b(?:must|may|should|shall|can) ?not (?:have|be)\b[^.;:()]*$", re.IGNORECASE)
_REQUIRING = re.compile(
    r"\b(?:must|should|shall|ha[sv]e? to|needs? to) (?:be|have|also|show|meet)\b(?! not)", re.IGNORECASE
)
_REQUIRED_REACH = 30  # code points before a threshold in which "must have" is about it
_EXCLUDED_IF = re.compile(
    r"\b(?:excluded?|ineligible|not (?:be )?(?:eligible|included|enrolled))\b[^.;]*$", re.IGNORECASE
)

# Behind a threshold, up to what is said of it.
_SAID = (
    r"^(?:[^.;:(),]|\([^()]*\)){0,160}?\b(?:is|are|was|were|be|may|can|will|would|should|shall|must|cannot)\b"
    r"(?: (?:[a-z]+ly|also|still|then|both|be|been|considered|deemed|regarded as)){0,3} "
)
_SHUT_OUT = re.compile(
    _SAID
    + r"(?:exclu\w+|ineligible|prohibited|not (?:be )?(?:eligible|allowed|permitted|acceptable|included|enrol\w+))\b",
    re.IGNORECASE,
)
_LET_IN = re.compile(
    _SAID + r"(?:eligible|allowed|permitted|accept\w+|includ\w+|enrol\w+|enter\w*|particip\w+|join\w*|considered)\b",
    re.IGNORECASE,
)

# A threshold that says for whom or when another statement holds.
_WHEN = re.compile(
    r"\b(?P<word>if|when|whenever|unless|provided|in case of|in the case of)\b(?P<gap>[^.;]*)$", re.IGNORECASE
)
_MAIN_CLAUSE = re.compile(r",|\bthen\b|\bmust\b|\bshould\b")
_ELIGIBLE_IF = re.compile(
    r"\b(?:eligible|included?|enrol\w*|join|participate|qualify|take part)(?: only)?\W*$", re.IGNORECASE
)
_FOR_WHOM = re.compile(
    rf"\b(?:for|in|among) (?:the |any |all )?(?:\w+ )?{_PERSON} (?:[\w()]+ ){{0,3}}?(?:with\b|w/|who\b|whose\b)[^.;]*$",
    re.IGNORECASE,
)
_OF_STUDY = re.compile(r"\b(?:study|trial|protocol|eligib\w+|open|looking)\b|^\W*$", re.IGNORECASE)
_TARGET = re.compile(r"\b(?:until|to (?:achieve|maintain|reach|keep|obtain|attain|bring))\b[^.;,]*$", re.IGNORECASE)
_WHATEVER = re.compile(
    r"\b(?:even if|even when|regardless of|irrespective of|with or without)\b[^.;,]*$", re.IGNORECASE
)
_LET_IN_IF = re.compile(
    r"\b(?:eligible|allowed|permitted|included|enrolled|participate)\b[^.;]*\bif\b[^.;]*$", re.IGNORECASE
)
_BARE_BOUND = re.compile(
    r"[^A-Za-z]|up to\b|(?:less|greater|more|at least|at most|below|above|over|under)\b", re.IGNORECASE
)
_MEASURED = re.compile(r"[<>≤≥=\d]")

# The criterion over a list, where its items are on its own side and not all said.
_EXCEPTING = re.compile(r"\b(?:except\w*|unless|other than|exceptions?|allowed|permitted)\b[^.;]*$", re.IGNORECASE)
_FORBIDS = re.compile(r"\b(?:must|may|should|shall|can) ?not\b", re.IGNORECASE)
_REACH = 400  # code points on either side of a threshold that are read
_DEEPEST = 8  # criteria over one that are looked at


def asked_of(page: Page, number: int, start: int, end: int, *, denied: bool = False) -> Asked | None:
    """Say what a threshold at `[start, end)` of the page's text is asked for in the passage `number` of the page.

    denied: whether the threshold itself is known to be denied. None where the passage is on no side of the criteria,
    and where the words around it ask for nothing that can be told.
    """
    passage = page.passages[number]
    if passage.polarity is None:
        return None
    first = max(passage.start, start - _REACH)
    text = _POINT.sub("·", page.text[first : min(passage.end, end + _REACH)])  # a number ends no sentence
    before, after = _sentence(text, start - first, end - first)
    stated = _stated(before, text[start - first : end - first], after, passage.polarity)
    if stated is not None:
        return None if stated == "open" else stated
    if _is_open_list(page, number):
        return None
    inherited = not denied and _BARE_BOUND.match(page.text, start)  # "or up to 5 x ULN": what is denied is before it
    denied = denied or (not inherited and _is_denied(before))
    if passage.polarity == "inclusion":
        return "unmet" if denied else "met"
    if not denied:
        return "unmet"
    return "met" if _LACKING.search(before) else None  # "no X" in a list of exclusions may be the rule or its breach


def _sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands in the sentence of `[start, end)` before it and behind it."""
    first = max((match.end() for match in _SENTENCE_END.finditer(text, 0, start)), default=0)
    last = _SENTENCE_END.search(text, end)
    return text[first:start], text[end : last.start() if last else len(text)]


def _stated(before: str, own: str, after: str, side: Polarity) -> Asked | Literal["open"] | None:
    """Return what the sentence itself says of the threshold; None where it leaves it to the side it stands on."""
    if _SHUT_OUT.search(after) or (side == "inclusion" and _EXCLUDED_IF.search(before)):
        return "open" if _is_denied(before) else "unmet"
    if _LET_IN.search(after) or _is_condition(before, after, side) or _in_denied_brackets(before):
        return "open"
    if _WHATEVER.search(before) or (side == "exclusion" and _LET_IN_IF.search(before)):
        return "open"
    if _FORBIDDING.search(before):
        return "unmet"
    if side == "exclusion" and _FAILING.search(before):
        return "met"
    if _TARGET.search(before):
        return "open"
    if side == "exclusion" and _REQUIRING.search(before[-_REQUIRED_REACH:] + own):
        return "met"
    return None


def _is_denied(before: str) -> bool:
    match = _DENIAL.search(before)
    if match is None:
        return False
    gap = match["gap"].strip()
    return not _COMPARING.match(gap) and not _OTHER_STATEMENT.search(gap) and len(gap.split()) <= 6


def _in_denied_brackets(before: str) -> bool:
    """Say whether the threshold explains a name that is denied: "no renal failure (creatinine > 2 mg/dL)"."""
    opened = before.rfind("(")
    return opened > before.rfind(")") and _is_denied(before[:opened])


def _is_condition(before: str, after: str, side: Polarity) -> bool:
    """Say whether the threshold only says for whom or when something else is asked."""
    when = _WHEN.search(before)
    if when and not _MAIN_CLAUSE.search(when["gap"]):
        of_exclusion = side == "exclusion" and when["word"].lower() not in ("unless", "provided")
        if not of_exclusion and not _ELIGIBLE_IF.search(before[: when.start()]):
            return True
    whom = _FOR_WHOM.search(before)
    if whom is None:
        return False
    main = before[: whom.start()]
    if not main.strip(" -*•~"):
        return "," in after  # "In patients with creatinine > 2 mg/dL, …"
    return bool(_MEASURED.search(main)) or (len(main.split()) > 2 and not _OF_STUDY.search(main))


def _is_open_list(page: Page, number: int) -> bool:
    """Say whether a criterion over this one denies or excepts in a way that leaves open what its items are."""
    passage = page.passages[number]
    for _ in range(_DEEPEST):
        if passage.parent is None:
            return False
        over = page.passages[passage.parent]
        text = page.text_of(over)
        if over.polarity == passage.polarity and (_EXCEPTING.search(text) or _denies_items(text, over.polarity)):
            return True
        passage = over
    return False


def _denies_items(text: str, side: Polarity | None) -> bool:
    return denies_list(text) and not (side == "exclusion" and _FORBIDS.search(text))
