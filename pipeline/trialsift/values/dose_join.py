"""Which pieces of regimens stand together, by the words and brackets between them.

Read in this order: `groups`, then `_joined`, which says whether a piece goes on with those before it. What is left out
at the edges is in dose_edges.py, where a group's span begins and ends in dose_place.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trialsift.values.dose_edges import LEFT_OUT, without_edges
from trialsift.values.dose_place import CLOSED_BY, is_open
from trialsift.values.part import Amount, Part

_GAP = re.compile(
    r"(?:\s?\(\s?[±+−-]/?-?\s?\d{1,2}(?:\s?/\s?\+\s?\d{1,2})?(?:\s\w{1,6})?\))?"
    r"(?:(?:\s(?:each|total|max(?:imum)?|at (?:the )?most))?(?P<close>[)\]]))?"
    r"-?\s?(?P<comma>,|[–—](?=[ ])|â€“|÷|;)?\s{0,3}"
    r"(?P<open>[(\[])?\s{0,2}"
    r"(?:(?:dose|route|both|repeated|divided(?:\sinto)?|given|total|bilateral(?:ly)?,?)[ ])?"
    r"(?:(?P<word>and|for|over|during|throughout|[x×*]|from|on|in|at|of|as|by|via|through|fractions of|with)"
    r"\s{0,2}(?:(?<![a-z])|(?<=[ ]x)$))?"
    r"(?:(?:an?|the|each|every)\s)?"
    r"(?:(?:(?:further|another|additional|next|first|past|maximum|initial)\s)?(?:(?:total|maximum|minimum|max|"
    r"period|duration|course)\sof\s)?"
    r"(?:(?:approximately|about|around|up ?to|at least|at most|a maximum of|a minimum of|a total of|no more than|"
    r"capped\sat|more than|the first|max\.?(?:imum)?|(?:not\sto|not)\sexceed(?:ing)?|~|≥|>=|>|≤|<)\s?)?)",
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
_DEVICE = frozenset(
    {"electricity", "frequency", "energy", "temperature", "length", "pressure", "intensity", "pulse", "optics"}
)
_MOST = re.compile(r"\b(?:max\w*|exceed\w*|at most|no more than|capped)\b", re.IGNORECASE)
_AT_MOST_AFTER = re.compile(r"\sat (?:the )?most\b", re.IGNORECASE)
_UP_TO = re.compile(r"\bup to\b", re.IGNORECASE)
_PER_VOLUME = frozenset({"mL", "L"})
_MORNING = re.compile(r"morning|\bq?\.?AM\b|breakfast|midday|noon", re.IGNORECASE)
_EVENING = re.compile(r"evening|afternoon|night|bedtime|\bq?\.?PM\b|\bHS\b|dinner|supper|before sleep", re.IGNORECASE)
_AND = re.compile(r"(?:,?\s(?:and|plus|&)\s|,\s)(?P<number>one\s|two\s|\d\s)?", re.IGNORECASE)
_OR = re.compile(r"\s(?:and/)?or\s|\s?/\s?", re.IGNORECASE)
_FRACTIONS = re.compile(r"\b(?:fractions?|fx)$", re.IGNORECASE)
_GIVEN = re.compile(r"\bgiven\b", re.IGNORECASE)
_TWO_DRUGS = re.compile(r"\s(?:and|plus|with|\+)\s[^.;,\n]{1,40}", re.IGNORECASE)
_OF_EACH = re.compile(r"\b(?:each|session|time|treatment|exposure|application)\b", re.IGNORECASE)
_EACH_CYCLE = re.compile(r"(?:each|every)\b[^.]{0,30}\b(?:cycle|course)", re.IGNORECASE)
_SAME_AGAIN = re.compile(r"\s?\+\s?")
_CLOSES = re.compile(
    r"(?:\s(?:each|total|max\w*|at (?:the )?most|per (?:day|dose)|tablets?|capsules?|pills?|vials?|syringes?))?[)\]]",
    re.IGNORECASE,
)
_STRENGTH_OF = re.compile(r"\s?(?:[(\[]|of\s|x\s?|×\s?|,|\s)\s?(?:each\s)?", re.IGNORECASE)


def groups(text: str, parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Yield the pieces that make up one span each, left to right."""
    before: list[Part] = []
    for whole in _whole_days(text, _together(text, parts)):
        group = without_edges(text, whole, is_rest=_is_rest_of_amount(text, before, whole))
        before = whole
        if group and not all(part.kind == "note" and part.value in LEFT_OUT for part in group):
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
    between = _AND.fullmatch(text, end, start) if start - end < _MAX_GAP else None
    if between is None or morning[0].kind not in ("amount", "infusion"):
        return False
    first, second = (morning[-1].start, end), (start, evening[-1].end)
    return evening[0].kind == ("frequency" if between["number"] else morning[0].kind) and any(
        _MORNING.search(text, *one) and _EVENING.search(text, *two) for one, two in ((first, second), (second, first))
    )


