"""Which pieces of regimens stand together: words between them, brackets, and what ends a span."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trialsift.values.part import Amount, Part
from trialsift.values.quantity import compared_from

_GAP = re.compile(
    r"(?:\s?\(\s?[±+−-]/?-?\s?\d{1,2}(?:\s?/\s?\+\s?\d{1,2})?(?:\s\w{1,6})?\))?"
    r"(?:(?:\s(?:each|total|max(?:imum)?))?(?P<close>[)\]]))?-?\s?(?P<comma>,|[–—](?=[ ])|â€“|÷|;)?\s{0,3}"
    r"(?P<open>[(\[])?\s{0,2}"
    r"(?:(?:dose|route|both|repeated|divided(?:\sinto)?|given|total|bilateral(?:ly)?,?)[ ])?"
    r"(?:(?P<word>and|for|over|during|throughout|[x×*]|from|on|in|at|of|as|by|via|through|fractions of|with)"
    r"\s{0,2}(?:(?<![a-z])|(?<=[ ]x)$))?"
    r"(?:(?:an?|the|each|every)\s)?"
    r"(?:(?:(?:further|another|additional|next|first|past|maximum|initial)\s)?(?:(?:total|maximum|minimum|max|"
    r"period|duration|course)\sof\s)?"
    r"(?:(?:approximately|about|around|up ?to|at least|at most|a maximum of|a minimum of|a total of|no more than|"
    r"more than|the first|max\.?(?:imum)?|(?:not\sto|not)\sexceed(?:ing)?|~|≥|>=|>|≤|<)\s?)?)",
    re.IGNORECASE,
)
_MAX_GAP = 48
_MAX_PARTS = 16  # no regimen has more; keeps time linear
_JOINS: dict[str, frozenset[str]] = {
    "for": frozenset({"duration", "infusion", "frequency", "cycle"}),
    "over": frozenset({"duration", "infusion", "days"}),
    "during": frozenset({"duration", "infusion", "cycle", "days"}),
    "throughout": frozenset({"duration", "cycle"}),
    "x": frozenset({"duration", "frequency", "infusion"}),
    "on": frozenset({"days", "frequency"}),
    "from": frozenset({"days"}),
    "in": frozenset({"cycle", "frequency", "note", "amount", "days"}),
    "at": frozenset({"days", "frequency", "amount", "level", "note"}),
    "of": frozenset({"cycle", "amount", "duration", "infusion", "frequency"}),
    "as": frozenset({"route", "form", "frequency", "note", "infusion", "duration"}),
    "by": frozenset({"route", "form", "note"}),
    "via": frozenset({"route", "form"}),
    "through": frozenset({"route"}),
    "fractions of": frozenset({"amount"}),
    "with": frozenset(),
    "and": frozenset({"amount"}),
    "": frozenset(
        {
            "amount",
            "frequency",
            "duration",
            "infusion",
            "cycle",
            "days",
            "route",
            "form",
            "level",
            "note",
            "repeat",
            "pattern",
        }
    ),
}
_TIME_AFTER = re.compile(
    r"\s?(?:immediately\s|directly\s)?(?:of age|old\b|prior|before|ago\b|after|apart|post|earlier|later|preceding|"
    r"previous|since|from)",
    re.IGNORECASE,
)
_GIVEN_AFTER = re.compile(
    r"\s(?:continuous |intermittent )?(?:IV|i\.v\.|SC|intravenous|infusion|subcutaneous)\b", re.IGNORECASE
)
_NAME_BETWEEN = re.compile(
    r"(?:\)?\s|-)(?:of\s)?(?:(?!and\b|then\b|to\b|with\b|in\b|on\b|for\b|is\b|are\b|was\b|at\b)[\w()-]{1,20}\s){1,5}",
    re.IGNORECASE,
)
_PER_WEIGHT = re.compile(r"\bper\s(?:kilogram|kg|square met(?:er|re)|m2)\s(?=\Z)", re.IGNORECASE)
_LONGEST_PER = 24
_STARTS_ALONE = re.compile(r"(?:an?|per)\s|/", re.IGNORECASE)
_DEVICE = frozenset(
    {"electricity", "frequency", "energy", "temperature", "length", "pressure", "intensity", "pulse", "optics"}
)
_MOST = re.compile(r"\b(?:max\w*|exceed\w*)", re.IGNORECASE)
_UP_TO = re.compile(r"\bup to\b", re.IGNORECASE)
_PER_VOLUME = frozenset({"mL", "L"})
_MORNING = re.compile(r"morning|\bq?\.?AM\b|breakfast|midday|noon", re.IGNORECASE)
_EVENING = re.compile(r"evening|night|bedtime|\bq?\.?PM\b|\bHS\b|dinner|supper|before sleep", re.IGNORECASE)
_AND = re.compile(r",?\s(?:and|plus|&)\s|,\s", re.IGNORECASE)
_FRACTIONS = re.compile(r"\b(?:fractions?|fx)$", re.IGNORECASE)
_GIVEN = re.compile(r"\bgiven\b", re.IGNORECASE)
_TWO_DRUGS = re.compile(r"\s(?:and|plus|with|\+)\s[^.;,\n]{1,40}", re.IGNORECASE)
_OF_EACH = re.compile(r"\b(?:each|session|time|treatment|exposure|application)\b", re.IGNORECASE)
_EACH_CYCLE = re.compile(r"(?:each|every)\b[^.]{0,30}\b(?:cycle|course)", re.IGNORECASE)
_SAME_AGAIN = re.compile(r"\s?\+\s?")
_LEFT_OUT = frozenset({"with_meals", "start", "apart", "place", "setting", "until", "again"})
_CLOSES = re.compile(
    r"(?:\s(?:each|total|max\w*|per (?:day|dose)|tablets?|capsules?|pills?|vials?|syringes?))?[)\]]", re.IGNORECASE
)
_CLOSED_BY = re.compile(r"(?:\s(?:in total|total|each|altogether|overall|max(?:imum)?|only))?[)\]]", re.IGNORECASE)
_AT_LEAST_THE_LAST = re.compile(r"\bat least the (?:last|past|previous)\s$", re.IGNORECASE)
_OR_MORE = re.compile(r"\s(?:or|and)\s(?:more|less|greater|higher|lower)\b", re.IGNORECASE)  # "5 mg daily or more"
_NAMED_AFTER = re.compile(
    r"\)?\s(?!administration|route|use\b|injection|infusion|dos|push|bolus|drip|for\b|over\b|on\b|in\b|at\b|with|"
    r"then\b|and\b|or\b|once|twice|every|each|daily|weekly|until|followed|via\b|by\b|before|after|during|starting|"
    r"beginning|to\b|is\b|was\b|if\b|as\b)[a-z]{2,}",
    re.IGNORECASE,
)
_STRENGTH_OF = re.compile(r"\s?(?:[(\[]|of\s|x\s?|×\s?|,|\s)\s?(?:each\s)?", re.IGNORECASE)
_DOSE_WORD = re.compile(
    r"\s(?:oral\s|intravenous\s|IV\s|subcutaneous\s|test\s|bolus\s)?(?:dos(?:es?|age)|session)\b", re.IGNORECASE
)
_NAMED = re.compile(r"(?:dai|week|month|year|night|hour|fortnight)ly\b|every\b|each\b|in\b|at\b|q", re.IGNORECASE)
_OVER = re.compile(r"over\s", re.IGNORECASE)
_WAY = re.compile(r"\s(?:administration|route(?: of administration)?|use|delivery|application)\b", re.IGNORECASE)


def groups(text: str, parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Yield the pieces that make up one span each, left to right."""
    before: list[Part] = []
    for whole in _whole_days(text, _together(text, parts)):
        group = _without_edges(text, whole, is_rest=_is_rest_of_amount(text, before, whole))
        before = whole
        if group and not all(part.kind == "note" and part.value in _LEFT_OUT for part in group):
            yield group


