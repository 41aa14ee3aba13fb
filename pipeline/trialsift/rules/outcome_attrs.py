"""Type and time frame of an endpoint whose place is known, from the words around it."""

from __future__ import annotations

import re
from typing import Any

from trialsift.page import Passage
from trialsift.rules.endpoint_list import time_after
from trialsift.rules.outcome_type import sentence_before, type_after, type_in_text

_TYPE_OF_SECTION = {"outcomes.primary": "primary", "outcomes.secondary": "secondary", "outcomes.other": "other"}
# a scale in brackets and a comma may stand before the time: "sleep (PSQI), at week 4"
_TO_TIME = re.compile(r"(?:\s\([^()]{1,40}\))?,?")


def type_of_section(passage: Passage) -> str | None:
    """Return the type that the section of outcomes says; a list without a heading (classic dumps) says none."""
    if not passage.heading and passage.section == "outcomes.other":
        return None
    return _TYPE_OF_SECTION.get(passage.section)


def read_attrs(text: str, start: int, end: int, passage: Passage) -> dict[str, Any]:
    """Return what is said of the endpoint at `[start, end)` of a passage's text: "type", "time_frame", or neither."""
    kind = type_after(text, end)
    if kind is None and passage.section.startswith("outcomes."):
        kind = type_of_section(passage)
    elif kind is None:
        kind = type_in_text(text, start, sentence_before(text, start), passage.heading, None)
    gap = _TO_TIME.match(text, end)
    frame = time_after(text, gap.end() if gap else end)
    return ({"type": kind} if kind else {}) | ({"time_frame": frame} if frame else {})
