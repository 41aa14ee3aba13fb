"""Phases of a trial: "Phase I/II", "phase 2b", "Early Phase 1", "III" → the registries' own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PHASE_NUMBER = r"(?:[0-4]|iv|i{1,3}|one|two|three|four)"
_PHASE = re.compile(
    rf"\b(?P<early>early)?[\s_]*phase[\s_]*(?P<first>{_PHASE_NUMBER})\s?-?[abc]?"
    rf"(?:\s*(?:/|-|–|,|and|&|to|\||or)\s*(?:phase[\s_]*)?(?P<second>{_PHASE_NUMBER})[abc]?(?![\w]|[ -]arm))?(?!\w)"
    r"|\b(?P<none>n/?a\b|not applicable)"
    rf"|(?P<bare>^\s*{_PHASE_NUMBER}[ab]?(?:\s*[/,-]\s*(?P<bare_second>{_PHASE_NUMBER})[ab]?)?\s*$)",
    re.IGNORECASE,
)
_DIGIT = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "one": "1", "two": "2", "three": "3", "four": "4"}


def find_phases(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, value) of the phases in a text: "PHASE1", …; "Phase I/II" gives two at one place."""
    for match in _PHASE.finditer(text):
        if match["none"]:
            yield match.start(), match.end(), "NA"
            continue
        numbers = (match["first"] or match["bare"], match["second"] or match["bare_second"])
        for number in filter(None, numbers):
            digit = _digit(number)
            early = bool(match["early"]) or digit == "0"
            yield match.start(), match.end(), f"{'EARLY_' if early else ''}PHASE{'1' if digit == '0' else digit}"


def _digit(number: str) -> str:
    word = re.split(r"[\s/,-]", number.strip().lower())[0]
    return _DIGIT.get(word) or _DIGIT.get(word.rstrip("ab"), word[:1])
