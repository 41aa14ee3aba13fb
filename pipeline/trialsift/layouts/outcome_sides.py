"""Lines among outcomes that say no more than the type of those below them: "Secondary", "Main result"."""

from __future__ import annotations

import re

_SIDE = re.compile(
    r"(?P<kind>primary|main|co-primary|secondary|further|other|additional|tertiary|exploratory)"
    r"(?: (?:outcomes?|endpoints?|measures?|results?)){0,2}",
    re.IGNORECASE,
)
_SECTIONS = {"primary": "outcomes.primary", "main": "outcomes.primary", "co-primary": "outcomes.primary"}
_TYPE = re.compile(
    rf"(?:outcome |measure )?(?:type|level|category|kind)\s*[:：]\s*(?:{_SIDE.pattern}) ?(?:indicators?|end ?points?)?",
    re.IGNORECASE,
)


def outcome_type(text: str) -> str:
    """Return the section that "Type: Primary indicator" gives to the outcome above it; "" for any other line."""
    match = _TYPE.fullmatch(text.strip())
    return outcome_side(match["kind"]) if match else ""


def outcome_side(text: str) -> str:
    """Return the section that a line opens among outcomes; "" where it does more than name their type."""
    match = _SIDE.fullmatch(text.rstrip(" :"))
    if not match:
        return ""
    kind = match["kind"].lower()
    return _SECTIONS.get(kind) or ("outcomes.secondary" if kind == "secondary" else "outcomes.other")
