"""Numbers and ranges in front of a unit, with the comparison before them: "up to 12", "10-20", "two to three"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

from trialsift.values.number import number_pattern, read_number
from trialsift.values.part import Value

NUMBER = number_pattern()
_TO = r"(?:[ ]?[-–—−~‐‑][ ]?|[ ](?:to|through|thru)[ ]|[ ]?(?:\.\.|÷)[ ]?)"
_RANGE = re.compile(rf"(?P<low>{NUMBER})(?:{_TO}(?P<high>{NUMBER}))?", re.IGNORECASE)
_COMPARED = re.compile(
    r"(?:[<>]/?[ ]?\\?=?|[≥≤≧≦⩾⩽~]|=[<>]|"
    r"\b(?:up ?to(?: and including)?(?: a (?:maximum|total) of)?|at least|at most|(?:no |not )?(?:more|less|greater|"
    r"longer|fewer) than"
    r"(?: or equal to)?|(?:a )?(?:minimum|maximum)(?: of)?|over|exceeding|under|below|above|max\.?|min\.?))\s?$",
    re.IGNORECASE,
)
_RAISED = re.compile(
    r"\b(?:titrat\w*|go|goes|going|increas\w*|escalat\w*|rais\w*|build\w*)\s(?:\w+\s)?$", re.IGNORECASE
)
_MOST_POWER = 20
_LOOK_BACK = 40


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or range at `[start, end)`; `from_start` counts the comparison before it too."""

    start: int
    end: int
    value: Value


def quantity_at(text: str, start: int) -> Quantity | None:
    """Read the number or range that starts at `start`, None where none does."""
    match = _RANGE.match(text, start)
    if match is None:
        return None
    low = _value(match["low"])
    if match["high"] is not None:
        low = _shared_power(low, match["high"])
    if not isfinite(low):  # hundreds of digits
        return None
    if match["high"] is None:
        return Quantity(start, match.end(), low)
    high = _value(match["high"])
    if high <= low or not isfinite(high):  # "10-5" is no range
        return Quantity(start, match.end("low"), low)
    return Quantity(start, match.end(), (low, high))


_OR = re.compile(rf"\s(?:or|and/or)\s(?P<high>{NUMBER})", re.IGNORECASE)


def or_more(text: str, quantity: Quantity) -> Quantity | None:
    """Return "once or twice", "2 or 3" as a range, for a quantity that is its first number; None for another text."""
    match = _OR.match(text, quantity.end)
    high = _value(match["high"]) if match else 0.0
    if match is None or isinstance(quantity.value, tuple) or high <= quantity.value:
        return None
    return Quantity(quantity.start, match.end(), (quantity.value, high))


def _shared_power(low: float, high: str) -> float:
    """Return the lower number of "1-5 × 10^8" with the power that stands at the higher."""
    number = read_number(high, 0, len(high))
    return low * 10.0**number.exponent if 0 < number.exponent < _MOST_POWER and low < number.mantissa else low


@lru_cache(maxsize=4096)
def _value(text: str) -> float:
    return read_number(text, 0, len(text)).value


def compared_from(text: str, start: int) -> int:
    """Return where the comparison before a number at `start` begins, or `start`: "at least 6", "> 6"."""
    match = _COMPARED.search(text, max(0, start - _LOOK_BACK), start)
    if match and _RAISED.search(text, max(0, match.start() - _LOOK_BACK), match.start()):
        return start  # "titrated up to 20 mg"
    return match.start() + (2 if match and match[0].lower().startswith("a ") else 0) if match else start
