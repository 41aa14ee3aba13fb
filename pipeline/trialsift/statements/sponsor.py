"""The sponsor in a sentence: "The study is sponsored by the University of Elmfield", "Elm Trust (sponsor)"."""

from __future__ import annotations

import re

from trialsift.organisations import ORGANISATION, name_at, name_before

_OF_IT = r"(?: of (?:the|this) (?:study|trial|research|project))?"
_NAME_NEXT = r"(?:the\s)?(?=[A-ZÀ-Þ])"
_SAYS_SPONSOR = re.compile(
    rf"\b[Ss]ponsor(?:ing \w+)?(?:,? and [a-z]+(?: of the [a-z]+)?)?{_OF_IT}"
    rf"(?:\s?(?::|…|\.{{2,}})\s*|,?[ ](?:(?:is|was)\s)?){_NAME_NEXT}"
    rf"|\bSPONSOR\s?:?\s+{_NAME_NEXT}|\b[Ss]ponsored by\s{_NAME_NEXT}"
)
_SPONSOR_BEFORE = re.compile(
    r",?\s\((?:it['’]s )?(?:the )?(?:responsible )?sponsor\b"
    r"|,? is (?:the (?:trial |study )?sponsor|responsible \(sponsor)\b"
    r"|(?:,? which)? (?:both )?(?:runs and )?(?:pays for and )?sponsors\b"
)
_DOES = r"(?:[Rr]un|[Ll]ed|[Cc]onducted|[Oo]rgani[sz]ed|[Ss]et up|[Ff]unded|[Pp]aid for)"
_RUN_BY = re.compile(rf"\b(?:{_DOES}(?:,? and (?:run|led|paid for|funded))? by|(?:study|trial) of)\s{_NAME_NEXT}")
_ABOUT_IT = re.compile(
    r"\b(?:this|the|our|an?) (?:[\w-]+,? ){0,4}(?:study|trial|research|project)\b|\bsponsor\b|\bit is\b"
    r"|(?<![\w-])(?-i:[A-Z][A-Z0-9-]{3,24}) (?:is|was)\b|(?:^|[.|·•;/–—\n])\s*(?:funded and )?$",
    re.IGNORECASE,
)
_REACH = 120  # code points before in which the trial is named


def find_sponsor(text: str) -> tuple[int, int] | None:
    """Return the half-open place of the sponsor that a text names; people are none."""
    place = _called_sponsor(text) or _who_runs_it(text)
    if place and text[place[1] - 1] == "." and text[place[1] : place[1] + 1] in ("", " "):
        return place[0], place[1] - 1
    return place


def _called_sponsor(text: str) -> tuple[int, int] | None:
    for match in _SAYS_SPONSOR.finditer(text):
        place = name_at(text, match.end())
        if place and (match[0].lstrip()[:9].lower() != "sponsored" or _about_it(text, match)):
            return place
    for match in _SPONSOR_BEFORE.finditer(text):
        place = name_before(text, match.start())
        if place and ORGANISATION.search(text, *place):
            return place
    return None


def _who_runs_it(text: str) -> tuple[int, int] | None:
    for match in _RUN_BY.finditer(text):
        place = name_at(text, match.end())
        if place and ORGANISATION.search(text, *place) and _about_it(text, match):
            return place
    return None


def _about_it(text: str, match: re.Match[str]) -> bool:
    return _ABOUT_IT.search(text, max(0, match.start() - _REACH), match.start()) is not None