def _is_same_again(text: str, first: Sequence[Part], second: Sequence[Part]) -> bool:
    if not (len(first) == 1 and first[0].kind == second[0].kind == "amount" and first[0].value == second[0].value):
        return False
    return _SAME_AGAIN.fullmatch(text, first[0].end, second[0].start) is not None


def _joined(text: str, group: Sequence[Part], part: Part) -> bool:
    last = group[-1]
    if part.start - last.end > _MAX_GAP:
        return False
    if part.kind == last.kind == "route" and _OR.fullmatch(text, last.end, part.start):
        return group[0].kind == "amount"  # "75 mg/m2 IV or SC"
    gap = _GAP.fullmatch(text, last.end, part.start)
    if gap is None or not _in_brackets(
        gap, text[group[0].start : last.end], is_form=part.kind == "form" and last.kind == "amount"
    ):
        return False
    if gap["comma"] and last.kind == "days" and part.kind in ("days", "frequency") and _is_next_step(group, part):
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


def _is_next_step(group: Sequence[Part], part: Part) -> bool:
    """Whether how often is said again for other weeks: "twice weekly in weeks 1-4, weekly in weeks 5-16"."""
    again = part.kind == "days" or "period" in part.value
    return again and any(other.kind == part.kind for other in group)


def _in_brackets(gap: re.Match[str], before: str, *, is_form: bool) -> bool:
    """Whether a bracket that closes, or a semicolon before other than a form, follows one that opened in the group."""
    return (not gap["close"] or "(" in before or "[" in before) and (gap["comma"] != ";" or is_open(before) or is_form)


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
        or (group[-1].kind == "frequency" and "," in text[group[-1].end : part.start])
        or _GIVEN_AFTER.match(text, part.end)
        or _OF_EACH.search(text, part.start, part.end)
        or any(p.kind == "amount" and p.value.kind in _DEVICE for p in group)
    )
    return bool(by_itself) and not _TIME_AFTER.match(text, part.end)


def _amount_joins(text: str, group: Sequence[Part], part: Part, word: str, opened: bool) -> bool:
    amounts = [p.value for p in group if p.kind == "amount"]
    if not amounts:
        if word == "of":
            return group[-1].kind in ("form", "frequency")
        after_time = group[-1].kind == "duration" and word == "" and not opened and part.value.kind not in _DEVICE
        return word in ("", "at", "fractions of") and not after_time  # "for three days, 2 mg"
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
        if first.kind == second.kind and _by_weight(first) and not second.per:
            return True  # "10 mg/kg, up to 400 mg"
        of_strength = first.per in _PER_VOLUME or first.unit == "%"
        return of_strength and second.kind in ("volume", "mass")  # "10 mg/mL, up to 1 mL", "0.1%, up to 30 g/week"
    limited = first.kind == second.kind and first.kind in ("mass", "activity", "volume")
    most = _MOST.search(between) or _AT_MOST_AFTER.match(text, part.end)
    return limited and most is not None  # "0.25 mg/kg b.i.d., max. 10 mg/day"


def _by_weight(amount: Amount) -> bool:
    return not {"kg", "m2"}.isdisjoint((amount.per or "").split("."))


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
    if depth > 0 and opened_at and not CLOSED_BY.match(text, group[-1].end):
        yield group[:opened_at]
        yield from _balanced(text, group[opened_at:])
    else:
        yield group