def _is_rest_of_amount(text: str, before: Sequence[Part], group: Sequence[Part]) -> bool:
    """Whether "per day" goes on with an amount behind the name of what is given: "10 mg prednisone per day"."""
    return (
        bool(before)
        and (before[-1].kind == "amount" or _is_count(before[-1]))
        and group[0].kind == "frequency"
        and _NAME_BETWEEN.fullmatch(text, before[-1].end, group[0].start) is not None
    )


def _is_count(part: Part) -> bool:
    """Whether it says how many times and not how often: "2 sessions"."""
    return part.kind == "frequency" and "period" not in part.value


def _together(text: str, parts: Sequence[Part]) -> Iterator[list[Part]]:
    group: list[Part] = []
    before: list[Part] = []
    for part in parts:
        if 0 < len(group) < _MAX_PARTS and _joined(text, group, part) and not _of_both(text, before, group, part):
            group.append(part)
            continue
        if group:
            yield from _balanced(text, group)
        before, group = group, [part]
    if group:
        yield from _balanced(text, group)


def _of_both(text: str, before: Sequence[Part], group: Sequence[Part], part: Part) -> bool:
    """Whether a time after a comma is that of two drugs: "X 5 mg BID and Y 2 mg QD, 24 weeks"."""
    if part.kind != "duration" or not before or "," not in text[group[-1].end : part.start]:
        return False
    return _TWO_DRUGS.fullmatch(text, before[-1].end, group[0].start) is not None


