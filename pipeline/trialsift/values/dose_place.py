"""Where a dose begins and ends: with the comparison before its pieces, the bracket that closes, the noun after them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialsift.values.part import Part
from trialsift.values.quantity import compared_from

_PER_WEIGHT = re.compile(r"\bper\s(?:kilogram|kg|square met(?:er|re)|m2)\s(?=\Z)", re.IGNORECASE)
_LONGEST_PER = 24
STARTS_ALONE = re.compile(r"(?:an?|per)\s|/", re.IGNORECASE)
_AT_LEAST_THE_LAST = re.compile(r"\bat least the (?:last|past|previous)\s$", re.IGNORECASE)
_OR_MORE = re.compile(r"\s(?:or|and)\s(?:more|less|greater|higher|lower)\b", re.IGNORECASE)  # "5 mg daily or more"
_DOSE_WORD = re.compile(
    r"\s(?:oral\s|intravenous\s|IV\s|subcutaneous\s|test\s|bolus\s)?(?:dos(?:es?|age)|session)\b", re.IGNORECASE
)
_NAMED = re.compile(r"(?:dai|week|month|year|night|hour|fortnight)ly\b|every\b|each\b|in\b|at\b|q", re.IGNORECASE)
_OVER = re.compile(r"over\s", re.IGNORECASE)
_WAY = re.compile(r"\s(?:administration|route(?: of administration)?|use|delivery|application)\b", re.IGNORECASE)
_AT_MOST = re.compile(r"\sat (?:the )?most\b", re.IGNORECASE)
CLOSED_BY = re.compile(
    r"(?:\s(?:at (?:the )?most|in total|total|each|altogether|overall|max(?:imum)?|only))?[)\]]", re.IGNORECASE
)


def place_of(text: str, group: Sequence[Part]) -> tuple[int, int]:
    """Return the half-open place of a group: its comparison before, its closing bracket and its noun after."""
    start = _start_of(text, group)
    return start, _end_of(text, group, start)


def _start_of(text: str, group: Sequence[Part]) -> int:
    first, start = group[0], group[0].start
    rest = first.kind == "frequency" and STARTS_ALONE.match(text, start) is not None
    counted = first.kind == "frequency" and not rest and not _NAMED.match(text, start)
    if counted or first.kind in ("amount", "duration", "infusion"):
        start = _compared(text, first)
    if rest and (per := _PER_WEIGHT.search(text, max(0, start - _LONGEST_PER), start)):
        start = per.start()  # "0.15 mg of X per kilogram per day"
    if first.kind == "infusion" and re.search(r"\bover\s$", text[max(0, start - 6) : start], re.IGNORECASE):
        start -= 5
    if (
        first.kind == "duration"
        and len(group) > 1
        and text[first.end : group[1].start] == " of "
        and text[max(0, start - 6) : start] == "first "
    ):
        start -= 6  # "first two weeks of every three-week cycle"
    return start


def _compared(text: str, first: Part) -> int:
    """Return where the comparison before a piece starts, or the piece itself."""
    start = compared_from(text, first.start)
    if first.kind in ("duration", "frequency") and _OVER.match(text, start):
        return first.start  # "over 10 weeks": during them
    lately = _AT_LEAST_THE_LAST.search(text, max(0, start - _LONGEST_PER), start) if first.kind == "duration" else None
    return lately.start() if lately else start


def _end_of(text: str, group: Sequence[Part], start: int) -> int:
    first, last, end = group[0], group[-1], group[-1].end
    if last.kind in ("amount", "duration") and (most := _AT_MOST.match(text, end)):
        end = most.end()  # "28 days at most"
    if is_open(text[start:end]):
        closed = CLOSED_BY.match(text, end)
        end = closed.end() if closed else end + 1
    if any(text[p.start : p.end].lower() == "single" for p in group) and (word := _DOSE_WORD.match(text, end)):
        end = word.end()
    if first.kind == "amount" and last.kind == "frequency" and (more := _OR_MORE.match(text, end)):
        end = more.end()
    routes = all(part.kind == "route" for part in group)
    if last.kind == "route" and (routes or (not last.adverb and first.value == {"times": 1})):
        way = _WAY.match(text, end)
        end = way.end() if way else end
    return end


def is_open(text: str) -> bool:
    """Say whether a bracket in a text stays open."""
    return text.count("(") + text.count("[") > text.count(")") + text.count("]")
