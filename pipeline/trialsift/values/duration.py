"""Spans of time in regimens: "28 days", "12-week", "6 cycles", "3 hours"."""

from __future__ import annotations

import re
from functools import lru_cache

from trialsift.values.part import Value, plain

TIME_UNITS = {
    "second": "s", "sec": "s", "s": "s",
    "minute": "min", "min": "min", "hour": "h", "hr": "h", "h": "h", "day": "d", "d": "d",
    "night": "d", "week": "wk", "wk": "wk", "w": "wk", "month": "mo", "mo": "mo", "mth": "mo", "mon": "mo", "m": "mo",
    "year": "a", "yr": "a", "y": "a", "fortnight": "(2.wk)", "cycle": "{cycle}", "course": "{course}",
}  # fmt: skip
_CLOCK = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|wks?|months?|mths?|mos?|years?|yrs?)"
CLOCK = rf"(?:{_CLOCK}\b|[hdwy]\b)"  # units of time, no groups
CLOCK_LONG = rf"{_CLOCK}\b"
_FILLER = (
    r"(?:consecutive|additional|more|further|full|whole|continuous|straight|successive|calendar|total|initial|complete|"
    r"repeated|extra|daily|weekly|monthly|supervised|cumulative|treatment|chemotherapy|uninterrupted|subsequent|planned|maintenance|induction|\d{1,2}-(?:day|"
    r"week))"
)
# after a number: "28 days", "28-day", "12 consecutive weeks", "6 additional cycles"
_OR_MORE = r"(?:\s(?:or|and)\s(?:more|longer|less|over|greater)\b)?"
TIME = re.compile(
    rf"(?:(?<=half)[\s-]an?)?[\s\-‐‑–]{{0,3}}(?:{_FILLER}[\s-]){{0,2}}(?:\((?:s)\))?(?P<unit>{CLOCK}|cycles?\b|courses?\b|(?<=\s)s\b)(?:\(s\))?{_OR_MORE}",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def time_unit(word: str) -> str | None:
    """Return the UCUM code of a word for a unit of time ("wks" gives "wk"), None for any other word."""
    word = word.lower().rstrip(".")
    return TIME_UNITS.get(word) or TIME_UNITS.get(word.removesuffix("s"))


def length(value: Value, unit: str) -> dict[str, object]:
    """Return a duration in the form of the annotation guidelines."""
    return {"value": [plain(v) for v in value] if isinstance(value, tuple) else plain(value), "unit": unit}
