"""What the thresholds of a sentence give each other: units, and bounds as alternatives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trialsift.values.analyte import analyte_named
from trialsift.values.threshold import Threshold
from trialsift.values.threshold_names import REFERENCES

_SIZE = 5.0


def with_units(found: Sequence[Threshold]) -> list[Threshold]:
    """Give a bound without a unit the unit of the one beside it on the same thing: "calcium < 8 or > 11 mg/dL".

    So do pressures: "systolic > 150 or diastolic > 100 mmHg".
    """
    given = _with_elided(found)
    for index in range(1, len(given)):
        before, this = given[index - 1], given[index]
        if this.rule != "inherited" and not _both_pressures(before, this):
            continue
        if _bare(before) and this.unit:
            given[index - 1] = replace(before, bound=replace(before.bound, unit=this.unit))
        elif _bare(this) and before.unit:
            given[index] = replace(this, bound=replace(this.bound, unit=before.unit))
    return given


def _with_elided(found: Sequence[Threshold]) -> list[Threshold]:
    """Give a bound without a unit the one of a bound before it on the same thing: "eGFR 30 to 90 mL/min … eGFR > 20".

    Values that are not of one size may be in different units: "glucose > 7 mmol/L … glucose > 126".
    """
    given: list[Threshold] = []
    last: dict[tuple[str, ...], Threshold] = {}
    for this in found:
        thing = tuple(map(_thing, this.analytes))
        before = last.get(thing)
        if before is not None and _bare(this) and before.change == this.change and _of_one_size(before, this):
            this = replace(this, bound=replace(this.bound, unit=before.unit))
        if this.unit and this.unit not in REFERENCES and not isinstance(this.value, str):
            last[thing] = this
        given.append(this)
    return given


def _thing(name: str) -> str:
    """Return what a name measures without the words before it: "2-hour glucose" and "fasting glucose" are glucose."""
    last = name.rpartition(" ")[2]
    return last if analyte_named(last) else name


def _of_one_size(one: Threshold, other: Threshold) -> bool:
    first, second = (max(t.value) if isinstance(t.value, tuple) else t.value for t in (one, other))
    return 1 / _SIZE <= (first or 1.0) / (second or 1.0) <= _SIZE  # type: ignore[operator]


def _both_pressures(before: Threshold, this: Threshold) -> bool:
    pressures = all("pressure" in threshold.analytes[0] for threshold in (before, this))
    return pressures and "mm[Hg]" in (before.unit, this.unit)


def _bare(threshold: Threshold) -> bool:
    return threshold.unit is None and isinstance(threshold.value, float | tuple)


def with_alternatives(found: Sequence[Threshold]) -> list[Threshold]:
    """Give a threshold the bounds that others inherit from it, each with its condition."""
    result = list(found)
    head = 0
    for index, threshold in enumerate(found):
        if threshold.rule != "inherited":
            head = index
        else:
            first = result[head]
            if threshold.change != first.change:
                continue  # "or rises by 0.5 mg/dL" is no other bound on the level
            result[head] = replace(first, alternatives=(*first.alternatives, threshold.bound))
    return result
