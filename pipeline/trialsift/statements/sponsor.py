"""The sponsor in a sentence: "The study is sponsored by the University of Elmfield"."""

from __future__ import annotations

import re

_WORD = r"(?:[A-Z][\w&.'’-]*|[A-Z]{2,})"
_SMALL = r"(?:of|and|for|the|de|du|der|des|in|&)"
_NAME = rf"{_WORD}(?:,? (?:{_SMALL} ){{0,2}}{_WORD}){{0,7}}"
_SPONSORED = re.compile(
    rf"\b(?:(?:[Ss]ponsored|[Rr]un|[Cc]onducted|[Oo]rgani[sz]ed) by|[Ss]ponsor(?: of (?:the|this) (?:study|trial))? is)"
    rf"(?: the)? (?P<name>{_NAME})"
)
_ABOUT_IT = re.compile(
    r"\b(?:this|the|our|an?) (?:[\w-]+,? ){0,4}(?:study|trial|research|project)\b|\bsponsor\b|\bit is\b", re.IGNORECASE
)
_PERSON = re.compile(r"(?:Dr|Prof|Professor|Mr|Ms|Mrs)\b")
_REACH = 120  # code points before in which the trial is named


def find_sponsor(text: str) -> tuple[int, int] | None:
    """Return the half-open place of the sponsor that a text names; people are none."""
    for match in _SPONSORED.finditer(text):
        start, end = match.span("name")
        about_it = _ABOUT_IT.search(text, max(0, match.start() - _REACH), match.end())
        if about_it and not _PERSON.match(match["name"]):
            return start, end - (match["name"][-1] == "." and text[end : end + 1] in ("", " "))
    return None
