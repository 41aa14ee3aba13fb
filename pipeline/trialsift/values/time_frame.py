"""Time frames of outcomes: "Baseline, Week 12 and Week 24", "up to 2 years", "28 days after last dose".

Read in this order: `_points` finds the times, in front of their unit ("3, 6 and 12 months") or behind it
("Weeks 2 and 12"); `_anchor_after` says what each is counted from; `parse_time_frame` takes the latest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from trialsift.values.duration import time_unit
from trialsift.values.part import plain
from trialsift.values.quantity import NUMBER, quantity_at


@dataclass(frozen=True, slots=True)
class Point:
    """A time; negative where it lies before its anchor. "Baseline" is 0 days."""

    value: float
    unit: str
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """A time frame. value and unit: its latest time, UCUM; None where only events are named.

    anchor: the event that the time is counted from or runs to, as written. points: all times in their order.
    kind: "at" for single times, "up_to" for a limit, "span" for a stretch ("from … to", "over").
    every: how often something is measured, value and unit.
    """

    text: str
    value: float | None
    unit: str | None
    anchor: str | None
    points: tuple[Point, ...] = ()
    kind: Literal["at", "up_to", "span"] = "at"
    every: tuple[float, str] | None = None


_DAYS = {
    "s": 1 / 86400, "min": 1 / 1440, "h": 1 / 24, "d": 1.0, "wk": 7.0, "(2.wk)": 14.0, "mo": 30.44, "a": 365.25,
    "{cycle}": 24.0, "{course}": 24.0,
}  # fmt: skip
_UNIT = (
    r"(?:years?|yrs?\.?|months?|mths?\.?|mos?\.?|weeks?|wks?\.?|days?|hours?|hrs?\.?|minutes?|mins?\.?|seconds?|"
    r"secs?\.?|"
    r"cycles?|courses?|fortnights?)"
)
_SHORT = r"(?:[hdwmyHDWMY](?![A-Za-z]))"
_AND = r"(?:\s?,\s?(?:and\s|or\s|&\s?)?|\s(?:and|or|to|through|&)\s|\s?[-–—/&;~]\s?|\sand/or\s)"
_NUM = rf"[-−]?(?:{NUMBER})(?:st|nd|rd|th)?\+?(?:\s?(?:±|\+/-)\s?\d{{1,3}})?"
_BEFORE_UNIT = re.compile(
    rf"(?P<list>{_NUM}(?:{_AND}(?:at\s)?{_NUM}){{0,30}})(?:[\s\-‐‑–]{{0,3}}(?:\(s\)|additional |consecutive |full |"
    rf"calendar |post\w* |more )?)"
    rf"(?:\(\w{{1,12}}\)\s?)?(?P<unit>{_UNIT}|{_SHORT})(?:\(s\))?(?![A-Za-z])",
    re.IGNORECASE,
)
_AFTER_UNIT = re.compile(
    rf"(?<![A-Za-z])(?P<unit>years?|months?|mo|weeks?|wks?|wk|days?|hours?|hrs?|cycles?|courses?|"
    rf"[DWMY])(?:\(s\))?[\s#.:]{{0,2}}(?P<list>(?:{_NUM}|\d{{1,3}}(?!\d))(?:{_AND}(?:and\s)?{_NUM}){{0,30}})"
    rf"(?!\d|\.\d|\s?(?:{_UNIT})\b)",
    re.IGNORECASE,
)
_FIRST_UNIT = re.compile(
    r"(?:years?|months?|mo|weeks?|wks?|wk|days?|hours?|hrs?|cycles?|courses?|[DWMY])", re.IGNORECASE
)
_START = re.compile(r"[^\W\d_]+|[-−]?\d|[½¼¾]")
_NUMBERS = re.compile(_NUM, re.IGNORECASE)
_BASELINE = re.compile(
    r"\b(?:baseline|base line|basline|pre-?dose|pre-?treatment|pre-?operat\w*|randomi[sz]ation|enrol+ment|inclusion)\b",
    re.IGNORECASE,
)
_EVERY = re.compile(r"\b(?:every|each|q)\s?$", re.IGNORECASE)
# how often, in a word: "daily", "each week"
_OFTEN = re.compile(
    r"\b(?:(?:every|each|once an?|once per)\s(?P<each>hour|day|week|month|year)\b|(?P<ly>hourly|daily|weekly|monthly|"
    r"quarterly|yearly|annually)\b)",
    re.IGNORECASE,
)
_OFTEN_UNITS = {
    "hourly": (1.0, "h"), "daily": (1.0, "d"), "weekly": (1.0, "wk"), "monthly": (1.0, "mo"), "quarterly": (3.0, "mo"),
    "yearly": (1.0, "a"), "annually": (1.0, "a"),
}  # fmt: skip
_FIRST = re.compile(
    r"\bfirst\s(?:(?:post[\s-]?(?:operative|partum|natal|treatment)|treatment|study)\s)?(?P<unit>hour|day|week|month|year)\b",
    re.IGNORECASE,
)
_NO_TIME_BEFORE = re.compile(
    r"(?:\b(?:cycles?|courses?)\s(?:is|are|=|lasts?|of|every)\s?|(?:±|\+/-|\+-)\s?|\b(?:aged?|ages of|visit|"
    r"window of|visit window)\s|"
    r"\beach\s(?:cycle|course)\s(?:is|=|of|lasts)\s?)$",
    re.IGNORECASE,
)
_CYCLE_OF_DAY = re.compile(
    r"(?:cycles?\s?|\bC)\d{1,2}(?=,?\s?\(?(?:on\s)?(?:days?\s|D)\d)", re.IGNORECASE
)  # "Cycle 1 Day 8"
_IN_CYCLE = re.compile(r"\bC\d{1,2}$")  # "C2D15"
_DAY_OF = re.compile(r"\d\s(?:of|in)\s$")  # "Day 21 of Cycle 1"
_NO_TIME_AFTER = re.compile(
    r"[\s-](?:of age|old|(?:treatment |therapy )?cycles?\b|courses?\b|window|wash-?out|run-in)", re.IGNORECASE
)
_UP_TO = re.compile(
    r"\b(?:up to|within|until|maximum|max\.?|no more than|at most|less than|by|first|through)\s(?:of\s|the\s|an?\s|"
    r"approximately\s|about\s|around\s|~\s?)*$|[<≤]\s?$",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?:over|during|throughout|from|between|average of|mean of|median of|duration|for|through)\b", re.IGNORECASE
)
_TO = re.compile(r"\s?(?:to|through|until|-|–)\s", re.IGNORECASE)
_ANCHOR_END = (
    r"(?=\s*(?:[,;:()\[\]]|\.(?:\s|$)|$|\s(?:and|or|to|until|up to|through|at|in|over|with|for|then|every|compared|"
    r"vs|versus|assessed|is|was|were|as|\d)\b))"
)
_AFTER = re.compile(
    r"\s*(?:\([^()]{0,30}\)\s*)?(?:\s(?:on treatment|follow-?up)\s)?(?:after|following|from|since|beyond|past|of|"
    r"post)[\s-]+"
    rf"(?:the\s|an?\s|their\s|date of\s|time of\s|day of\s|completion of\s|initiation of\s|start of\s|starting\s|"
    rf"completing\s)*(?P<anchor>[^\s,;:()\[\]][^,;:()\[\]]{{0,60}}?){_ANCHOR_END}",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"\s*(?:prior to|before|preceding)\s+(?:the\s|an?\s)*(?P<anchor>[^,;:()\[\]]{{1,60}}?){_ANCHOR_END}", re.IGNORECASE
)
_POST = re.compile(
    r"\s*post[\s-]?(?P<anchor>[a-z]{3,20}(?:\s(?:dose|injection|vaccination|surgery|treatment))?)", re.IGNORECASE
)
_FROM = re.compile(
    rf"\b(?:from|since)\s(?:the\s)?(?:date of\s|time of\s|day of\s|start of\s|"
    rf"initiation of\s)?(?P<anchor>[a-z][^,;:()\[\]\d]{{1,60}}?){_ANCHOR_END}",
    re.IGNORECASE,
)
_COMPLETION = re.compile(
    r"\b(?:(?:through|until|till|to|at|upon|throughout|up to|duration of|"
    r"during)\s)?(?:the\s)?(?:entire\s)?(?P<anchor>study completion|end of (?:the )?(?:study|trial|treatment|"
    r"follow-?up)|"
    r"completion of (?:the )?(?:study|trial|treatment)|(?:hospital )?discharge|disease progression|progression|"
    r"death|study end|trial completion|"
    r"end of (?:the )?(?:[a-z-]{2,20}\s){0,3}(?:season|period|therapy|infusion|surgery|procedure|intervention|phase|"
    r"pregnancy|radiotherapy|chemotherapy|program(?:me)?|course|session)|"
    r"study closure|duration of (?:the )?(?:study|trial|treatment)|study duration|hospital stay|hospitali[sz]ation|"
    r"entire study|delivery)\b",
    re.IGNORECASE,
)
_DURING_SURGERY = re.compile(
    r"\b(?:intra[\s-]?op(?:erativ\w*)?\b|during (?:the )?(?:operation|surgery|procedure|anesthesia|anaesthesia)\b)",
    re.IGNORECASE,
)
_OPERATION = ("op", "operative", "operatively", "operation", "surgical", "surgically", "procedure", "procedural")


def parse_time_frame(text: str) -> TimeFrame | None:
    """Parse a time frame. Returns None where it names neither a time nor an event that ends one."""
    points: list[tuple[Point, bool]] = []
    every: tuple[float, str] | None = None
    for start, end, values, unit, latest_start in _times(text):
        if _EVERY.search(text, max(0, start - 8), start) and len(values) == 1:
            every = every or (values[0], unit)
            continue
        anchor, sign = _anchor_after(text, end)
        limit = _UP_TO.search(text, max(0, start - 40), latest_start) is not None
        points.extend((Point(sign * value, unit, anchor), limit) for value in values)
    if _BASELINE.search(text) and not any(point.value == 0 for point, _ in points):
        points.insert(0, (Point(0.0, "d", None), False))
    every = every or _often(text)
    first = _FIRST.search(text) if not points else None
    if first:
        points.append((Point(1.0, time_unit(first["unit"]) or "d", None), True))
    anchor = _event(text)
    if not points:
        return TimeFrame(text, None, None, anchor, (), "span", every) if anchor or every else None
    latest, limit = max(points, key=lambda item: item[0].value * _DAYS[item[0].unit])
    kind = "up_to" if limit else "span" if _is_span(text, len(points)) else "at"
    if latest.anchor is None and latest.value == 0 and len(points) == 1:
        anchor = anchor or "baseline"
    return TimeFrame(
        text,
        plain(latest.value),
        latest.unit,
        latest.anchor or anchor,
        tuple(point for point, _ in points),
        kind,
        every,
    )


def _often(text: str) -> tuple[float, str] | None:
    match = _OFTEN.search(text)
    if match is None:
        return None
    return _OFTEN_UNITS[match["ly"].lower()] if match["ly"] else (1.0, time_unit(match["each"]) or "d")


def _is_span(text: str, count: int) -> bool:
    return bool(_SPAN.search(text)) or (count > 1 and _TO.search(text) is not None)


def _times(text: str) -> Iterator[tuple[int, int, list[float], str, int]]:
    """Yield (start, end, values, unit, start) of the times of a text; "3 years 5 months" is one."""
    held: tuple[int, int, list[float], str, int] | None = None
    at = 0
    while first := _START.search(text, at):
        if cycle := _CYCLE_OF_DAY.match(text, first.start()):
            at = cycle.end()
            continue
        match = _time_at(text, first)
        if match is None:
            at = first.end() if first[0][-1:].isalpha() else _digits_end(text, first.end())
            continue
        at = match.end()
        unit = time_unit(match["unit"])
        if (
            unit is None
            or _NO_TIME_BEFORE.search(text, max(0, match.start() - 24), match.start())
            or _no_time(text, match)
            or (unit == "{cycle}" and _DAY_OF.search(text, max(0, match.start() - 8), match.start()))
        ):
            continue
        found = (match.start(), match.end(), _values(match["list"]), unit, match.start())
        if held and (joined := _joined(text, held, found)):
            held = joined
            continue
        if held:
            yield held
        held = found
    if held:
        yield held


def _time_at(text: str, first: re.Match[str]) -> re.Match[str] | None:
    start = first.start()
    if (
        start
        and not _IN_CYCLE.search(text, max(0, start - 4), start)
        and (text[start - 1].isalnum() or (text[start - 1] in "-–" and start > 1 and text[start - 2].isalpha()))
    ):
        return None
    if first[0][0].isalpha() and _FIRST_UNIT.match(text, start):
        return _AFTER_UNIT.match(text, start)
    return _BEFORE_UNIT.match(text, start)


def _digits_end(text: str, at: int) -> int:
    while at < len(text) and (text[at].isdigit() or (text[at] in ".," and text[at + 1 : at + 2].isdigit())):
        at += 1
    return at


def _no_time(text: str, match: re.Match[str]) -> bool:
    return (
        match["unit"].lower() in ("day", "days", "week", "weeks", "year", "years", "month", "months")
        and bool(_NO_TIME_AFTER.match(text, match.end()))
        and match.end("unit") == match.end()
    )


def _joined(
    text: str, held: tuple[int, int, list[float], str, int], found: tuple[int, int, list[float], str, int]
) -> tuple[int, int, list[float], str, int] | None:
    """Join "3 years" and "5 months" to 41 months where they stand together and the units fall."""
    between = text[held[1] : found[0]]
    if between.strip() not in ("", "and") or len(held[2]) != 1 or len(found[2]) != 1 or not text[held[1] - 1].isalpha():
        return None
    parts = {("a", "mo"): 12, ("wk", "d"): 7, ("d", "h"): 24, ("h", "min"): 60}.get((held[3], found[3]))
    if parts is None or (between.strip() == "and" and found[2][0] >= parts):
        return None
    return held[0], found[1], [held[2][0] * parts + found[2][0]], found[3], held[4]


@lru_cache(maxsize=1024)
def _list_values(text: str) -> tuple[float, ...]:
    found: list[float] = []
    end = 0
    for match in _NUMBERS.finditer(text):
        start = match.start()
        if start < end:
            continue
        negative = text[start] in "-−" and (
            start == 0 or not text[start - 1 : start].strip() or text[start - 1] in ",("
        )
        negative = negative and not (start and text[:start].rstrip()[-1:].isdigit())
        quantity = quantity_at(text, start + (text[start] in "-−"))
        if quantity is None:
            continue
        end = quantity.end
        values = quantity.value if isinstance(quantity.value, tuple) else (quantity.value,)
        found.extend(-value if negative else value for value in values)
    return tuple(found)


def _values(text: str) -> list[float]:
    return list(_list_values(text)) or [0.0]


def _anchor_after(text: str, end: int) -> tuple[str | None, int]:
    """Return what a time that ends at `end` is counted from, and -1 where it lies before that."""
    before = _BEFORE.match(text, end)
    if before:
        return before["anchor"].strip(), -1
    match = _AFTER.match(text, end) or _POST.match(text, end)
    if match is None:
        return None, 1
    anchor = match["anchor"].strip()
    if anchor.lower().lstrip("-") in _OPERATION:
        return "surgery", 1
    if anchor.lower() in ("partum", "natal"):
        return "delivery", 1
    if anchor.lower().startswith(("each ", "every ", "age", "life")):
        return None, 1
    return (
        None if anchor.lower() in ("treatment period", "age", "follow-up", "followup", "cycle", "cycles") else anchor
    ), 1


def _event(text: str) -> str | None:
    """Return the event that a time frame starts from, or that ends it."""
    started = _FROM.search(text)
    if started:
        return started["anchor"].strip()
    ended = _COMPLETION.search(text)
    if ended:
        return ended["anchor"].lower()
    return "surgery" if _DURING_SURGERY.search(text) else None
