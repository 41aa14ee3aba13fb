"""What the thresholds of a sentence give each other: units, and bounds as alternatives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trialsift.values.threshold import Threshold


def with_units(found: Sequence[Threshold]) -> list[Threshold]:
    """Give a bound without a unit the unit of the one beside it on the same thing: "calcium < 8 or > 11 mg/dL".

    So do pressures: "systolic > 150 or diastolic > 100 mmHg".
    """
    given = list(found)
    for index in range(1, len(given)):
        before, this = given[index - 1], given[index]
        if this.rule != "inherited" and not _both_pressures(before, this):
            continue
        if _bare(before) and this.unit:
            given[index - 1] = replace(before, bound=replace(before.bound, unit=this.unit))
        elif _bare(this) and before.unit:
            given[index] = replace(this, bound=replace(this.bound, unit=before.unit))
    return given


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
            result[head] = replace(first, alternatives=(*first.alternatives, threshold.bound))
    return result
