"""Age limits: "18 Years to 75 Years" → both bounds with UCUM units."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNITS = {"y": "a", "m": "mo", "w": "wk", "d": "d", "h": "h"}
_AGE = re.compile(
    r"(?<![\d.])(?P<value>\d{1,3}(?:\.\d)?)\s*-?\s*(?P<unit>y(?:ears?|rs?|\.?o\b)?|months?|mos?|weeks?|wks?|days?|hours?)?\b",
    re.I,
)
_UPPER = re.compile(r"maximum|\bmax\b|up to|under|below|younger|less than|and younger|or younger|until|<|≤", re.I)
_LOWER = re.compile(r"minimum|\bmin\b|over|above|older|at least|more than|and up|from|>|≥|\+", re.I)


@dataclass(frozen=True, slots=True)
class Age:
    """An age; unit is UCUM: a (years), mo, wk, d, h."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Ages:
    """Age limits of a trial; None where the page sets no limit."""

    min_age: Age | None
    max_age: Age | None


def parse_age(text: str) -> Ages | None:
    """Parse age limits. Returns None where the text holds none."""
    found = [(float(m["value"]), m["unit"]) for m in _AGE.finditer(text)]
    if not found:
        return None
    unit = next((u for _, u in reversed(found) if u), "years")
    ages = [Age(value, _UNITS[(u or unit)[0].lower()]) for value, u in found]
    if len(ages) > 1:
        return Ages(ages[0], ages[1])
    if _UPPER.search(text) and not _LOWER.search(text):
        return Ages(None, ages[0])
    return Ages(ages[0], None)