def _whole_days(text: str, found: Iterable[list[Part]]) -> Iterator[list[Part]]:
    """Put the doses of one day together: "80 mg in the morning and 40 mg at night", "9 mg + 9 mg"."""
    last: list[Part] = []
    for group in found:
        if last and (_is_rest_of_day(text, last, group) or _is_same_again(text, last, group)):
            last = [*last, *group]
            continue
        if last:
            yield last
        last = group
    if last:
        yield last


def _is_rest_of_day(text: str, morning: Sequence[Part], evening: Sequence[Part]) -> bool:
    end, start = morning[-1].end, evening[0].start
    return (
        morning[0].kind == evening[0].kind == "amount"
        and start - end < _MAX_GAP
        and _AND.fullmatch(text, end, start) is not None
        and _MORNING.search(text, morning[-1].start, end) is not None
        and _EVENING.search(text, evening[-1].start, evening[-1].end) is not None
    )


def _is_same_again(text: str, first: Sequence[Part], second: Sequence[Part]) -> bool:
    if not (len(first) == 1 and first[0].kind == second[0].kind == "amount" and first[0].value == second[0].value):
        return False
    return _SAME_AGAIN.fullmatch(text, first[0].end, second[0].start) is not None


def _joined(text: str, group: Sequence[Part], part: Part) -> bool:
    last = group[-1]
    if part.start - last.end > _MAX_GAP:
        return False
    gap = _GAP.fullmatch(text, last.end, part.start)
    if gap is None or not _in_brackets(
        gap, text[group[0].start : last.end], is_form=part.kind == "form" and last.kind == "amount"
    ):
        return False
    word = (gap["word"] or "").lower().replace("×", "x").replace("*", "x")
    if part.kind not in _JOINS[word] or ((part.kind != "note" or word) and _GIVEN.search(text, last.end, part.start)):
        return False
    if part.kind == "amount":
        return _amount_joins(text, group, part, word, bool(gap["open"]))
    if part.kind in ("duration", "infusion"):
        return _time_joins(text, group, part, word, bool(gap["open"]))
    if part.kind == "frequency":
        if word == "of":
            return _EACH_CYCLE.match(text, part.start, part.end) is not None
        return not (word == "for" and part.value.get("period") and part.value["times"] == 1)
    return part.kind != "level" or not any(p.kind in ("amount", "level") for p in group)


def _in_brackets(gap: re.Match[str], before: str, *, is_form: bool) -> bool:
    """Whether a bracket that closes, or a semicolon before other than a form, follows one that opened in the group."""
    return (not gap["close"] or "(" in before or "[" in before) and (gap["comma"] != ";" or _is_open(before) or is_form)


