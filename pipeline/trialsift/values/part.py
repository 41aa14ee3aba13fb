"""Part: a piece of a regimen (an amount, a frequency, a duration, …) at its place in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal[
    "amount",  # value: Amount
    "frequency",  # {"times", "period", "unit"}; only {"times"} for a count: "3 doses"
    "duration",  # {"value", "unit"}
    "infusion",  # {"value", "unit"}: how long one administration takes
    "cycle",  # {"value", "unit"}: length of a cycle
    "days",  # Days
    "route",  # name
    "form",  # name, or None for a way of giving ("infusion")
    "level",  # "low", "medium", "high", or None ("maximum tolerated dose")
    "repeat",  # how many times the regimen is given: 2 for "x 2"
    "pattern",  # {"on": {"value", "unit"}, "off": …}: "3 weeks on, 1 week off"
    "note",  # name of a fact without a value: "as_needed", "with_meals"
]
Value = float | tuple[float, float]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a regimen, `[start, end)` of its text.

    adverb: of a route, whether it says how a thing is given ("orally") and not what kind it is ("oral").
    """

    start: int
    end: int
    kind: Kind
    value: Any
    adverb: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or range with a UCUM unit; per: UCUM code of what it is given for ("kg", "m2", "d", "kg.d")."""

    value: Value | None
    unit: str
    per: str | None
    kind: str
    every: tuple[float, str] | None = None  # of "10 mg/kg/8 h": (8, "h")
    combined: bool = False  # "20/120 mg": two drugs in one product


@dataclass(frozen=True, slots=True)
class Days:
    """Days on which a thing is given, of a cycle where that is said; span: written as "Day 1 to Day 21"."""

    days: tuple[int, ...]
    times: int
    cycle: tuple[float, str] | None
    span: bool
    repeated: bool  # "of each cycle", "only"
    unit: str = "d"  # "wk" of "weeks 2 and 4"


def plain(value: float) -> float | int:
    """Return a whole number without its fraction."""
    return int(value) if float(value).is_integer() else value
