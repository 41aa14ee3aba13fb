"""Days of a regimen: "on days 1, 8 and 15 of a 28-day cycle", "Day 1 to Day 21", "days -3 to -1"."""

from __future__ import annotations

import re

from trialsift.values.duration import time_unit
from trialsift.values.part import Days, Part

_NUMBER = (
    r"[-−+]?\d{1,3}(?!\w|\.\d|-[A-Za-z]|\s?(?:days?|weeks?|months?|years?|h|hrs?|hours?|min\w*|mg|mcg|µg|ug|ml|g|kg|IU|units?|"
    r"tablets?|capsules?|puffs?|sessions?|times)\b|\s?%)"
)
_WORD = r"(?:days?|D|weeks?|wks?|months?)\.?"
_TO = r"(?:\s?[-–—]\s?|\s(?:to|through|thru|until|and up to)\s)"
_ITEM = rf"(?:{_WORD}\s?)?{_NUMBER}(?:{_TO}(?:{_WORD}\s?)?{_NUMBER})?"
_AND = r"(?:\s?,\s?(?:and\s|&\s?|\+\s)?|\s(?:and|&)\s|\s?&\s?|\s?/\s?)"
_DAYS = re.compile(
    rf"(?P<word>days?|D|weeks?|wks?|months?)\.?(?:\s|(?=\d))(?P<list>{_ITEM}(?:{_AND}{_ITEM}){{0,20}})(?P<only>\sonly\b)?",
    re.IGNORECASE,
)
_PARTS = re.compile(rf"(?P<low>{_NUMBER})(?:(?P<to>{_TO}(?P<again>{_WORD}\s?)?)(?P<high>{_NUMBER}))?", re.IGNORECASE)
_NAME = r"(?:treatment\s|therapy\s|dosing\s|chemotherapy\s|(?-i:[A-Z]{2,6})\s)?"  # "of 21-day CMF cycles"
_CYCLE = re.compile(
    rf",?\s(?:\(?of|in|during|within|for|every)\s(?:each\s|every\s|an?\s|the\s|all\s|"
    rf"repeated\s)?(?:(?P<number>\d{{1,3}})[\s-]?(?P<unit>days?|weeks?|months?|d|wk)\b[\s-]?)?"
    rf"{_NAME}(?:cycles?|courses?|period)\b(?:\s\d{{1,2}}(?:{_AND}\d{{1,2}}){{0,8}}(?!\d))?",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    rf"(?:repeated\s|continuous\s)?(?P<number>\d{{1,3}}|one|two|three|four|six|eight)[\s-]{{0,2}}(?P<unit>days?|"
    rf"weeks?|wk|months?)[\s-](?:\(\w+\)\s?)?{_NAME}(?:cycles?|courses?)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\d{1,2}\s?[-–]\s?\d{1,2}")  # "weeks 4-8"
_AT = re.compile(r"(?:\bat\s|\()$", re.IGNORECASE)
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "eight": 8}


def days_at(text: str, start: int) -> Part | None:
    """Read a list of days at `start`, with the cycle that they are days of."""
    match = _DAYS.match(text, start)
    if match is None or (match["word"] in "dD" and not text[start + 1].isdigit()):
        return None
    days, span = _numbers(match["list"])
    unit = time_unit(match["word"]) or "d"
    if unit != "d" and len(days) < 2 and not _AT.search(text, max(0, start - 3), start):
        return None
    end, cycle, repeated = match.end(), None, bool(match["only"])
    after = _CYCLE.match(text, end)
    if after:
        end, repeated = after.end(), True
        code = time_unit(after["unit"]) if after["unit"] else None
        cycle = (float(after["number"]), code) if code else None
    if not days:
        return None
    if unit == "wk" and not span and _RANGE.fullmatch(match["list"]):
        span = True
    return Part(start, end, "days", Days(tuple(days[:60]), len(days), cycle, span, repeated, unit))


def _numbers(text: str) -> tuple[list[int], bool]:
    """Return the days of a list, ranges written out, and whether it is one range that says "Day" twice or "to"."""
    found: list[int] = []
    matches = list(_PARTS.finditer(text))
    for match in matches:
        low = _int(match["low"])
        high = _int(match["high"]) if match["high"] else low
        if match["to"] and match["to"].strip() in "-–—" and high <= low:
            high = low
        found.extend(range(low, min(high, low + 400) + 1) if high >= low else [low])
    first = matches[0] if matches else None
    return found, bool(first and len(matches) == 1 and first["again"])


def _int(text: str) -> int:
    return int(text.replace("−", "-").replace("+", ""))


def cycle_at(text: str, start: int) -> Part | None:
    """Read the length of a cycle at `start`: "28-day treatment cycles", "21 day cycle"."""
    match = _LENGTH.match(text, start)
    if match is None:
        return None
    number = _WORDS.get(match["number"].lower()) or int(match["number"])
    return Part(start, match.end(), "cycle", {"value": number, "unit": time_unit(match["unit"])})
