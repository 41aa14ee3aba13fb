"""Negation: whether a text denies the name that follows ("no evidence of", "without", "negative for")."""

from __future__ import annotations

import re

_REACH = 60  # characters before the mention; a denial further away is about something else
_DENIAL = re.compile(
    r"\b(?:no|not|without|absence of|absent|free (?:of|from)|never|neither|nor|non|lack of|negative for|cannot|"
    r"must not|"
    r"excluding|except(?: for)?|other than|rather than|none of|denies|deny)\b[^.;:]*$",
    re.IGNORECASE,
)
_NO_DENIAL = re.compile(
    r"\bnot (?:only|limited to|necessarily|yet)\b|\bno (?:more|less|fewer|greater|later|earlier) than\b",
    re.IGNORECASE,
)


def is_negated(text: str, start: int) -> bool:
    """Say whether what starts at `start` in `text` is denied by the words before it in its clause."""
    before = text[max(0, start - _REACH, text.rfind("\n", 0, start) + 1) : start]  # a line is a passage of its own
    match = _DENIAL.search(before)
    return match is not None and _NO_DENIAL.search(before, match.start()) is None