def _time_joins(text: str, group: Sequence[Part], part: Part, word: str, opened: bool) -> bool:
    if word == "as":
        return _GIVEN_AFTER.match(text, part.end) is not None  # "as a 2-hour infusion"
    if word:
        return word not in ("during", "over", "in") or not _TIME_AFTER.match(text, part.end)
    if part.kind == "duration" and any(p.kind == "duration" for p in group):
        return part.value["unit"] in ("{cycle}", "{course}")
    if opened:
        return True
    by_itself = (
        part.kind == "duration"
        or "-" in text[part.start : part.end]
        or _GIVEN_AFTER.match(text, part.end)
        or _OF_EACH.search(text, part.start, part.end)
        or any(p.kind == "amount" and p.value.kind in _DEVICE for p in group)
    )
    return bool(by_itself) and not _TIME_AFTER.match(text, part.end)


def _is_open(text: str) -> bool:
    return text.count("(") + text.count("[") > text.count(")") + text.count("]")


def _amount_joins(text: str, group: Sequence[Part], part: Part, word: str, opened: bool) -> bool:
    amounts = [p.value for p in group if p.kind == "amount"]
    if not amounts:
        return word in ("", "at", "of", "fractions of") and not (
            word == "of" and group[-1].kind not in ("form", "frequency")
        )
    first, second = amounts[-1], part.value
    if word in ("", "at", "and") and {first.kind, second.kind} <= _DEVICE:
        told_apart = all(amount.unit != second.unit for amount in amounts)
        return told_apart and group[-1].kind != "route"  # "4 mA at 40 Hz", "660 nm, 100 mW, 9 J"
    if len(amounts) > 2:
        return False
    if _goes_with(text, group[-1], first, part, word):
        return True
    if opened and len(amounts) == 1 and group[-1].kind == "route" and _CLOSES.match(text, part.end):
        return True  # "300 mg s.c. (2 x 1 mL)"
    return group[-1].kind == "amount" and _follows(text, group[-1], part, word, opened and len(amounts) == 1)


def _goes_with(text: str, last: Part, first: Amount, part: Part, word: str) -> bool:
    """Whether an amount tells more of the last one, whatever stands between them."""
    second: Amount = part.value
    between = text[last.end : part.start]
    if first.unit == "%" and second.kind == "form":
        return word in ("", "of")  # "0.005% eye drops, one drop"
    if first.kind == second.kind == "radiation":
        of_each = word == "of" and _FRACTIONS.search(text, last.start, last.end) is not None
        return of_each or (word in ("", "at") and second.per == "{fraction}")  # "in 30 fractions of 2 Gy"
    if _UP_TO.search(between):
        of_strength = first.per in _PER_VOLUME or first.unit == "%"
        return of_strength and second.kind in ("volume", "mass")  # "10 mg/mL, up to 1 mL", "0.1%, up to 30 g/week"
    limited = first.kind == second.kind and first.kind in ("mass", "activity", "volume")
    return limited and _MOST.search(between) is not None  # "0.25 mg/kg b.i.d., max. 10 mg/day"


def _follows(text: str, last: Part, part: Part, word: str, opened: bool) -> bool:
    """Whether an amount directly after another is the same in other words: its volume, its strength, its limit."""
    first, second = last.value, part.value
    if (word == "in" or (first.unit == "%" and word == "")) and second.kind == "volume":
        return first.kind != "volume"  # "40 million cells in 8 mL", "2%, 5 mL"
    if opened and _CLOSES.match(text, part.end):
        return True  # "133 mg (10 mL)", "1 mg/kg/day (maximum 40 mg)"
    if "form" in (first.kind, second.kind) and first.kind != second.kind:
        return opened or _STRENGTH_OF.fullmatch(text, last.end, part.start) is not None
    return text[last.end : part.start].strip() == "/" and second.kind == "volume"


