"""Outcomes: entries of outcome lists with type and time frame, and endpoints named in free text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from trialsift.mention import Mention
from trialsift.page import Page, Passage
from trialsift.rules.endpoint_list import Endpoint, read_list
from trialsift.rules.outcome_attrs import type_of_section
from trialsift.rules.outcome_entries import Entry, is_time, read_entries
from trialsift.rules.outcome_prose import is_written_out, read_prose
from trialsift.rules.outcome_text import closes_list, find_in_text, opens_list
from trialsift.rules.outcome_type import heads_aims, side_of_line, side_of_questions, type_in_text
from trialsift.values.time_frame import parse_time_frame

LABEL = "OUTCOME"

_FREE_TEXT = ("title", "summary", "description", "arms", "interventions", "other")
# A line among outcomes that says which come below it, or when they are measured
_SIDE = re.compile(
    r"(?P<primary>first and foremost|primarily|mainly|main|above all)|(?:also|also measured|besides|in addition|"
    r"others?|further|"
    r"as well|secondly|then)(?: (?:measured|results?|outcomes?|measures?))?",
    re.IGNORECASE,
)
_NOTE_OF_TIME = re.compile(
    r"\((?:all )?(?:at )?(?P<time>[^()]{2,40}?)(?: unless (?:stated|noted|given).{0,20}| for all)?\)\W*", re.IGNORECASE
)
# An address, a tag, a phone number, or words to the reader
_NO_OUTCOME = re.compile(
    r"\S@\S|https?:|www\.|(?:^|\s)#\w|\b\d{3,4}[ -]\d{3}[ -]?\d{3,4}\b|\?\W*$|^\W*\d{1,2}\W*$|"
    r"^(?:(?:you|we|they|please|caution)\b|(?:read|see|learn) (?:more|next|also)|(?:log|sign) (?:in|up)|call us|"
    r"click|(?:text|phone) \S+ to|what you(?:\b| get)).{3,}",
    re.IGNORECASE,
)


# What a page asks under its outcomes and is no question that the study asks opens a part of its own: "Is it safe?"
_ASIDE = re.compile(
    r"\W*(?:can|could|may|might|must|should|do (?:I|we|you) (?:have|need|get)|will|whom?|where|why|when|is|are|what)\b"
    r"(?=.*\b(?:I|me|my|we|you|your|it|take part|join|next|happens?)\b)[^?]{3,70}\?",
    re.IGNORECASE,
)
_CLAIMS = re.compile(
    r"\b(?:is|are|was|were|will|can|may|has|have|runs?|ranges?|means?|indicates?|counted)\b|[<>=≥≤]", re.IGNORECASE
)
_LONG_DESCRIPTION = 12  # words
# A reader's label names the measures of one line as a sentence does: "What we measure: pain, sleep and mood"
_LAY_LABEL = re.compile(r"\b(?:we|you|they|the (?:study|trial|team|doctors|researchers))\b", re.IGNORECASE)
_NEAR = 12  # characters of marks and tags between a label and its value

_STATED, _IN_PROSE = 0.95, 0.7  # scores: a title in a list, and what a sentence says
_OF_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|will|we|you|they|she|he|your|our|my|me|don['’]t|has|have|had|must|should|can|may)\b|"
    r"^(?:and|or|but|of|in|on|at|with|which|that)\b|\b(?:and|or|of|the|a|with|in|to|for|at)$|[.!?]\s+\w",
    re.IGNORECASE,
)

_LABEL_LEFT = re.compile(r"^\(s\)(?: of [\w ]{3,50})?\s?:\s?")  # of "Timepoint(s) of evaluation of this end point:"


def find(page: Page) -> list[Mention]:
    """Return the outcomes of a page: list entries first, then endpoints in titles and free text."""
    return [*_listed(page), *_in_text(page)]


def _in_text(page: Page) -> Iterator[Mention]:
    side: str | None = None  # type of what follows under one heading of aims, where a line says so
    asked: str | None = None  # type of the questions that follow
    listing = False  # whether a line has opened a list that goes on
    under = ""
    for passage in page.passages:
        if passage.section not in _FREE_TEXT or passage.field not in (None, "title", "official_title"):
            continue
        if passage.heading != under:
            side, listing, under = None, False, passage.heading
        text = page.text_of(passage)
        opened = side_of_line(text) if heads_aims(under) else None
        side = opened or side
        if opened is None:
            listing = listing and not closes_list(text)
            asked = side_of_questions(text) or (asked if listing or text.endswith("?") else None)
            yield from find_in_text(text, passage, asked or side, opened=listing)
            if opens_list(text):
                listing, asked = True, type_in_text(text, len(text), text.rsplit(". ", 1)[-1], "", side)


def _listed(page: Page) -> Iterator[Mention]:
    frames, rows = _time_frames(page), _types_of_rows(page)
    side: dict[str, str] = {}  # type of what follows in the passages under one heading, where a line of them says so
    note: dict[str, str] = {}  # time of all that follows
    under = ("", "")
    before, closed = "", False  # the passage before, and whether the page has gone on to something else
    for number, passage in enumerate(page.passages):
        if not _is_entry(passage):
            continue
        if under != (passage.section, passage.heading):
            side, note, under = {}, {}, (passage.section, passage.heading)
            before, closed = "", False
        text = page.text_of(passage)
        closed = closed or _ASIDE.fullmatch(text) is not None
        if closed or text.endswith(":") or _is_description(text, before):
            continue
        before = text
        if _SIDE.fullmatch(text.rstrip(" :.")):
            side = {"type": "primary" if _SIDE.fullmatch(text.rstrip(" :."))["primary"] else "secondary"}  # type: ignore[index]
            continue
        timed = _NOTE_OF_TIME.fullmatch(text)
        if timed and is_time(timed["time"]):
            note = {"time_frame": timed["time"]}
            continue
        attrs = _type_attrs(replace(passage, section=rows.get(passage.group or 0, passage.section))) | side
        if is_written_out(text):
            yield from _sentences(text, passage, attrs)
            continue
        if _NO_OUTCOME.search(text):
            continue
        for entry in _entries(page, passage, timed=number in frames):
            frame = entry.time_frame or frames.get(number) or note.get("time_frame")
            mention = _mention(passage, entry, attrs | ({"type": entry.type} if entry.type else {}), frame)
            yield mention if _is_stated(text, passage, entry) else replace(mention, score=_IN_PROSE)


def _entries(page: Page, passage: Passage, *, timed: bool) -> Iterator[Entry]:
    text = page.text_of(passage)
    if text.count(",") > 1 and not set(":;") & set(text) and _LAY_LABEL.search(_label_before(page, passage)):
        yield from (Entry(item.start, item.end, item.time_frame) for item in read_list(text, 0, listed=True))
    else:
        yield from read_entries(text, timed=timed)


def _label_before(page: Page, passage: Passage) -> str:
    """Return the label or heading directly before a passage, on its own line or the one above."""
    start, _ = page.offsets.to_source(passage.start, passage.end)
    first = bisect_left(page.regions, start - _NEAR, key=lambda region: region.end)
    stop = bisect_right(page.regions, start, lo=first, key=lambda region: region.end)
    near = page.regions[first:stop]
    return "".join(page.source.text[region.start : region.end] for region in near if region.kind == "heading")


def _is_description(text: str, before: str) -> bool:
    """Say whether a sentence below a measure's name says how it is taken: "A score from 0 to 9."."""
    named = bool(before) and before[-1] not in ".!?;" and len(before.split()) <= _LONG_DESCRIPTION
    sentence = text.endswith(".") and text[0].isupper() and not is_written_out(text)
    return named and sentence and (len(text.split()) >= _LONG_DESCRIPTION or _CLAIMS.search(text) is not None)


