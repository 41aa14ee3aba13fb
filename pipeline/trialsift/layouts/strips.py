"""Facts that stand side by side in one line without labels: "NCT09990001 | Phase II | Recruiting"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialsift.registry_terms import registry_term

LONGEST_STRIP = 120  # code points
_DIVIDER = re.compile(r"\s+[·•–—]\s+|\s*\|\s*")
_NUMBER = re.compile(
    r"(?:NCT ?\d{8}|ISRCTN ?\d{8}|\d{4}-\d{6}-\d{2}(?:-\d{2})?|DRKS\d{8}|ACTRN\d{14}p?)", re.IGNORECASE
)
_PHASE = re.compile(
    r"(?:early )?phase ?(?:[0-4]|I{1,3}|IV)[ab]?(?: ?[/–-] ?(?:phase )?(?:[1-4]|I{1,3}|IV)[ab]?)?", re.IGNORECASE
)


def fact_strip(text: str) -> list[tuple[str, int, int]]:
    """Return (field, start, end) of the parts of a line divided by bars or dots; none where one is no fact."""
    if len(text) > LONGEST_STRIP or not _DIVIDER.search(text):
        return []
    found = [(fact_of(text[start:end].strip()), start, end) for start, end in _parts(text)]
    return [(field, start, end) for field, start, end in found if field] if all(field for field, _, _ in found) else []


def _parts(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in _DIVIDER.finditer(text):
        yield at, match.start()
        at = match.end()
    yield at, len(text)


def fact_of(part: str) -> str | None:
    """Return the field of a text that says by its form which fact it is: a number, a phase, a status."""
    if _NUMBER.fullmatch(part):
        return "ids"
    if _PHASE.fullmatch(part):
        return "phases"
    return "status" if registry_term("status", part) else None
