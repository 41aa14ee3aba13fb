"""Doses and regimens: amount, frequency, duration, route and form in running text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from trialsift.values.unit import parse_unit

_DOSE = re.compile(
    r"(?<![\w.])(?P<amount>\d+(?:[.,]\d+)*)\s?(?P<unit>(?:mg|g|µg|μg|mcg|IU|mL|Gy)(?:/(?:kg|m2|day|d))*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dose:
    """A dose, `[start, end)` of its text; units are UCUM; None for what is not said."""

    start: int
    end: int
    amount: float | tuple[float, float] | None = None
    unit: str | None = None
    per: str | None = None
    frequency: dict[str, Any] | None = None
    duration: dict[str, Any] | None = None
    route: str | None = None
    form: str | None = None
    level: str | None = None
    schedule: dict[str, Any] | None = None

    def attrs(self) -> dict[str, Any]:
        """Return what is said, in the form of the annotation guidelines."""
        names = ("amount", "unit", "per", "frequency", "duration", "route", "form", "level")
        return {name: value for name in names if (value := getattr(self, name)) is not None}


def find_doses(text: str) -> list[Dose]:
    """Find the doses of a text, left to right, without overlap."""
    found = []
    for match in _DOSE.finditer(text):
        unit, _, per = (parse_unit(match["unit"]) or "").partition("/")
        found.append(Dose(match.start(), match.end(), float(match["amount"].replace(",", "")), unit, per or None))
    return found


def parse_dose(text: str) -> Dose | None:
    """Parse the first dose of a text. Returns None where there is none."""
    return next(iter(find_doses(text)), None)
