"""Names of organisations as text writes them: where one that opens a text ends, and what shows that it is one."""

from __future__ import annotations

import re

_CAPITAL = "A-ZÀ-ÖØ-Þ"
_WORD = rf"(?:[{_CAPITAL}][\w&.'’-]*(?:/[{_CAPITAL}]\w*)?|\d+[a-z]{{0,2}}(?= [{_CAPITAL}]))"
_SMALL = r"(?:of|and|for|the|in|at|on|de|du|der|des|da|do|dos|das|di|del|della|van|von|und|et|e|y|&|la|le|zu|fr)"
_PART = rf"{_WORD}(?: (?:{_SMALL} ){{0,3}}{_WORD}){{0,9}}"
_NAME = re.compile(rf"(?P<first>{_PART})(?: (?:ehf|e\.V|gGmbH|mbH)\b\.?)?(?P<more>(?:, (?:the )?{_PART}){{0,2}})")
# words that only organisations have in their names
ORGANISATION = re.compile(
    r"\b(?:universit\w+|universidade?|université|college|school|hospitals?|hôpital|infirmary|kliniken?|klinikum|clinics?|"
    r"polyclinic|hospice|institut\w*|instituto|centre|center|centro|trust|foundation|fondazione|stichting|fund|"
    r"group|network|alliance|consortium|cooperative|federation|association|society|council|authority|board|committee|"
    r"agency|service|services|unit|lab|laborator\w+|academy|faculty|faculdade|department|collaboration|collective|"
    r"club|care|health|research|medical|region|pharm\w+|therapeutics|bio\w*|vaccines|genetics|genomics|oncologics|devices|"
    r"instruments|immunology|dermatology|diagnostics|sciences|surgical|chu|inc|ltd|llc|gmbh|ag|spa|bv|nv|a/s|ab|plc|"
    r"s\.a|co|corp|company|partners)\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(r"(?:Institut\w*|Department|Faculty|School|Centre|Center|Foundation) (?:for|of)\b")
_UNIT_OF_IT = re.compile(r", (?:Dept|Departments?|Division|Ward|Unit)\b")
LONGEST_NAME = 90  # code points
_NEXT_LABEL = re.compile(  # what follows a name where a page lost its line ends
    r" (?:Numbers?|Related|Status|Phase|Contact|Funding|Countr(?:y|ies)|In|For|The|Read|Who|Why|Where|When|What|How|"
    r"Last)\b"
)
_LONG_NUMBER = re.compile(r"\d{3}")
_PERSON = re.compile(r"(?:Dr|Prof|Professor|Mr|Ms|Mrs|Sir|PD|Mx)\b")
# the full stop of these may stand inside a name, any other ends the sentence
_SHORT = re.compile(r"\b(?:St|Dr|Prof|Inc|Ltd|Co|Corp|Dept|Univ|[A-Z]|[a-z]{1,3})\.$")
_ENDS_IN_DOT = re.compile(r"\b(?:Inc|Ltd|Co|Corp|ehf|e\.V|S\.A|S\.p\.A)\.$")


def name_at(text: str, start: int = 0) -> tuple[int, int] | None:
    """Return the half-open place of the organisation's name that opens a text at `start`; None for other words."""
    match = _NAME.match(text, start)
    if not match or _PERSON.match(match["first"]):
        return None
    end = _first_sentence(text, start, match.end("first"))
    if end == match.end("first") and match["more"]:
        end = _with_parts(text, start, end, match.end())
    label = _NEXT_LABEL.search(text, start, end)
    end = label.start() if label else end
    if ORGANISATION.fullmatch(text, start, end):
        return None
    while text[end - 1] in ".'’" and not _ENDS_IN_DOT.search(text, start, end):
        end -= 1
    return start, end


def without_rest(text: str) -> str:
    """Return a name without the sentences behind it and without the full stop that ends its own."""
    end = _first_sentence(text, 0, len(text))
    if text[:end].endswith(".") and not _ENDS_IN_DOT.search(text, 0, end):
        end -= 1
    return text[:end]


def _first_sentence(text: str, start: int, end: int) -> int:
    at = start
    while (at := text.find(". ", at, end)) >= 0:
        if not _SHORT.search(text[start : at + 1]):
            return at
        at += 1
    return end


def _with_parts(text: str, start: int, first: int, end: int) -> int:
    """Return where a name with parts behind commas ends: a place belongs to it only behind a general word."""
    kept = first
    while kept < end:
        stop = text.find(",", kept + 2, end)
        stop = end if stop < 0 else stop
        part_end = _first_sentence(text, kept, stop)
        part = text[kept:part_end]
        if _UNIT_OF_IT.match(part) or not (ORGANISATION.search(part) or _GENERIC.match(text, start, first)):
            break
        kept = part_end
        if part_end < stop:
            break
    return kept


def is_organisation(text: str) -> bool:
    """Say whether a text is the name of an organisation and nothing else."""
    place = name_at(text) if not _LONG_NUMBER.search(text) else None
    return place == (0, len(text)) and len(text) <= LONGEST_NAME and ORGANISATION.search(text) is not None


def name_before(text: str, end: int) -> tuple[int, int] | None:
    """Return the half-open place of the name that ends at `end`, without an article before it."""
    for match in _NAME.finditer(text, max(0, end - LONGEST_NAME), end):
        if match.end() == end and not _PERSON.match(match[0]):
            start = match.start()
            while (stop := _first_sentence(text, start, end)) < end:
                start = stop + len(". ")
            start += len("The ") if text.startswith("The ", start) else 0
            return None if ORGANISATION.fullmatch(text, start, end) else (start, end)
    return None