def _balanced(text: str, group: list[Part]) -> Iterator[list[Part]]:
    """Yield a group, cut before a bracket that is opened in it and not closed directly after it."""
    depth = 0
    opened_at = None
    for index, part in enumerate(group):
        before = text[group[index - 1].end : part.start] if index else ""
        for char in before + text[part.start : part.end]:
            if char in "([":
                depth += 1
                opened_at = index if depth == 1 else opened_at
            elif char in ")]":
                depth -= 1
    if depth > 0 and opened_at and not _CLOSED_BY.match(text, group[-1].end):
        yield group[:opened_at]
        yield from _balanced(text, group[opened_at:])
    else:
        yield group


def _without_edges(text: str, group: list[Part], *, is_rest: bool = False) -> list[Part]:
    """Drop what is no part of a dose at the edges of a group: a form before the amount, "a day" at the start."""
    while group and (
        (group[0].kind == "form" and (len(group) == 1 or not _leads(text, group)))
        or (group[0].kind == "note" and group[0].value != "as_needed" and len(group) == 1)
        or (group[0].kind == "note" and group[0].value in _LEFT_OUT)
        or _is_day_of(text, group)
        or _is_of_a_product(text, group)
        or group[0].kind == "repeat"
        or (group[0].kind == "days" and text[group[0].start].lower() == "d" and text[group[0].start + 1].isdigit())
        or (group[0].kind == "frequency" and not is_rest and _STARTS_ALONE.match(text, group[0].start))
    ):
        group = group[1:]
    return group[: _end_before_routes_of_next(text, group)]


def _end_before_routes_of_next(text: str, group: list[Part]) -> int:
    """Return how many pieces come before the routes of the next name: "day 1, intraperitoneal (IP) cisplatin"."""
    first = len(group)
    while first > 1 and group[first - 1].kind == "route":
        first -= 1
    if (
        first == len(group)
        or all(part.kind in ("form", "route") for part in group[:first])
        or not ("," in text[group[first - 1].end : group[first].start] or _starts_sentence(text, group[first]))
    ):
        return len(group)
    return first if _NAMED_AFTER.match(text, group[-1].end) else len(group)


def _starts_sentence(text: str, route: Part) -> bool:
    """Whether an adjective with a capital begins what comes next: "IV on day 8 Oral prednisone"."""
    return not route.adverb and text[route.start].isupper() and text[route.start + 1].islower()


def _leads(text: str, group: list[Part]) -> bool:
    """Whether a form at the start belongs to what follows: "tablet, 40 mg", "bolus of 9 mg"."""
    between = text[group[0].end : group[1].start].strip()
    listed = not text[: group[0].start].rstrip() or text[: group[0].start].rstrip()[-1] in ";,:"
    if text[group[0].start : group[0].end].lower().startswith("continuous"):
        return True
    return (between == "," and (group[1].kind == "amount" or (listed and group[1].kind == "frequency"))) or (
        between in ("of", "") and text[group[0].start : group[0].end].lower() == "bolus"
    )


def _is_day_of(text: str, group: list[Part]) -> bool:
    """Whether a group starts with the day of what follows: "on day 0 at 2 mg/kg"."""
    first = group[0]
    if first.kind != "days":
        return False
    if text[first.start] in "aA":  # "at 0, 12 and 24 h"
        return True
    single = first.value.times == 1 and not first.value.repeated
    return single and len(group) > 1 and group[1].kind == "amount"


def _is_of_a_product(text: str, group: list[Part]) -> bool:
    """Whether a group starts with the route of a product that is named before: "X transdermal gel 50 mg"."""
    if len(group) < 3 or group[0].adverb or [part.kind for part in group[:3]] != ["route", "form", "amount"]:
        return False
    return group[1].value not in (None, "injection") and "," not in text[group[1].end : group[2].start]


def place_of(text: str, group: Sequence[Part]) -> tuple[int, int]:
    """Return the half-open place of a group: its comparison before, its closing bracket and its noun after."""
    start = _start_of(text, group)
    return start, _end_of(text, group, start)


def _start_of(text: str, group: Sequence[Part]) -> int:
    first, start = group[0], group[0].start
    rest = first.kind == "frequency" and _STARTS_ALONE.match(text, start) is not None
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
    if _is_open(text[start:end]):
        closed = _CLOSED_BY.match(text, end)
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
