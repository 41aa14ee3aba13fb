"""How often: "BID", "every 3 weeks", "q12h", "3 times a week", "5 days per week", "3 doses"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from trialsift.values.duration import CLOCK, CLOCK_LONG, length, time_unit
from trialsift.values.lexicon import first_word_at, lexicon
from trialsift.values.part import Part, Value, plain
from trialsift.values.quantity import NUMBER, Quantity, or_more, quantity_at

_ORDINALS = {"other": 2.0, "second": 2.0, "2nd": 2.0, "third": 3.0, "3rd": 3.0, "fourth": 4.0, "4th": 4.0}
_EVERY = re.compile(
    rf"(?:every|each|q)\.?[\s-]{{0,2}}(?:(?P<low>\d{{1,3}})(?:\s?[-–]\s?(?P<high>\d{{1,3}}))?(?=\s?[hdwmyHDWMY])|"
    rf"(?P<number>{NUMBER})|(?P<ordinal>{'|'.join(_ORDINALS)}))?",
    re.IGNORECASE,
)
_UNIT = re.compile(rf"[\s-]{{0,3}}(?P<unit>{CLOCK})", re.IGNORECASE)
_CYCLE_AFTER = re.compile(r"[\s-](?:\w{1,15}\s)?(?:cycles?|courses?)\b", re.IGNORECASE)
_THINGS = (
    r"(?:doses?|sessions?|injections?|infusions?|treatments?|applications?|administrations?|fractions?|vaccinations?|"
    r"immuni[sz]ations?|boosters?|classes|exposures?|instillations?|transfusions?|stimulations?|insufflations?|"
    r"shots?|lessons?|rounds?|modules?|meetings|calls|evenings|workshops|fx|exchanges)"
)
_KIND_OF_THING = (
    r"(?:(?:\d{1,3}(?:\.\d)?[- ]?(?:minute|min|hour|h)|total|separate|consecutive|equal|divided|daily|weekly|biweekly|"
    r"monthly|treatment|"
    r"booster|loading|further|more|additional|single|intravenous|subcutaneous|intramuscular|intravitreal|oral|IV|dialysis|"
    r"hemodialysis|"
    r"training|exercise|titration|group|individual|supervised|unsupervised|structured|online|"
    r"telephone|home|private|face-to-face|therapy|counseling|rTMS|TMS)\s){0,3}"
)
_PERIOD = r"(?:[\s-]period\b)?"
_PER = (
    r"(?:\s?/\s?|\s(?:per|an?|each|every)\s|"
    rf"\s(?:in|within|over)\s(?:an?\s|any\s|the\s)?(?=24\b|48\b|{CLOCK_LONG})(?!\w+\s\d))"
)
_TIMES = re.compile(
    rf"(?:\s?(?P<times>times?|[x×])|\s{_KIND_OF_THING}{_THINGS})?(?:\sgiven)?"
    rf"(?:{_PER}(?:(?P<number>{NUMBER})[\s-]?)?(?P<unit>{CLOCK})(?!\sapart\b){_PERIOD}|\s(?P<adverb>daily|weekly|monthly|yearly))",
    re.IGNORECASE,
)
_AS_TOLD = re.compile(
    r"\sby\s(?:the\s)?(?:law|investigat\w+|sponsor|protocol|regulat\w+|local|authorit\w+|institution\w*)", re.IGNORECASE
)
_DAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:days?)?\b", re.IGNORECASE)
_WEEKDAYS = re.compile(
    rf"{_DAY.pattern}(?:(?:\s?[,/]\s?|\s?[-–]\s?|,?\s(?:and|&)\s){_DAY.pattern}){{1,6}}", re.IGNORECASE
)
_ONE_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)days\b", re.IGNORECASE)
_OF_A_DAY = re.compile(r"[0-3]-[0-3]-[0-3](?:-[0-3])?(?![\d-])")
_BARE_RATE = re.compile(r"\s?/\s?(?:(?:h|hr|hours?|min|minutes?)\b|7\s?w)", re.IGNORECASE)
_COUNT = re.compile(
    rf"(?:[\s-]{_KIND_OF_THING}{_THINGS}(?![\w-])|"
    r"\s(?:separate |consecutive )?times\b(?:\s(?:in (?:all|total)|overall)\b|"
    r"(?=\s?(?:$|[.,;)\]]|(?:at|with|in|on|and|followed)\b)))|"
    r"\s?[x×]\s?\d{1,3}\srep(?:etition)?s\b|\srep(?:etition)?s?\b(?:\s?/\s?(?:session|set)\b|\sper\s(?:session|set|exercise)\b)?|\ssets(?=\s?(?:[,;)]|$|daily\b|per\b))|"
    r"\ssets\sof\s(?:\d{1,3}|eight|ten|twelve|fifteen)(?:\s?(?:[-–]|to)\s?\d{1,3})?"
    r"(?:\s(?:rep(?:etition)?s|exercises|contractions|squats|steps|breaths|jumps)\b|(?=[,;.)])))"
    r"(?!\s(?:arms?|groups?|levels?|regimens?|regimes?|cohorts?|sequences?|periods?|phases?|sites?|cent(?:er|re)s?|"
    r"strateg\w+|options?|"
    r"modalit\w+|schedules?|conditions?|plans?|programs?|areas?|blocks?|escalation|limiting|strengths?|ranges?|finding|forms?|"
    r"reductions?|modifications?|adjustments?|increases?|increments?|delays?|interruptions?))",
    re.IGNORECASE,
)
_COUNT_APART = re.compile(
    r"\s(?:(?!of|and|or|in|to|the|for|with|different|prior|previous|treatment|more|other|active|study|"
    r"dose)[a-z][\w-]{2,20}\s){1,3}"
    r"(?:sessions|transplantations|injections|infusions|treatments|calls|workshops|lessons|vaccinations|applications|"
    r"classes)\b(?!\s(?:arms|groups))",
    re.IGNORECASE,
)
_DAYS_A_WEEK = re.compile(
    r"\s?(?:consecutive\s|business\s)?(?:days|nights|d)\s?(?:/\s?|per\s|a\s|each\s|every\s|out of (?:every|each)\s|"
    r"in a row (?:each|every)\s)"
    r"(?:(?:7|seven)[- ]days?\b|(?P<unit>weeks?|wk|month))|\s?days\sweekly\b",
    re.IGNORECASE,
)
_EVERY_SO_OFTEN = re.compile(r"\s(?:daily|weekly|biweekly|fortnightly|monthly)\b", re.IGNORECASE)
_INTERVAL = re.compile(
    rf"[\s-]?(?P<unit>{CLOCK})[\s-]intervals\b|(?:st|nd|rd|th)?[\s-]?(?P<ly>hour|hr|day|week|month)ly(?:\sintervals)?\b",
    re.IGNORECASE,
)
# "once" as a conjunction: "once the dose is tolerated"
_CLAUSE = re.compile(
    r"\s(?:the|an?|dose|all|they|it|patients?|subjects?|participants?|there|this|that|these|those|you|your|we|he|"
    r"she|no|their|his|her|its|is|\d+|two|three|"
    r"enrolled|randomi[sz]ed|eligib\w*|consent\w*|as|more|again|determined|completed?|established|confirmed|inside|"
    r"stable)\b",
    re.IGNORECASE,
)
_APART = re.compile(r"\sapart\b", re.IGNORECASE)
_PASSED = re.compile(r"\s(?:apart|later|ago|before|after|prior|earlier)\b", re.IGNORECASE)
_FOR_BEFORE = re.compile(r"\b(?:for|over|during)\s$", re.IGNORECASE)
_OTHER_SINGLE = re.compile(r"[\s-](?:use|agent|arm|cent|blind|group|patient|site|institution|label)", re.IGNORECASE)
_BASIS = re.compile(r"\s(?:basis|schedule)\b", re.IGNORECASE)  # "on an every-other-week schedule"
_ON_A = re.compile(r"\bon\san?\s$", re.IGNORECASE)
_BARE = frozenset({"once", "twice", "thrice", "one time", "two times", "three times"})
_ADVERB = re.compile(r"once|twice|thrice", re.IGNORECASE)
_OF_COURSES = re.compile(
    r"\s(?:daily|weekly|monthly)\s(?:courses|cycles|doses|injections|infusions|sessions|treatments|visits)\b",
    re.IGNORECASE,
)
_LONGEST_INTERVAL = 13  # weeks, between two doses
_MOST = 400  # no one is given more doses or sessions than this: "BAY 43-9006 treatment" is a name
_ADVERBS = {"daily": "d", "weekly": "wk", "monthly": "mo", "yearly": "a"}


def rate(times: Value | None, period: Value | None = None, unit: str | None = None) -> dict[str, Any]:
    """Return a frequency in the form of the annotation guidelines; only `times` where no period is said."""
    found: dict[str, Any] = {} if times is None else {"times": _plain(times)}
    return found if period is None else {**found, "period": _plain(period), "unit": unit}


def _plain(value: Value) -> Any:
    return [plain(v) for v in value] if isinstance(value, tuple) else plain(value)


def named_at(text: str, start: int, word: str) -> Part | None:
    """Read a frequency of the table ("once daily", "t.i.d.", "as needed") at `start`."""
    hit = lexicon("frequencies").at(text, start, word)
    if hit is None:
        return None
    end, row = hit
    if text[start : start + 2].lower() == "a ":
        if _PASSED.match(text, end):
            return None  # "a month apart", "a day before"
        if _FOR_BEFORE.search(text, max(0, start - 8), start):
            return Part(start, end, "duration", length(1.0, row["unit"]))  # "for a year"
    if (text[start:end].lower() in _BARE and _is_conjunction(text, start, end)) or _is_other_single(text, end, word):
        return None
    if several := _slashed(text, start, end, row):
        return several
    if not row["times"] and _AS_TOLD.match(text, end):
        return None
    if not row["times"]:
        return Part(start, end, "note", "continuous" if word.startswith("contin") else "as_needed")
    if (basis := _BASIS.match(text, end)) and _ON_A.search(text, max(0, start - 6), start):
        end = basis.end()
    return Part(start, end, "frequency", dict(_row_rate(row["times"], row["period"], row["unit"])))


def _is_other_single(text: str, end: int, word: str) -> bool:
    """Whether "single" tells of something else than how often: "single-use vial", "single agent"."""
    return word == "single" and _OTHER_SINGLE.match(text, end) is not None


def _is_conjunction(text: str, start: int, end: int) -> bool:
    """Whether "once" begins a clause ("once 5 patients are enrolled") or belongs to "at once"."""
    clause = _CLAUSE.match(text, end)
    counts = clause is not None and clause[0].strip().isdigit() and not text.startswith(("once", "Once"), start)
    return (clause is not None and not counts) or text[max(0, start - 3) : start] == "at "


def _slashed(text: str, start: int, end: int, row: Mapping[str, str]) -> Part | None:
    """Read "BD/TDS" at `start`, two or three times a day; `end` is that of its first part."""
    hit = lexicon("frequencies").at(text, end + 1, first_word_at(text, end + 1)) if text[end : end + 1] == "/" else None
    if hit is None or not row["period"] or (hit[1]["period"], hit[1]["unit"]) != (row["period"], row["unit"]):
        return None
    times = float(row["times"]), float(hit[1]["times"])
    return (
        Part(start, hit[0], "frequency", rate(times, float(row["period"]), row["unit"]))
        if times[0] < times[1]
        else None
    )


@lru_cache(maxsize=128)
def _row_rate(times: str, period: str, unit: str) -> Mapping[str, Any]:
    return rate(float(times), float(period) if period else None, unit or None)


def weekdays_at(text: str, start: int) -> Part | None:
    """Read "Mon/Wed/Fri", "Mondays, Wednesdays and Fridays" at `start`."""
    match = _WEEKDAYS.match(text, start) or _ONE_WEEKDAY.match(text, start)
    return Part(start, match.end(), "frequency", rate(float(len(_DAY.findall(match[0]))), 1.0, "wk")) if match else None


def of_a_day_at(text: str, start: int) -> Part | None:
    """Read "1-0-1" at `start`: how many in the morning, at noon, in the evening."""
    match = _OF_A_DAY.match(text, start)
    times = sum(digit in "123" for digit in match[0]) if match else 0
    return Part(start, match.end(), "frequency", rate(float(times), 1.0, "d")) if match and times else None


def every_at(text: str, start: int) -> Part | None:
    """Read "every 3 weeks", "every other day", "q12h", "q 4-6 hours", "each 21-day cycle" at `start`."""
    match = _EVERY.match(text, start)
    if match is None:
        return None
    end = match.end()
    period: Value = 1.0
    if match["low"]:  # "q12h": no number starts inside a word
        period = (float(match["low"]), float(match["high"])) if match["high"] else float(match["low"])
    elif match["number"]:
        quantity = quantity_at(text, match.start("number"))
        if quantity is None:
            return None
        end, period = quantity.end, quantity.value
    elif match["ordinal"]:
        period = _ORDINALS[match["ordinal"].lower()]
    unit = _UNIT.match(text, end)
    if unit is None and (several := _or_more_at(text, match)):  # "every 8 or 12 weeks"
        period, unit = several.value, _UNIT.match(text, several.end)
    code = time_unit(unit["unit"]) if unit else None
    if unit is None or code is None:
        return None
    if _APART.match(text, unit.end()):
        return None  # "each one month apart"
    cycle = _CYCLE_AFTER.match(text, unit.end())
    return Part(start, cycle.end() if cycle else unit.end(), "frequency", rate(1.0, period, code))


def _or_more_at(text: str, every: re.Match[str]) -> Quantity | None:
    quantity = quantity_at(text, every.start("number")) if every["number"] else None
    return or_more(text, quantity) if quantity else None


def times_at(text: str, quantity: Quantity) -> Part | None:
    """Read what a number starts: "3 times a week", "2 sessions per week", "5 days a week", "12-hour intervals"."""
    days = _DAYS_A_WEEK.match(text, quantity.end)
    if days:
        return Part(
            quantity.start,
            days.end(),
            "frequency",
            rate(quantity.value, 1.0, "mo" if days["unit"] == "month" else "wk"),
        )
    whole = _TIMES.match(text, quantity.end)
    if (
        not (whole and whole["unit"])
        and _EVERY_SO_OFTEN.match(text, quantity.end)
        and (several := _count(text, quantity))
    ):
        return several  # "twelve weekly 50-minute sessions": twelve of them
    interval = _INTERVAL.match(text, quantity.end)
    if interval and (interval["unit"] or _is_interval(text, quantity)):
        code = time_unit(interval["unit"] or interval["ly"])
        return Part(quantity.start, interval.end(), "frequency", rate(1.0, quantity.value, code))
    match = _TIMES.match(text, quantity.end)
    if match and _BARE_RATE.match(text, quantity.end):
        return None  # an index of "15/h", a pregnancy of "36 6/7 weeks"
    if match and not (match["adverb"] and match[0].strip() == match["adverb"] and text[quantity.start].isdigit()):
        return _times(text, quantity, match)
    return _count(text, quantity)


def _is_interval(text: str, quantity: Quantity) -> bool:
    """Whether a number before "weekly" says how far apart: "4-weekly", "8 weekly"; not "six weekly visits"."""
    hyphened = text[quantity.end : quantity.end + 1] in ("-", "‐", "‑", "–")
    high = quantity.value[1] if isinstance(quantity.value, tuple) else quantity.value
    counts = _OF_COURSES.match(text, quantity.end) is not None  # "6 monthly courses": six of them
    return hyphened or (text[quantity.start].isdigit() and high <= _LONGEST_INTERVAL and not counts)


def _count(text: str, quantity: Quantity) -> Part | None:
    """Read "9 sessions"; of "three booster sessions" the number alone, since a name stands between."""
    most = quantity.value[1] if isinstance(quantity.value, tuple) else quantity.value
    if most > _MOST or _ADVERB.match(text, quantity.start):
        return None
    count = _COUNT.match(text, quantity.end)
    if count is None and not _COUNT_APART.match(text, quantity.end):
        return None
    return Part(quantity.start, count.end() if count else quantity.end, "frequency", rate(quantity.value))


def _times(text: str, quantity: Quantity, match: re.Match[str]) -> Part | None:
    if match["adverb"]:
        return Part(
            quantity.start, match.end(), "frequency", rate(quantity.value, 1.0, _ADVERBS[match["adverb"].lower()])
        )
    period = quantity_at(text, match.start("number")) if match["number"] else None
    code = time_unit(match["unit"])
    if period is not None and (period.value, code) == (24.0, "h"):
        period, code = None, "d"
    return Part(quantity.start, match.end(), "frequency", rate(quantity.value, period.value if period else 1.0, code))
