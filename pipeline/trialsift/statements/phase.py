"""The trial's phase in a sentence: "SEALEGS is a phase 3 trial", "our phase II study"."""

from __future__ import annotations

import re

from trialsift.values.phase import find_phases

_PHASE = (
    r"(?P<phase>(?:early )?phase\s(?:[0-4]|I{1,3}|IV)[ab]?(?:\s?[/–-]\s?(?:phase )?(?:[1-4]|I{1,3}|IV)[ab]?)?)(?![\w/])"
)
_WORDS = r"(?:[\w-]+,?\s){0,5}?"
_TRIAL = rf"(?=\s{_WORDS}(?:study|trial)\b)"
_OWN = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b(?:(?:it|this)(?:['’]s|\s(?:is|was))|(?:is|was)(?=\san?\s))\s(?:an?\s)?{_WORDS}{_PHASE}",
        rf"(?<![\w-])(?-i:[A-Z][A-Z0-9-]{{3,24}}),?\s(?:\([^()]{{4,60}}\),?\s)?(?:is\s)?an?\s{_WORDS}{_PHASE}{_TRIAL}",
        rf"(?:^|(?<=[.!?:\n]\s)|(?<=\n))(?:an?|in (?:the|this)(?:\sforthcoming)?|this|the)\s{_WORDS}{_PHASE}{_TRIAL}",
        rf"\b(?:its|our|today starts (?-i:[A-Z-]+), a)\s{_WORDS}{_PHASE}{_TRIAL}",
        r"(?:^|(?<=[,(.:]\s)|(?<=\())(?P<phase>(?:early )?phase\s(?:[1-4]|I{1,3}|IV)[ab]?)(?=[,.;])",
    )
)
_ANOTHER = re.compile(
    r"\b(?:previous|earlier|prior|another|other|published|completed|first|if|approved|our other|what)\b", re.IGNORECASE
)
_NEXT = re.compile(r"[^.?;\n]{0,80}\?|[^.;\n]{0,60}\b(?:showed|lowered|raised|found|reduced)\b")


def find_stated_phase(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, value) of the phases that the first sentence about the trial's own phase states."""
    matches = sorted((match for form in _OWN for match in form.finditer(text)), key=re.Match.start)
    for match in matches:
        start, end = match.span("phase")
        before = text[max(0, match.start() - 40) : start].rpartition(". ")[2]
        if not _ANOTHER.search(before) and not _NEXT.match(text, end):
            return [(start + s, start + e, value) for s, e, value in find_phases(text[start:end])]
    return []
