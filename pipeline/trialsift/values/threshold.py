"""Thresholds as formulas: "AST and ALT ≤ 2.5 x ULN" → analytes, comparator, value, unit; what a person must meet.

Read in this order: `Threshold` and `eligible` here, then threshold_tokens.py, then threshold_grammar.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trialsift.values.analyte import Analyte

Value = float | tuple[float, float] | str | None

LOST_SIGN = "no comparator stands before the number, or its sign was lost; the bound was not guessed"

UNSAID_RANGE = "two values are joined by 'and' without 'between'; they were taken for a range"
FROM_REFERENCE = "the bound is a distance from a limit whose value is not given"


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound on what is measured. comparator: "<", "<=", ">", ">=", "=", "range", "±"; None where the sign was lost.

    value: a number, (low, high) for a range, a text for a category. unit: UCUM, "[ULN]", "[LLN]", "{normal}" or
    "[baseline]" for multiples of these. inclusive: of a range, whether its ends belong to it. condition: whom it is
    for.
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
    change: "increase", "decrease", "change", "improvement" or "worsening" where that is bounded.
    """

    start: int
    end: int
    analytes: tuple[str, ...]
    bound: Bound
    alternatives: tuple[Bound, ...] = ()
    rule: str = "measured"
    warning: str | None = None
    negated: bool = False
    change: str | None = None

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


_LONGEST_REMEMBERED = 4000  # characters


def find_thresholds(text: str) -> list[Threshold]:
    """Return the thresholds of a text in their order, without overlap. Takes linear time."""
    from trialsift.values.threshold_grammar import Reader

    return Reader(text).read()


def thresholds_of(passage: str) -> tuple[Threshold, ...]:
    """Return what `find_thresholds` does, remembered: the rules for thresholds and for doses read the same passages."""
    return remembered(passage) if len(passage) <= _LONGEST_REMEMBERED else tuple(find_thresholds(passage))


@lru_cache(maxsize=512)
def remembered(passage: str) -> tuple[Threshold, ...]:
    """Return the thresholds of a passage that is short enough to be kept."""
    return tuple(find_thresholds(passage))


def parse_threshold(text: str) -> Threshold | None:
    """Return the first threshold of a text, or None."""
    return next(iter(find_thresholds(text)), None)


def canonical(threshold: Threshold) -> Threshold | None:
    """Return a threshold in the canonical unit of what it measures; None where chemistry or metrology cannot tell it.

    That is: without a number or a unit of its own (a multiple of the ULN has none), or for several things whose
    values are not converted alike. A change has none either: a rise of 1 °C is no 33.8 °F.
    """
    from trialsift.values.analyte import analyte_named

    named = [analyte_named(name) for name in threshold.analytes]
    bounds = [_converted(threshold.bound, analyte) for analyte in named]
    if threshold.change or not bounds or bounds[0] is None or any(bound != bounds[0] for bound in bounds):
        return None
    alternatives = tuple(_converted(bound, named[0]) or bound for bound in threshold.alternatives)
    return replace(threshold, bound=bounds[0], alternatives=alternatives)


def _converted(bound: Bound, analyte: Analyte | None) -> Bound | None:
    from trialsift.values.analyte import convert_value

    if analyte is None or not bound.unit or not isinstance(bound.value, float | tuple):
        return None
    values = bound.value if isinstance(bound.value, tuple) else (bound.value,)
    found = [convert_value(value, bound.unit, analyte) for value in values]
    if any(each is None for each in found):
        return None
    numbers = tuple(float(f"{each[0]:.{_DIGITS}g}") for each in found if each)
    value = numbers if isinstance(bound.value, tuple) else numbers[0]
    return replace(bound, value=value, unit=analyte.canonical_unit)  # type: ignore[arg-type]


_DIGITS = 6  # significant ones of a converted value; molar masses are known to as many
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def eligible(threshold: Threshold, polarity: str | None) -> dict[str, Any] | None:
    """Return the bounds that a person must meet: as written in inclusion criteria, turned round in exclusion criteria.

    A denied threshold ("no creatinine > 2 mg/dL") is turned round once more. polarity: "inclusion", "exclusion" or
    None. None comes back where the page does not say which side it is, where the comparator was lost, and where
    what is asked for is not one interval: outside of a range.
    """
    bound = threshold.bound
    if polarity is None or bound.comparator is None:
        return None
    excluded = (polarity == "exclusion") != threshold.negated
    if isinstance(bound.value, str):
        category = bound.value if bound.comparator in ("=", "range") else f"{bound.comparator} {bound.value}"
        return _bounds(category=f"not {category}" if excluded else category, unit=bound.unit)
    if isinstance(bound.value, tuple):
        low_in, high_in = bound.inclusive or (True, True)
        low, high = bound.value
        return None if excluded else _bounds(low, low_in, high, high_in, unit=bound.unit)
    if bound.value is None:
        return None
    if threshold.rule == "outside":
        high = threshold.alternatives[0].value
        return _bounds(bound.value, True, high, True, unit=bound.unit) if excluded else None  # type: ignore[arg-type]
    return _one_sided(bound.comparator, bound.value, bound.unit, excluded=excluded)


def _one_sided(comparator: str, value: float, unit: str | None, *, excluded: bool) -> dict[str, Any]:
    if comparator == "=":
        return (
            _bounds(category=f"not {_plain(value)}", unit=unit)
            if excluded
            else _bounds(value, True, value, True, unit=unit)
        )
    comparator = _OPPOSITE[comparator] if excluded else comparator
    if comparator[0] == "<":
        return _bounds(high=value, high_inclusive=comparator == "<=", unit=unit)
    return _bounds(low=value, low_inclusive=comparator == ">=", unit=unit)


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
