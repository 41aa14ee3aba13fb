"""Outcomes: entries of outcome lists with type and time frame, and endpoints named in free text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from trialsift.mention import Mention
from trialsift.page import Page, Passage
from trialsift.rules.outcome_entries import read_entries
from trialsift.rules.outcome_text import find_announced, find_in_text
from trialsift.values.time_frame import parse_time_frame

LABEL = "OUTCOME"

_TYPE_OF_SECTION = {
    "outcomes.primary": "primary",
    "outcomes.secondary": "secondary",
    "outcomes.other": "other",
}

_WRITTEN_OUT = re.compile(
    r"\b(?:end-?\s?points?|outcomes?(?: measures?| variables?)?)(?: of (?:this|the) (?:study|trial))? "
    r"(?:is|are|was|were|will be|include[sd]?|being)\b",
    re.IGNORECASE,
)


def find(page: Page) -> list[Mention]:
    """Return the outcomes of a page: list entries first, then endpoints in titles and free text."""
    mentions = list(_listed(page))
    for passage in page.passages:
        if passage.section in ("title", "summary", "description", "other") and passage.field in (
            None,
            "title",
            "official_title",
        ):
            mentions.extend(find_in_text(page.text_of(passage), passage))
    return mentions


def _listed(page: Page) -> Iterator[Mention]:
    frames = _time_frames(page)
    for number, passage in enumerate(page.passages):
        if not _is_entry(passage):
            continue
        text = page.text_of(passage)
        if _WRITTEN_OUT.search(text):
            yield from _sentences(text, passage)
            continue
        for entry in read_entries(text):
            attrs = {"type": entry.type} if entry.type else _type_attrs(passage)
            frame = entry.time_frame or frames.get(number)
            if frame:
                attrs["time_frame"] = frame
            value = parse_time_frame(frame) if frame else None
            start, end = passage.start + entry.start, passage.start + entry.end
            yield Mention(start, end, LABEL, "rule:outcome.list", 0.95, attrs, value)


def _sentences(text: str, passage: Passage) -> Iterator[Mention]:
    """Yield the endpoints of a list entry that is written out: "The primary endpoint is time to relapse."."""
    for mention in find_announced(text, passage):
        yield replace(mention, by="rule:outcome.list", score=0.92, attrs=_type_attrs(passage) | mention.attrs)


def _is_entry(passage: Passage) -> bool:
    return passage.section.startswith("outcomes.") and passage.field in ("outcome", "outcome.measure")


def _time_frames(page: Page) -> dict[int, str]:
    """Return the time frames that stand in passages of their own, by the number of the outcome's passage.

    One belongs to the outcome of its group; one without such (the EU register prints a time point below its list)
    to all outcomes of its section before it.
    """
    found: dict[int, str] = {}
    of_group: dict[int, int] = {}
    waiting: list[int] = []
    for number, passage in enumerate(page.passages):
        if _is_entry(passage):
            if waiting and page.passages[waiting[-1]].section != passage.section:
                waiting.clear()
            waiting.append(number)
            if passage.group is not None:
                of_group[passage.group] = number
        elif passage.field == "outcome.time_frame":
            owner = of_group.get(passage.group) if passage.group is not None else None
            for outcome in waiting if owner is None else [owner]:
                found.setdefault(outcome, page.text_of(passage))
            waiting.clear()
    return found


def _type_attrs(passage: Passage) -> dict[str, Any]:
    # A list without a heading (classic ClinicalTrials.gov dumps) does not say which type it is.
    if not passage.heading and passage.section == "outcomes.other":
        return {}
    return {"type": _TYPE_OF_SECTION[passage.section]}
