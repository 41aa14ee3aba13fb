"""Facts with their places in the source, and how they enter a trial: the first that is stated counts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from trialsift.page import Page, Passage
from trialsift.record import AgeFact, Fact, Trial
from trialsift.values.age import Ages

NOTHING = re.compile(
    r"not (?:provided|applicable|stated|available|yet known)|n/?a|none|nil(?: known)?|empty|no entry|unknown|[-–.]*",
    re.IGNORECASE,
)


def fact_at(page: Page, passage: Passage, value: str, start: int = 0, end: int | None = None) -> Fact:
    """Return a fact whose place is a part of a passage, by default all of it."""
    return Fact(value, *place_of(page, passage, start, end))


def place_of(page: Page, passage: Passage, start: int = 0, end: int | None = None) -> tuple[int, int]:
    """Return the half-open place in the source of a part of a passage."""
    stop = passage.end if end is None else passage.start + end
    return page.offsets.to_source(passage.start + start, stop)


def add_facts(facts: list[Fact], page: Page, passage: Passage, found: Iterable[tuple[int, int, str]]) -> None:
    """Add (start, end, value) of a passage to a list of facts, each value once."""
    known = {fact.value.lower() for fact in facts}
    for start, end, value in found:
        if value.lower() not in known and (value == "NA" or not NOTHING.fullmatch(value)):
            facts.append(fact_at(page, passage, value, start, end))
            known.add(value.lower())


def set_ages(trial: Trial, ages: Ages, place: tuple[int, int], names: Iterable[str] = ("min_age", "max_age")) -> None:
    """Set the age limits of a trial that are still open."""
    for name in names:
        limit = getattr(ages, name)
        if limit is not None and getattr(trial, name) is None:
            setattr(trial, name, AgeFact(limit.value, limit.unit, *place))
