"""Thresholds as formulas: "AST and ALT ≤ 2.5 x ULN" → analytes, comparator, value, unit; what a person must meet.

Read in this order: `Threshold` and `eligible` here, then threshold_tokens.py, then threshold_grammar.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Value = float | tuple[float, float] | str | None

LOST_SIGN = "no comparator stands before the number, or its sign was lost; the bound was not guessed"


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound on what is measured. comparator: "<", "<=", ">", ">=", "=", "range", "±"; None where the sign was lost.

    value: a number, (low, high) for a range, a text for a category. unit: UCUM, "[ULN]", "[LLN]", "{normal}" or
    "[baseline]" for multiples of these. inclusive: of a range, whether its ends belong to it. condition: whom it is for.
    """

    comparator: str | None
    value: Value
    unit: str | None = None
    inclusive: tuple[bool, bool] | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold at `[start, end)` of its text. analytes: canonical names of what is measured.

    alternatives: further bounds on the same thing: in another unit, or for other people. rule: which form it was
    read from. warning: what was damaged in the text, None where nothing was. negated: the words before deny it.
    """

    start: int
    end: int
    analytes: tuple[str, ...]
    bound: Bound
    alternatives: tuple[Bound, ...] = ()
    rule: str = "measured"
    warning: str | None = None
    negated: bool = False

    @property
    def comparator(self) -> str | None:
        """Comparator of the bound."""
        return self.bound.comparator

    @property
    def value(self) -> Value:
        """Value of the bound."""
        return self.bound.value

    @property
    def unit(self) -> str | None:
        """Unit of the bound."""
        return self.bound.unit

    @property
    def inclusive(self) -> tuple[bool, bool] | None:
        """Whether the ends of a range belong to it."""
        return self.bound.inclusive

    @property
    def condition(self) -> str | None:
        """Whom the bound is for."""
        return self.bound.condition

    def attrs(self) -> dict[str, Any]:
        """Return the attributes in the form of the annotation guidelines; only what is expressed."""
        attrs: dict[str, Any] = {"analyte": list(self.analytes)}
        if self.bound.comparator:
            attrs["comparator"] = self.bound.comparator
        if self.bound.value is not None:
            attrs["value"] = _plain(self.bound.value)
        if self.bound.unit:
            attrs["unit"] = self.bound.unit
        if self.bound.inclusive:
            attrs["inclusive"] = list(self.bound.inclusive)
        return attrs


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def find_thresholds(text: str) -> list[Threshold]:
    """Return the thresholds of a text in their order, without overlap. Takes linear time."""
    from trialsift.values.threshold_grammar import Reader

    return Reader(text).read()


def parse_threshold(text: str) -> Threshold | None:
    """Return the first threshold of a text, or None."""
    return next(iter(find_thresholds(text)), None)


_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def eligible(threshold: Threshold, polarity: str | None) -> dict[str, Any] | None:
    """Return the bounds that a person must meet: as written in inclusion criteria, turned round in exclusion criteria.

    polarity: "inclusion", "exclusion" or None. None comes back where the page does not say which side it is, where
    the comparator was lost, and for an excluded range, since what lies outside of it is not one interval.
    """
    bound = threshold.bound
    if polarity is None or bound.comparator is None:
        return None
    excluded = (polarity == "exclusion") != threshold.negated
    if isinstance(bound.value, str):
        category = bound.value if bound.comparator == "=" else f"{bound.comparator} {bound.value}"
        return _bounds(category=f"not {category}" if excluded else category, unit=bound.unit)
    if isinstance(bound.value, tuple):
        low_in, high_in = bound.inclusive or (True, True)
        low, high = bound.value
        return None if excluded else _bounds(low, low_in, high, high_in, unit=bound.unit)
    if bound.value is None:
        return None
    comparator = _OPPOSITE.get(bound.comparator or "", bound.comparator) if excluded else bound.comparator
    if comparator in ("<", "<="):
        return _bounds(high=bound.value, high_inclusive=comparator == "<=", unit=bound.unit)
    if comparator in (">", ">="):
        return _bounds(low=bound.value, low_inclusive=comparator == ">=", unit=bound.unit)
    if excluded:
        return _bounds(category=f"not {_plain(bound.value)}", unit=bound.unit)
    return _bounds(bound.value, True, bound.value, True, unit=bound.unit)


def _bounds(
    low: float | None = None,
    low_inclusive: bool | None = None,
    high: float | None = None,
    high_inclusive: bool | None = None,
    *,
    category: str | None = None,
    unit: str | None = None,
) -> dict[str, Any]:
    return {
        "low": low,
        "low_inclusive": low_inclusive,
        "high": high,
        "high_inclusive": high_inclusive,
        "category": category,
        "unit": unit,
    }
