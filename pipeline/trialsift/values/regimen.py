"""Read the pieces of regimens in a text, left to right. `dose.py` joins them to doses."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from trialsift.values.amount import amounts_at, auc_at
from trialsift.values.dose_notes import APART, MEAL, NOTE_READERS, SHORT_TIME
from trialsift.values.duration import TIME, length, time_unit
from trialsift.values.frequency import every_at, named_at, of_a_day_at, rate, times_at, weekdays_at
from trialsift.values.lexicon import lexicon
from trialsift.values.part import Part
from trialsift.values.quantity import Quantity, or_more, quantity_at
from trialsift.values.schedule import cycle_at, days_at

_TOKEN = re.compile(r"[^\W\d_]+|\d|[½¼¾⅓⅔×]")
_NUMBER_WORDS = frozenset(
    [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "eighteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "half",
        "once",
        "twice",
        "thrice",
    ]
)
_NO_ROUTE_BEFORE = re.compile(
    r"(?:stage|phase|grade|class|type|group|cohort|arm|level|part|factor|category|nyha|tier|table|trial|study|"
    r"\bI{1,3}|\bV)"
    r"[\s,/&-]{1,3}(?:(?:and|or|to)\s)?$|\w-$",
    re.IGNORECASE,
)
_HALF_AN_HOUR = re.compile(r"half(?: an|-an|-a| a)[ -](?:hour|day)", re.IGNORECASE)
_MEAL_TIME = re.compile(r"(?:\san)?\s?(?:minutes?|mins?|hours?|h)\s(?=before|after)", re.IGNORECASE)
_REPEAT = re.compile(
    r"[x×]\s?(?P<number>\d{1,3})(?![\w-]|\s?[%.]\d|\s?10)(?!\s?-?(?:days?|weeks?|wks?|months?|hours?|mos?|h|d|cycles?|mg|"
    r"mcg|µg|μg|ug|ng|g|kg|ml|l|iu|u|units?|gy|mmol|meq|mbq|gbq|tablets?|capsules?|puffs?|min|mins|minutes?|fractions?|fx|doses?|sessions?|infusions?|injections?)\b)(?P<times>\stimes?\b)?",
    re.IGNORECASE,
)
_CYCLE_NUMBER = re.compile(r"cycles?\s\d{1,2}(?:\s?[-–]\s?\d{1,2})?,?\s(?:on\s)?(?=days?\s)", re.IGNORECASE)
_A_DAY = re.compile(r"\s?/\s?(?P<unit>day|d|night|week|wk|month)\b", re.IGNORECASE)
_EACH = re.compile(
    r"/session\b|\s(?:each time|at a time|per time|a session|each|(?:per|each|every) (?:session|treatment|exposure|"
    r"application))\b|"
    r"[\s-](?:sessions?|classes|lessons|treatments)(?=,?\s(?:\d|once|twice|thrice|one|two|three|four|five|six|every|"
    r"daily|weekly|per|each|a)\b)",
    re.IGNORECASE,
)
_VERSUS = re.compile(r"[\s-](?:versus|vs\.?|or|compared (?:to|with))\s(?=\w)", re.IGNORECASE)
_MULTIPLIED = re.compile(r"\s?[x×]\s?(?=\d)")
_RATE_AFTER = re.compile(
    r"(?:\s?/\s?|\s(?:per|an?|each|every)\s)(?P<unit>day|d|night|week|wk|month)\b|\s(?P<ly>dai|week|month)ly\b",
    re.IGNORECASE,
)
_ON_OFF = re.compile(
    r"(?P<on>\d{1,2})[\s-](?P<unit>days?|weeks?|months?)\s(?:of treatment\s)?on\b(?:\s?[/,;&]\s?|\s)(?:and\s|then\s|"
    r"followed by\s)?"
    r"(?P<off>\d{1,2})(?:[\s-](?P<off_unit>days?|weeks?|months?))?\soff\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\s(?:in|into|of)\s(?:the\s)?(?:left\s|right\s|upper\s|outer\s|anterolateral\s|"
    r"non-dominant\s)*(?:deltoid(?:\smuscle)?|thigh|arm|"
    r"buttocks?|glute\w+(?:\smuscle)?|abdomen|belly|forearm)\b",
    re.IGNORECASE,
)
# "locally advanced" and "local anesthesia" are no routes
_LOCALLY = re.compile(
    r"\s(?:inject|infiltrat|appl|administ|deliver|instill|infus|injection|application)[a-z]*\b|\s?[,;.)]", re.IGNORECASE
)
_BIRTH = re.compile(r"\s(?:deliver(?:y|ies)|births?)\b", re.IGNORECASE)
_LEVEL_BEFORE = re.compile(r"\b(?:level|cohort|group|arm|part|step)\s$", re.IGNORECASE)
_AMOUNT_AFTER = re.compile(r"\d\s\d")
_NUMBER_AFTER = re.compile(r"\s?(?:#|:|=|No\b|number\b|\d{4})", re.IGNORECASE)  # "(ID: 180328)"
_ABBREVIATED = 3  # letters of "BD", "TID"
_SUBDAY = frozenset({"s", "min", "h"})

_INTRA_WORD = re.compile(
    r"(?P<route>intra-?[a-z]{4,14}?(?:ic|al|ar|ous|eal|ary|ine))(?P<adverb>a?lly|ly)?(?![\w-])", re.IGNORECASE
)
# places and times of things in the body, not ways of giving
_NO_ROUTES = frozenset(
    {
        "intracellular", "intravascular", "intrahepatic", "intraductal", "intraepithelial", "intraocular",
        "intraabdominal", "intra-abdominal", "intracranial", "intrapulmonary", "intraluminal", "intracardiac",
        "intraoral",
        "intrarenal", "intramural", "intraspinal", "intrapartum", "intraindividual", "intra-individual",
        "intraarticular", "intraclass",
    }
)  # fmt: skip

Reader = Callable[[str, int, str], Part | None]


def read_parts(text: str) -> list[Part]:
    """Return the pieces of regimens in a text, sorted, without overlap."""
    found: list[Part] = []
    words = _words()
    at = 0
    while match := _TOKEN.search(text, at):
        start, token = match.start(), match[0]
        at = match.end()
        if token == "×":
            parts = _word_parts(text, start, "x", words["x"])
        elif not token[0].isalpha():
            parts = _number_parts(text, start)
        else:
            word = token.lower()
            readers = words.get(word)
            if readers is None and word.startswith("intra"):
                readers = _INTRA
            parts = _word_parts(text, start, word, readers) if readers is not None else []
        if parts:
            found.extend(parts)
            at = max(at, parts[-1].end)
        elif token.isdigit():
            at = _number_end(text, start)
    return found


@cache
def _words() -> dict[str, tuple[Reader, ...]]:
    """Return the readers to ask at a word, by the word in lower case."""
    readers: dict[str, list[Reader]] = {}
    for name, reader in (
        ("frequencies", named_at),
        ("routes", _route_at),
        ("forms", _form_at),
        ("dose_levels", _level_at),
    ):
        for word in lexicon(name).first_words:
            readers.setdefault(word, []).append(reader)
    for words, reader in (
        ("every each q", lambda text, start, word: every_at(text, start)),
        ("day days d week weeks wk wks month months", lambda text, start, word: days_at(text, start)),
        (
            "mon monday mondays tue tues tuesday tuesdays wed wednesday wednesdays thu thurs thursday thursdays "
            "fri friday fridays sat saturday saturdays sun sunday sundays",
            lambda text, start, word: weekdays_at(text, start),
        ),
        ("auc", lambda text, start, word: auc_at(text, start)),
        ("x", _repeat_at),
        ("cycle cycles", _cycle_day_at),
        *NOTE_READERS,
    ):
        for word in words.split():
            readers.setdefault(word, []).append(reader)
    for word in _NUMBER_WORDS:
        readers.setdefault(word, [])
    return {word: tuple(found) for word, found in readers.items()}


def _word_parts(text: str, start: int, word: str, readers: tuple[Reader, ...]) -> list[Part]:
    if start and (text[start - 1].isdigit() or text[start - 1] == "_"):
        return []
    if _is_of_a_name(text, start, word):
        return []
    parts = [part for reader in readers if (part := reader(text, start, word)) is not None]
    best = max(parts, key=lambda part: part.end, default=None)
    if word in _NUMBER_WORDS:
        numbers = _number_parts(text, start)
        if numbers and (best is None or numbers[-1].end > best.end):
            return numbers
    return [best] if best else []


def _is_of_a_name(text: str, start: int, word: str) -> bool:
    """Whether a few capitals belong to the word or number beside their hyphen: "Post-BD", "QM-8810"."""
    end = start + len(word)
    if len(word) > _ABBREVIATED or not text[start:end].isupper():
        return False
    behind = start > 1 and text[start - 1] == "-" and text[start - 2].isalpha()
    return behind or (text[end : end + 1] == "-" and text[end + 1 : end + 2].isdigit())


def _number_parts(text: str, start: int) -> list[Part]:
    """Read what a number starts: a frequency, a cycle, a time, amounts."""
    if start > 1 and text[start - 1] in "-–_." and (text[start - 2].isalnum() or text[start - 2] == "."):
        return []  # "IL-2", "COVID-19", the end of "1.25"
    if _LEVEL_BEFORE.search(text, max(0, start - 8), start) and _AMOUNT_AFTER.match(text, start):
        return []  # "dose level 2 400 mg"
    first = named_at(text, start, text[start]) or of_a_day_at(text, start) if text[start].isdigit() else None
    if first is None:
        first = cycle_at(text, start)
    if first is not None:
        return [first]
    quantity = quantity_at(text, start)
    if quantity is None:
        return []
    if _HALF_AN_HOUR.match(text, start):
        return _time_parts(text, quantity)
    several = or_more(text, quantity)
    part = _on_off_at(text, start) or times_at(text, quantity) or (times_at(text, several) if several else None)
    if part is None and several is not None and text[start : start + 4].lower() == "once":
        part = Part(start, several.end, "frequency", rate(several.value))
    if part is not None:
        return [part]
    return _multiplied_time(text, quantity) or _time_parts(text, quantity) or list(amounts_at(text, quantity))


def _number_end(text: str, start: int) -> int:
    end = start + 1
    while end < len(text) and (text[end].isdigit() or (text[end] in ".," and text[end + 1 : end + 2].isdigit())):
        end += 1
    return end


def _on_off_at(text: str, start: int) -> Part | None:
    """Read "3 weeks on, 1 week off" at `start`."""
    match = _ON_OFF.match(text, start)
    if match is None:
        return None
    unit = time_unit(match["unit"])
    value = {
        "on": {"value": int(match["on"]), "unit": unit},
        "off": {"value": int(match["off"]), "unit": time_unit(match["off_unit"] or match["unit"])},
    }
    return Part(start, match.end(), "pattern", value)


def _time_parts(text: str, quantity: Quantity) -> list[Part]:
    match = TIME.match(text, quantity.end)
    if match is None and (versus := _VERSUS.match(text, quantity.end)):
        return _compared(text, quantity, versus.end())
    if match is None:
        short = SHORT_TIME.match(text, quantity.end)
        return [Part(quantity.start, short.end(), "note", "setting")] if short else []
    meal = _MEAL_TIME.match(text, quantity.end)
    if meal and (after := MEAL.match(text, meal.end())):
        return [Part(quantity.start, after.end(), "note", "with_meals")]
    code = time_unit(match["unit"])
    if code is None:
        return []
    if match["unit"] in ("D", "H", "W", "Y") and match.start("unit") == quantity.end:
        return []  # "3D-CRT", "6H"
    if apart := APART.match(text, match.end()):
        return [Part(quantity.start, apart.end(), "note", "apart")]
    if code not in _SUBDAY:
        return [Part(quantity.start, match.end(), "duration", length(quantity.value, code))]
    each = _EACH.match(text, match.end())
    parts = [Part(quantity.start, each.end() if each else match.end(), "infusion", length(quantity.value, code))]
    a_day = _A_DAY.match(text, match.end())
    return (
        [*parts, Part(match.end(), a_day.end(), "frequency", rate(1.0, 1.0, time_unit(a_day["unit"])))]
        if a_day
        else parts
    )


def _compared(text: str, quantity: Quantity, start: int) -> list[Part]:
    """Read the 6 of "6 versus 12 months", the 5 of "5 versus 15 fractions"."""
    other = quantity_at(text, start)
    match = TIME.match(text, other.end) if other else None
    code = time_unit(match["unit"]) if match else None
    if code is None:
        count = times_at(text, other) if other else None
        same = count is not None and "period" not in count.value
        return [Part(quantity.start, quantity.end, "frequency", rate(quantity.value))] if same else []
    kind = "infusion" if code in _SUBDAY else "duration"
    return [Part(quantity.start, quantity.end, kind, length(quantity.value, code))]


def _multiplied_time(text: str, quantity: Quantity) -> list[Part]:
    """Read "3 x 60 min/week", "2 x 20 minutes daily": how often and how long each time."""
    times = _MULTIPLIED.match(text, quantity.end)
    each = quantity_at(text, times.end()) if times else None
    match = TIME.match(text, each.end) if each else None
    code = time_unit(match["unit"]) if match else None
    if each is None or match is None or code not in _SUBDAY:
        return []
    after = _RATE_AFTER.match(text, match.end())
    found = [Part(quantity.start, match.end(), "infusion", length(each.value, code))]
    if after:
        unit = {"dai": "d", "week": "wk", "month": "mo"}.get((after["ly"] or "").lower()) or time_unit(after["unit"])
        found.append(Part(match.end(), after.end(), "frequency", rate(quantity.value, 1.0, unit)))
    return found


def _route_at(text: str, start: int, word: str) -> Part | None:
    hit = lexicon("routes").at(text, start, word)
    if hit is None or (hit[1]["route"] == "local" and not _LOCALLY.match(text, hit[0])):
        return None
    if word == "id" and _NUMBER_AFTER.match(text, hit[0]):
        return None
    if (word == "po" and text.startswith(" Box", hit[0])) or (word == "vaginal" and _BIRTH.match(text, hit[0])):
        return None  # an address, a birth
    if word in ("iv", "i") and _NO_ROUTE_BEFORE.search(text, max(0, start - 24), start):
        return None
    end, row = hit
    adverb = row["use"] == "adverb" or text[start:end].endswith("ly")
    place = _PLACE.match(text, end) if adverb else None
    return Part(start, place.end() if place else end, "route", row["route"], adverb)


def _intra_at(text: str, start: int, word: str) -> Part | None:
    """Read a route that no table has: "intrathalamic" names itself."""
    match = _INTRA_WORD.match(text, start)
    if match is None or match["route"].lower() in _NO_ROUTES:
        return None
    return Part(start, match.end(), "route", match["route"].lower(), adverb=bool(match["adverb"]))


def _form_at(text: str, start: int, word: str) -> Part | None:
    hit = lexicon("forms").at(text, start, word)
    return Part(start, hit[0], "form", hit[1]["form"] or None) if hit else None


_INTRA: tuple[Reader, ...] = (_intra_at,)


def _level_at(text: str, start: int, word: str) -> Part | None:
    hit = lexicon("dose_levels").at(text, start, word)
    return Part(start, hit[0], "level", hit[1]["level"] or None) if hit else None


def _cycle_day_at(text: str, start: int, word: str) -> Part | None:
    """Read "Cycle 1 Day 1", "cycles 1-2, days 1 and 8"."""
    match = _CYCLE_NUMBER.match(text, start)
    days = days_at(text, match.end()) if match else None
    return Part(start, days.end, "days", days.value) if days else None


def _repeat_at(text: str, start: int, word: str) -> Part | None:
    match = _REPEAT.match(text, start)
    if match and match["times"]:
        return Part(match.start("number"), match.end(), "frequency", rate(float(match["number"])))
    return Part(start, match.end(), "repeat", int(match["number"])) if match else None
