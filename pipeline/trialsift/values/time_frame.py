"""Time frames of outcomes: when a measure is taken."""

from __future__ import annotations

import re
from dataclasses import dataclass

_POINT = re.compile(r"(?P<value>\d+(?:\.\d+)?)[\s-]*(?P<unit>year|month|week|day|hour|minute)s?\b", re.I)
_UNITS = {"year": "a", "month": "mo", "week": "wk", "day": "d", "hour": "h", "minute": "min"}


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """A time frame; value and unit are its last point, in UCUM."""

    text: str
    value: float | None
    unit: str | None
    anchor: str | None


def parse_time_frame(text: str) -> TimeFrame | None:
    """Parse a time frame. Returns None where it holds no time."""
    found = list(_POINT.finditer(text))
    if not found:
        return None
    last = found[-1]
    return TimeFrame(text, float(last["value"]), _UNITS[last["unit"].lower()], None)