def _sentences(text: str, passage: Passage, attrs: dict[str, Any]) -> Iterator[Mention]:
    """Yield the endpoints of a passage that is written out: "The primary endpoint is time to relapse."."""
    for item, kind, said in read_prose(text):
        own = kind and (said or passage.section == "outcomes.other")
        attrs_of_item = attrs | ({"type": kind} if own else {})
        yield replace(_mention(passage, item, attrs_of_item, item.time_frame), by="rule:outcome.prose", score=_IN_PROSE)


def _mention(passage: Passage, item: Entry | Endpoint, attrs: dict[str, Any], frame: str | None) -> Mention:
    attrs = attrs | ({"time_frame": frame} if frame else {})
    value = parse_time_frame(frame) if frame else None
    start, end = passage.start + item.start, passage.start + item.end
    return Mention(start, end, LABEL, "rule:outcome.list", _STATED, attrs, value)


def _is_stated(text: str, passage: Passage, entry: Entry) -> bool:
    """Say whether an entry is a title in a list, and not a sentence or a piece of one among outcomes."""
    return passage.group is not None or _OF_SENTENCE.search(text, entry.start, entry.end) is None


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
                found.setdefault(outcome, _unbracketed(page.text_of(passage)))
            waiting.clear()
    return found


def _unbracketed(frame: str) -> str:
    """Leave out a bracket that closes what the label before it opened: "[Time Frame: 36 months]"."""
    frame = _LABEL_LEFT.sub("", frame, count=1)
    for opening, closing in ("[]", "()"):
        if frame.endswith(closing) and frame.count(closing) > frame.count(opening):
            return frame[:-1].rstrip()
    return frame


def _types_of_rows(page: Page) -> dict[int, str]:
    """Return the sections that the last cells of rows stand in, by the row's group: a type may follow its measure."""
    return {
        passage.group: passage.section
        for passage in page.passages
        if passage.group is not None and passage.section.startswith("outcomes.")
    }


def _type_attrs(passage: Passage) -> dict[str, Any]:
    kind = type_of_section(passage)
    return {"type": kind} if kind else {}
