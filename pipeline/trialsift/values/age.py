"""Age limits: "18 Years to 75 Years" → both bounds with UCUM units."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialsift.values.part import plain
from trialsift.values.quantity import NUMBER, quantity_at

_UNITS = {"y": "a", "a": "a", "m": "mo", "w": "wk", "d": "d", "h": "h"}
_UNIT = r"(?:years?|yrs?\.?|y\.?\s?o\.?|y/o|y|months?|mths?|mos?\.?|weeks?|wks?\.?|days?|hours?|hrs?|a(?=\W|$))"
_TO = r"(?:\s?(?:-|–|—|−|~)\s?|\s(?:to|and|through|until|till|up to|&)\s(?:under |below |less than |including )?)"
_AGE = re.compile(
    rf"(?<![\w.])(?P<value>{NUMBER})(?:\s?[\s\-‐‑–]?\s?(?P<unit>{_UNIT}(?:\(s\)|\b|(?=\W|"
    rf"$))))?(?P<plus>\s?\+)?(?P<other>\s?(?:%|/|kg|mg|g/|mL|cm|mm|m2|prior|lines?|"
    rf"lesions?|cycles?|participants|patients|subjects|episodes|times|doses|weeks? of gestation|of gestation|"
    rf"gestation|cigarettes))?",
    re.IGNORECASE,
)
_RANGE = re.compile(rf"\s?(?:old|of age)?{_TO}", re.IGNORECASE)
# before the number
_MAX_BEFORE = re.compile(
    r"(?:^\s*to\b|maximum|\bmax\b\.?|up to|under|below|younger|less|not? older|not? more|no greater|not? over|"
    r"not exceed\w*|until|before|"
    r"upper|[<≤⩽≦])[^\d]{0,30}$",
    re.IGNORECASE,
)
_MIN_BEFORE = re.compile(
    r"(?:minimum|\bmin\b\.?|over|above|older|at least|more|greater|not? less|not? younger|not? under|from|lower|"
    r"starting|[>≥⩾≧])[^\d]{0,30}$",
    re.IGNORECASE,
)
# behind it
_MAX_AFTER = re.compile(
    r"\s?(?:old|of age|of ages?)?\s?,?\s?(?:\(inclusive\)\s?)?(?:and|or|&)\s(?:under|younger|below|less|earlier)|"
    r"\s?(?:or less|maximum|max\b)(?!\s?:)",
    re.IGNORECASE,
)
_MIN_AFTER = re.compile(
    r"\s?(?:old|of age|of ages?)?\s?,?\s?(?:\(inclusive\)\s?)?(?:and|or|&)\s(?:older|over|above|up|more|greater|"
    r"elder|beyond|upwards?|after)|"
    r"\s?(?:to (?:n/?a|no limit|any)|onwards?|minimum|min\b)|\s?(?:-|–)\s?(?:n/?a|no limit)",
    re.IGNORECASE,
)
_AGE_WORD = re.compile(
    r"\bage[sd]?\b|\byears?\b|\byrs?\b|\bold(?:er)?\b|young|adult|child|elder|infant|senior|minor|between",
    re.IGNORECASE,
)
_ONLY_NUMBERS = re.compile(
    r"[\s\d.,<>≥≤=+–—-]*(?:\b(?:to|and|over|under|up|or|above|below|older|younger|n/?a)\b[\s\d.,<>≥≤=+–—-]*)*",
    re.IGNORECASE,
)
_OLDEST = 130  # years
_LOOK_BACK = 60


@dataclass(frozen=True, slots=True)
class Age:
    """An age; unit is UCUM: a (years), mo, wk, d, h."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Ages:
    """Age limits of a trial; None where the page sets no limit."""

    min_age: Age | None
    max_age: Age | None


def parse_age(text: str) -> Ages | None:
    """Parse age limits. Returns None where the text holds none ("N/A", "all ages")."""
    every = [match for match in _AGE.finditer(text) if not match["other"]]
    named = _AGE_WORD.search(text) is not None
    bare = named or _ONLY_NUMBERS.fullmatch(text) is not None
    found = [
        match
        for i, match in enumerate(every)
        if _is_age(match, named=named, bare=bare) or _opens_range(text, every[i : i + 2])
    ]
    if not found:
        return None
    unit = _unit(next((match["unit"] for match in reversed(found) if match["unit"]), "y"))
    for index, match in enumerate(found[:-1]):
        after = found[index + 1]
        if _RANGE.fullmatch(text, match.end(), after.start()):
            low = Age(_value(match), _unit(match["unit"] or after["unit"] or "y"))
            open_ended = any(later["plus"] for later in found[index + 2 :])  # "18-64 years, 65+ years"
            return Ages(low, None if open_ended else Age(_value(after), _unit(after["unit"] or unit)))
    low: Age | None = None
    high: Age | None = None
    for index, match in enumerate(found):
        age = Age(_value(match), _unit(match["unit"]) if match["unit"] else unit)
        previous = found[index - 1].end() if index else 0
        if _is_upper(text, match, previous):
            high = high or age
        elif low is None:
            low = age
        elif high is None and age.value > 0:
            high = age
    return Ages(low, high)


def _is_age(match: re.Match[str], *, named: bool, bare: bool) -> bool:
    """Whether a number is an age: it has a unit, or the text is one of ages or holds nothing but numbers."""
    if match["unit"]:
        return True
    if match["value"][0].isalpha() and not named:
        return False
    return bare and 0 <= _value(match) <= _OLDEST


def _opens_range(text: str, pair: list[re.Match[str]]) -> bool:
    """Say whether the first of two numbers shares the unit of the second: "5 to 36 months"."""
    return len(pair) == 2 and bool(pair[1]["unit"] and _RANGE.fullmatch(text, pair[0].end(), pair[1].start()))


def _is_upper(text: str, match: re.Match[str], previous: int) -> bool:
    if match["plus"] or _MIN_AFTER.match(text, match.end()):
        return False
    if _MAX_AFTER.match(text, match.end()):
        return True
    before = text[max(previous, match.start() - _LOOK_BACK) : match.start()]
    upper, lower = _MAX_BEFORE.search(before), _MIN_BEFORE.search(before)
    if upper and lower:
        return upper.start() < lower.start()  # "not older", and "no younger" the other way
    return upper is not None


def _value(match: re.Match[str]) -> float:
    quantity = quantity_at(match["value"], 0)
    value = quantity.value if quantity else 0.0
    return plain(value[0] if isinstance(value, tuple) else value)


def _unit(word: str) -> str:
    return _UNITS[word[0].lower()]
