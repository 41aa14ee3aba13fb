"""What is said beside amount and frequency: with meals, how far apart, where, until when, with which settings."""

from __future__ import annotations

import re
from collections.abc import Callable

from trialsift.values.duration import time_unit
from trialsift.values.part import Days, Part

MEAL = re.compile(
    r"(?:with|before(?:\sor\safter)?|after|between|without)\s(?:(?:an?|each|every|all|the|their|main|largest|evening|morning|"
    r"light)\s){0,3}"
    r"(?:meals?|food(?:\sintake)?|eating|breakfast|lunch|dinner|supper|bedtime|bed|sleep|going to bed)\b",
    re.IGNORECASE,
)
APART = re.compile(r"\s(?:apart|between (?:doses|injections|infusions|sessions|applications))\b", re.IGNORECASE)
_START = re.compile(r"(?:beginning|starting)\son\s(?:day|week)s?\s-?\d{1,3}(?:\s?[-–]\s?\d{1,3})?\b", re.IGNORECASE)
_A_TIME_APART = re.compile(r"(?:an?)\s(?:minute|hour|day|week|fortnight|month|year)\sapart\b", re.IGNORECASE)
_LIMITED = re.compile(
    r"(?:until|through|up\sto|to)\s(?:week|wk|day|month)\s\d{1,3}\b|until\s(?:(?:week|day|month)\s\d{1,3}|\d{1,3}\s(?:completed\s)?(?:days?|weeks?|months?)(?:'|’)?"
    r"(?:\s(?:of\s)?(?:post-?menstrual age|corrected age|gestation(?:al age)?|PMA|GA|age))?)\b",
    re.IGNORECASE,
)
_SPAN = r"(?:min(?:ute)?s?|h|hours?|days?|d|weeks?|wks?|months?)"
_AGAIN = re.compile(
    r"repeat(?:ed|able)?\s(?:(?:once|twice|up to \w+ times|\w+ times|if \w+)\s)?(?:after|in|at)\s"
    rf"(?:an?|another|\d{{1,3}}|one|two|three|four|six|eight|twelve)[\s-]?{_SPAN}(?:[\s-]intervals)?\b",
    re.IGNORECASE,
)
_PART_OF_BODY = (
    r"(?:nerve|vein|artery|site|pocket|quadrant|eye|nostril|side|limb|leg|arm|hand|foot|knee|hip|joint|lesion|tooth|muscle|point|"
    r"region|area|field|level|lobe|ear|hemisphere|vertebra|level|spot|session|treatment)s?"
)
_PLACES = re.compile(
    rf"(?:per|each|at each|in each|to each|at every)\s{_PART_OF_BODY}\b|"
    r"(?:at|in|to|on)\s(?:each|all|every)\sof\s(?:the\s)?(?:\d{1,2}|two|three|four|five|six)\s"
    rf"(?:(?!treatment)\w{{3,20}}\s)?(?!session|treatment){_PART_OF_BODY}\b|by\s(?:body\s)?weight(?:\sbands?)?\b|according\sto\s(?:body\s)?weight\b",
    re.IGNORECASE,
)
# "in the arm muscle", "up each nostril", "into an arm vein"; those that name a route are in its table
_IN_BODY = re.compile(
    r"(?:deep\s)?(?:applied\s)?(?:in|into|on|onto|to|up|under|through)\s(?:(?:the|an?|each|every|either|both|one|your|his|her|their|"
    r"upper|lower|outer|left|right|arm|thigh|belly|tummy|affected|middle)\s){1,4}"
    r"(?:skin|vein|muscle|tongue|nostril|nose|eye|ear|joint|thigh|arm|belly|abdomen|tummy|scalp|face|foot|feet|knee|shoulder|"
    r"hand|scar|socket|bladder|buttock|ovary|molar|tooth|teeth|lesion|wound|cheek|spine|deltoid|detrusor|heel|gum|hip|wrist|"
    r"mouth|nail|breast|back|neck|chest|leg)s?\b|(?:left|right|both)\s(?:thighs?|arms?|deltoids?|eyes?|feet)\b",
    re.IGNORECASE,
)
_SETTING = re.compile(
    r"(?:pulse[ -](?:width|duration|length)|lockout(?:\s(?:interval|time|period))?|frequency|intensity|current|rate|"
    r"power|wavelength|amplitude)s?(?:\sof)?\s\d{1,4}(?:[.,]\d{1,3})?(?:\s?[-–]\s?\d{1,4})?\s?"
    r"(?:µs|μs|usec|µsec|us|ms|msec|microseconds?|milliseconds?|seconds?|s|min(?:utes?)?|hours?|h)\b",
    re.IGNORECASE,
)
SHORT_TIME = re.compile(r"\s?(?:µs|μs|usec|µsec|ms|msec|microseconds?|milliseconds?)\b", re.IGNORECASE)
_AT_TIMES = re.compile(
    r"at\s(?:about\s)?(?P<list>\d{1,3}(?:\s?,\s?\d{1,3}){0,8}\s?,?\s(?:and|&)\s\d{1,3})[\s-]?"
    r"(?:min(?:ute)?s?|hours?|hrs?|h|days?|weeks?|wks?|months?)\b(?:\sof\sage\b)?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_STEP = re.compile(
    r"in\s(?:the\s(?:first|second|third)\s(?P<unit>week|month|day)\b(?!\sof|\safter|\sbefore)|"
    r"(?P<numbered>week|wk|month)\s(?:\d{1,2}|one|two|three|four)\b(?!\s?(?:[-–]|to\b|and\b|,\s?\d{1,2}\b(?!\s?[a-zA-Zµ%]))))",
    re.IGNORECASE,
)


def _note(form: re.Pattern[str], name: str) -> Callable[[str, int, str], Part | None]:
    """Return a reader of a form, whose piece is a note with a name."""

    def read(text: str, start: int, word: str) -> Part | None:
        match = form.match(text, start)
        return Part(start, match.end(), "note", name) if match else None

    return read


def _at_times(text: str, start: int, word: str) -> Part | None:
    """Read "at 0, 12 and 24 h"."""
    match = _AT_TIMES.match(text, start)
    if match is None:
        return None
    times = tuple(int(number) for number in _DIGITS.findall(match["list"]))
    return Part(start, match.end(), "days", Days(times, len(times), None, False, True))


def _step(text: str, start: int, word: str) -> Part | None:
    """Read "in week 1", "in the first month", the time of a step of a regimen."""
    match = _STEP.match(text, start)
    if match is None:
        return None
    unit = time_unit(match["unit"] or match["numbered"]) or "wk"
    return Part(start, match.end(), "days", Days((1,), 1, None, True, False, unit))


_HOLD = re.compile(
    r"with\s(?:an?\s)?\d{1,3}(?:\s?[-–]\s?\d{1,3})?[\s-](?:s|secs?|seconds?)[\s-](?:holds?|rests?)\b", re.IGNORECASE
)
# first words of each note, and its reader
NOTE_READERS = (
    ("with before after between without", _note(MEAL, "with_meals")),
    ("beginning starting", _note(_START, "start")),
    ("a an", _note(_A_TIME_APART, "apart")),
    ("per each at in to on by according", _note(_PLACES, "place")),
    ("pulse lockout frequency intensity current rate power wavelength amplitude", _note(_SETTING, "setting")),
    ("until through up to", _note(_LIMITED, "until")),
    ("deep applied in into on onto to up under through left right both", _note(_IN_BODY, "place")),
    ("in", _step),
    ("repeat repeated repeatable", _note(_AGAIN, "again")),
    ("at", _at_times),
    ("with", _note(_HOLD, "setting")),
)
