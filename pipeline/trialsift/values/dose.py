"""Doses and regimens in running text: amount, frequency, duration, route, form, level, schedule.

Read in this order: `regimen.py` finds the pieces ("50 mg", "twice daily"), `find_candidates` joins those that
stand together to one span, `_Regimen` makes the value of a span from its pieces, `find_doses` leaves out spans
that are no dose by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from trialsift.values.frequency import rate
from trialsift.values.lexicon import first_word, lexicon
from trialsift.values.part import Amount, Days, Part, Value, plain
from trialsift.values.quantity import compared_from
from trialsift.values.regimen import read_parts


@dataclass(frozen=True, slots=True)
class Dose:
    """A dose, `[start, end)` of its text; units are UCUM; None for what is not said.

    per: what the amount is given for: "kg", "m2", "d", "kg.d". frequency: {"times", "period", "unit"}, only
    "times" for a number of doses. schedule: what else is said: "days" and "cycle" of a cycle, "infusion" (how
    long one takes), "strength" of a tablet, "phase" ("loading", "maintenance", …), "as_needed", "with_meals".
    """

    start: int
    end: int
    amount: Value | None = None
    unit: str | None = None
    per: str | None = None
    frequency: dict[str, Any] | None = None
    duration: dict[str, Any] | None = None
    route: str | None = None
    form: str | None = None
    level: str | None = None
    schedule: dict[str, Any] | None = None

    def attrs(self) -> dict[str, Any]:
        """Return what is said, in the form of the annotation guidelines."""
        found: dict[str, Any] = {}
        if self.amount is not None:
            found["amount"] = numbers(self.amount)
        names = ("unit", "per", "frequency", "duration", "route", "form", "level")
        return found | {name: value for name in names if (value := getattr(self, name)) is not None}


def numbers(value: Value) -> Any:
    """Return a number or range for JSON, whole numbers without a fraction."""
    return [plain(v) for v in value] if isinstance(value, tuple) else plain(value)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A dose with the pieces that it was read from; whether it is one may depend on what stands around it."""

    dose: Dose
    parts: tuple[Part, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of the pieces."""
        return frozenset(part.kind for part in self.parts)

    @property
    def amount(self) -> Amount | None:
        """The first amount."""
        return next((part.value for part in self.parts if part.kind == "amount"), None)


_GAP = re.compile(
    r"(?P<close>[)\]])?[ ]?(?P<comma>,)?\s{0,3}(?P<open>[(\[])?\s{0,2}(?:(?:dose|route)[ ])?"
    r"(?:(?P<word>for|over|during|throughout|[x×*]|from|on|in|at|of|as|by|via|fractions of|with)\s{0,2}(?<![a-z]))?"
    r"(?:(?:an?|the|each|every)\s)?"
    r"(?:(?:(?:further|another|additional|next|first|past|maximum|initial)\s)?(?:(?:total|maximum|minimum|max|"
    r"period|duration|course)\sof\s)?"
    r"(?:(?:approximately|about|around|up to|at least|at most|a maximum of|a minimum of|a total of|no more than|"
    r"more than|the first|~|≥|>=|>|≤|<)\s?)?)",
    re.IGNORECASE,
)
_MAX_GAP = 48
_JOINS: dict[str, frozenset[str]] = {
    "for": frozenset({"duration", "infusion", "frequency", "cycle"}),
    "over": frozenset({"duration", "infusion"}),
    "during": frozenset({"duration", "infusion", "cycle", "days"}),
    "throughout": frozenset({"duration", "cycle"}),
    "x": frozenset({"duration", "frequency"}),
    "on": frozenset({"days", "frequency"}),
    "from": frozenset({"days"}),
    "in": frozenset({"cycle", "frequency", "note", "amount"}),
    "at": frozenset({"days", "frequency", "amount", "level"}),
    "of": frozenset({"cycle", "amount", "duration", "infusion"}),
    "as": frozenset({"route", "form", "frequency", "note"}),
    "by": frozenset({"route", "form"}),
    "via": frozenset({"route", "form"}),
    "fractions of": frozenset({"amount"}),
    "with": frozenset(),
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
    r"\s?(?:of age|old\b|prior|before|ago\b|after|apart|post|earlier|later|preceding|previous|since|from)",
    re.IGNORECASE,
)
_GIVEN_AFTER = re.compile(
    r"\s(?:continuous |intermittent )?(?:IV|i\.v\.|SC|intravenous|infusion|subcutaneous)\b", re.IGNORECASE
)
_STARTS_ALONE = re.compile(r"(?:an?|per)\s|/", re.IGNORECASE)
_DOSE_WORD = re.compile(r"\s(?:oral\s|intravenous\s|IV\s|subcutaneous\s)?(?:dos(?:es?|age)|session)\b", re.IGNORECASE)
_STIMULATION = ({"electricity", "frequency"}, {"electricity", "energy"}, {"frequency", "energy"})
_CONTINUOUS = re.compile(r"continuous", re.IGNORECASE)
_CLOSES = re.compile(r"(?:\s(?:total|max\w*|per (?:day|dose)))?[)\]]", re.IGNORECASE)
_NAMED_AFTER = re.compile(
    r"\s(?!administration|route|use\b|injection|infusion|dos|for\b|over\b|on\b|in\b)[a-z]{2,}", re.IGNORECASE
)
_WAY = re.compile(r"\s(?:administration|route(?: of administration)?|use|delivery|application)\b", re.IGNORECASE)
_STRENGTH_OF = re.compile(r"\s?(?:[(\[]|of\s|x\s?|×\s?|,|\s)\s?(?:each\s)?", re.IGNORECASE)


def find_candidates(text: str) -> list[Candidate]:
    """Join the pieces of regimens that stand together, left to right, without overlap."""
    found: list[Candidate] = []
    for group in _groups(text, read_parts(text)):
        group = _without_edges(text, group)
        if group:
            found.append(_candidate(text, group))
    return found


def _groups(text: str, parts: Sequence[Part]) -> Iterator[list[Part]]:
    group: list[Part] = []
    for part in parts:
        if group and _joined(text, group, part):
            group.append(part)
            continue
        if group:
            yield from _balanced(text, group)
        group = [part]
    if group:
        yield from _balanced(text, group)


def _joined(text: str, group: Sequence[Part], part: Part) -> bool:
    last = group[-1]
    if part.start - last.end > _MAX_GAP:
        return False
    gap = _GAP.fullmatch(text, last.end, part.start)
    if gap is None or (
        gap["close"] and "(" not in text[group[0].start : last.end] and "[" not in text[group[0].start : last.end]
    ):
        return False
    word = (gap["word"] or "").lower().replace("×", "x").replace("*", "x")
    if part.kind not in _JOINS[word]:
        return False
    if part.kind == "amount":
        return _amount_joins(text, group, part, word, bool(gap["open"]))
    if part.kind == "duration" and word == "" and any(p.kind == "duration" for p in group):
        return part.value["unit"] == "{cycle}"
    if part.kind in ("duration", "infusion") and word == "" and not gap["open"]:
        by_itself = part.kind == "duration" or "-" in text[part.start : part.end] or _GIVEN_AFTER.match(text, part.end)
        return bool(by_itself) and not _TIME_AFTER.match(text, part.end)
    if part.kind == "level":
        return not any(p.kind in ("amount", "level") for p in group)
    return not (part.kind == "frequency" and word == "for" and part.value.get("period") and part.value["times"] == 1)


def _amount_joins(text: str, group: Sequence[Part], part: Part, word: str, opened: bool) -> bool:
    amounts = [p.value for p in group if p.kind == "amount"]
    if not amounts:
        return word in ("", "at", "of", "fractions of") and not (
            word == "of" and group[-1].kind not in ("form", "frequency")
        )
    if len(amounts) > 2:
        return False
    first, second = amounts[-1], part.value
    if group[-1].kind == "amount" and (word == "in" or (first.unit == "%" and word == "")) and second.kind == "volume":
        return first.kind != "volume"  # "40 million cells in 8 mL", "2%, 5 mL"
    if group[-1].kind == "amount" and word in ("", "at") and {first.kind, second.kind} in _STIMULATION:
        return True  # "4 mA at 40 Hz"
    if group[-1].kind == "amount" and opened and len(amounts) == 1 and _CLOSES.match(text, part.end):
        return True  # "133 mg (10 mL)", "1 mg/kg/day (maximum 40 mg)"
    if group[-1].kind == "amount" and "form" in (first.kind, second.kind) and first.kind != second.kind:
        return bool(_STRENGTH_OF.fullmatch(text, group[-1].end, part.start)) or opened
    return group[-1].kind == "amount" and text[group[-1].end : part.start].strip() == "/" and second.kind == "volume"


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
    if depth > 0 and opened_at and text[group[-1].end : group[-1].end + 1] not in (")", "]"):
        yield group[:opened_at]
        yield from _balanced(text, group[opened_at:])
    else:
        yield group


def _without_edges(text: str, group: list[Part]) -> list[Part]:
    """Drop what is no part of a dose at the edges of a group: a form before the amount, "a day" at the start."""
    while group and (
        (group[0].kind == "form" and (len(group) == 1 or not _leads(text, group)))
        or (group[0].kind == "note" and group[0].value != "as_needed" and len(group) == 1)
        or (group[0].kind == "note" and group[0].value in ("with_meals", "start"))
        or group[0].kind == "repeat"
        or (group[0].kind == "frequency" and _STARTS_ALONE.match(text, group[0].start))
    ):
        group = group[1:]
    return group[:-1] if len(group) > 1 and _names_the_next(text, group) else group


def _names_the_next(text: str, group: list[Part]) -> bool:
    """Whether the last piece is the route of the next name: "daily, topical diclofenac"."""
    last = group[-1]
    adjective = last.kind == "route" and not last.adverb
    return adjective and "," in text[group[-2].end : last.start] and _NAMED_AFTER.match(text, last.end) is not None


def _leads(text: str, group: list[Part]) -> bool:
    """Whether a form at the start belongs to what follows: "tablet, 40 mg", "bolus of 9 mg"."""
    between = text[group[0].end : group[1].start].strip()
    return between == "," or (between == "of" and text[group[0].start : group[0].end].lower() == "bolus")


def _candidate(text: str, group: list[Part]) -> Candidate:
    start, end = group[0].start, group[-1].end
    first = group[0]
    if first.kind in ("amount", "duration", "infusion") or (first.kind == "frequency" and "times" in first.value):
        start = compared_from(text, start)
    if first.kind == "infusion" and re.search(r"\bover\s$", text[max(0, start - 6) : start], re.IGNORECASE):
        start -= 5
    inside = text[start:end]
    if inside.count("(") + inside.count("[") > inside.count(")") + inside.count("]"):
        end += 1
    if text[first.start : first.end].lower() == "single" and (word := _DOSE_WORD.match(text, end)):
        end = word.end()
    last = group[-1]
    if last.kind == "route" and not last.adverb and (len(group) == 1 or first.value == {"times": 1}):
        way = _WAY.match(text, end)
        end = way.end() if way else end
    regimen = _Regimen(text, group)
    phase = _phase(text, start, end)
    if phase and any(part.kind == "amount" for part in group):
        regimen.schedule["phase"] = phase
    return Candidate(regimen.dose(start, end), tuple(group))


_PHASES = (
    ("loading", re.compile(r"\bload(?:ing|ed)?\b", re.IGNORECASE)),
    ("maintenance", re.compile(r"\bmaint\w*", re.IGNORECASE)),
    ("increase", re.compile(r"\b(?:titrat|increas|escalat|rais)\w*", re.IGNORECASE)),
    ("decrease", re.compile(r"\b(?:reduc|decreas|taper|lower)\w*", re.IGNORECASE)),
    ("start", re.compile(r"\b(?:start|initial|begin)\w*", re.IGNORECASE)),
    ("maximum", re.compile(r"\b(?:max\w*|not (?:to )?exceed\w*)", re.IGNORECASE)),
)
_PHASE_BEFORE = re.compile(r"[^.;,()]{0,40}$")


def _phase(text: str, start: int, end: int) -> str | None:
    """Return which step of a regimen an amount is, from the words directly before it or in it: "titrated up to"."""
    before = _PHASE_BEFORE.search(text, max(0, start - 40), start)
    words = (before[0] if before else "") + " " + text[start:end]
    found = [(match.start(), name) for name, form in _PHASES for match in form.finditer(words)]
    return max(found)[1] if found else None


class _Regimen:
    """The value of the pieces of one dose."""

    def __init__(self, text: str, parts: Sequence[Part]) -> None:
        self.text = text
        self.parts = parts
        self.schedule: dict[str, Any] = {}
        self.rates: list[dict[str, Any]] = []  # frequencies that amounts imply

    def of(self, kind: str) -> list[Any]:
        """Return the values of the pieces of a kind."""
        return [part.value for part in self.parts if part.kind == kind]

    def dose(self, start: int, end: int) -> Dose:
        """Return the dose."""
        amount, form = self._amount()
        duration = self._duration()
        frequency = self._frequency(amount)
        levels = self.of("level")
        if any(part.kind == "form" and _CONTINUOUS.match(self.text, part.start) for part in self.parts):
            self.schedule["continuous"] = True
        for pattern in self.of("pattern"):
            self.schedule |= pattern
        for times in self.of("repeat"):
            self.schedule["repeats"] = times
        for note in self.of("note"):
            if note in ("as_needed", "with_meals", "continuous"):
                self.schedule[note] = True
        if any(part.kind == "form" and _CONTINUOUS.match(self.text, part.start) for part in self.parts):
            self.schedule["continuous"] = True
        for pattern in self.of("pattern"):
            self.schedule |= pattern
        return Dose(
            start,
            end,
            amount.value if amount else None,
            (amount.unit or None) if amount else None,
            amount.per if amount else None,
            frequency,
            duration,
            self._route(),
            form or next((form for form in self.of("form") if form), None),
            levels[0] if levels else None,
            self.schedule or None,
        )

    def _amount(self) -> tuple[Amount | None, str | None]:
        """Return the amount and the form that it is counted in; "2 tablets of 50 mg" keeps 50 mg as its strength."""
        amounts: list[Amount] = self.of("amount")
        if not amounts:
            return None, None
        first = amounts[0]
        counted = next((a for a in amounts[1:] if a.kind == "form" and a.per == "d" and a.value is not None), None)
        if counted and len(amounts) == 2:  # "200 mg (3 tablets/day)": three times a day
            self.rates.append(rate(counted.value, 1.0, "d"))
        per = None if self.rates else next((amount.per for amount in amounts if amount.per), None)
        if per and not first.per:
            first = Amount(first.value, first.unit, per, first.kind, first.every, first.combined)
        form = next((_FORMS[amount.unit] for amount in amounts if amount.unit in _FORMS), None)
        if len(amounts) > 1 and first.kind == "form":
            second = amounts[1]
            if second.value is not None:
                self.schedule["strength"] = {"amount": numbers(second.value), "unit": second.unit}
        elif len(amounts) > 1 and amounts[1].kind == "form" and amounts[1].value is not None:
            self.schedule["units"] = {"amount": numbers(amounts[1].value), "unit": amounts[1].unit}
        return first, form

    def _frequency(self, amount: Amount | None) -> dict[str, Any] | None:
        found: list[dict[str, Any]] = self.of("frequency")
        if amount and amount.every:
            self.rates.append(rate(1.0, *amount.every))
        found = [*self.rates, *found]
        rates = [each for each in found if "period" in each]
        counts = [each for each in found if "period" not in each]
        days: list[Days] = self.of("days")
        if days:
            self.schedule["days"] = list(days[0].days)
        if rates or counts:
            return _rate_of(rates, counts) if rates else _of_count(counts[0], amount)
        if days:
            return self._of_days(days[0], amount)
        cycles, durations = self.of("cycle"), self.of("duration")
        return rate(1.0, float(cycles[0]["value"]), cycles[0]["unit"]) if cycles and durations else None

    def _of_days(self, days: Days, amount: Amount | None) -> dict[str, Any] | None:
        if days.cycle:
            return rate(float(days.times), *days.cycle)
        weeks = any(each["unit"] == "wk" for each in self.of("duration"))
        if weeks and days.times > 1 and max(days.days) <= 7:  # "days 1-5 for 5 weeks"
            return rate(float(days.times), 1.0, "wk")
        if self._lasts(days):
            return None
        once = days.times == 1 and not days.repeated and amount is None
        return None if days.span or once else rate(float(days.times))

    def _lasts(self, days: Days) -> bool:
        """Whether days are a span of treatment: "Day 1 to Day 21", "continuously on days 1-6"."""
        return (
            days.times > 1
            and (days.span or "continuous" in self.of("note"))
            and days.times == days.days[-1] - days.days[0] + 1
        )

    def _duration(self) -> dict[str, Any] | None:
        durations, infusions = self.of("duration"), self.of("infusion")
        days: list[Days] = self.of("days")
        cycles = self.of("cycle") + [{"value": plain(d.cycle[0]), "unit": d.cycle[1]} for d in days if d.cycle]
        if cycles:
            self.schedule["cycle"] = cycles[0]
        repeats, rates = self.of("repeat"), self.of("frequency")
        if repeats and rates and not durations and rates[0].get("period") == rates[0]["times"] == 1:
            durations = [{"value": repeats[0], "unit": rates[0]["unit"]}]  # "weekly × 4"
        longer = [each for each in durations if each["unit"] != "{cycle}"] or durations
        if infusions and longer:
            self.schedule["infusion"] = infusions[0]
        if longer:
            return longer[0]
        if days and self._lasts(days[0]):
            return {"value": days[0].times, "unit": "d"}
        return infusions[0] if infusions else cycles[0] if cycles and not days else None

    def _route(self) -> str | None:
        routes = self.of("route")
        if routes:
            return routes[0]
        for part in self.parts:  # "oral suspension"
            if part.kind == "form":
                hit = lexicon("routes").at(self.text, part.start, first_word(self.text[part.start : part.end]))
                if hit and hit[0] <= part.end:
                    return hit[1]["route"]
        return None


_FORMS = {
    "{tablet}": "tablet", "{capsule}": "capsule", "{caplet}": "tablet", "{pill}": "pill", "{lozenge}": "lozenge",
    "{patch}": "patch", "{suppository}": "suppository", "{sachet}": "sachet", "{implant}": "implant",
}  # fmt: skip


def _of_count(count: dict[str, Any], amount: Amount | None) -> dict[str, Any]:
    """Return a number of doses as a rate where the amount is one of a day: "200 mg/day in four doses"."""
    daily = amount is not None and (amount.per or "").split(".")[-1] == "d"
    return rate(float(count["times"]), 1.0, "d") if daily and not isinstance(count["times"], list) else count


def _rate_of(rates: list[dict[str, Any]], counts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the frequency that says most: "daily, 5 days a week" is 5 a week, "twice every 3 weeks" 2 in 3 weeks."""
    first = rates[0]
    daily = first == {"times": 1, "period": 1, "unit": "d"}
    for other in rates[1:]:
        if daily and (other["unit"] == "h" or (other["unit"] == "wk" and other["times"] not in (1, [1]))):
            return other
    if counts and counts[0]["times"] == 2 and first["times"] == 1 and first["period"] != 1:
        return {**first, "times": 2}
    return first


_OWN_AMOUNTS = frozenset({"mass", "amount", "activity", "radiation", "form", "auc", "count"})
_CONCENTRATION = re.compile(r"(?:^|\.)(?:L|dL|mL|uL|cm|cm2)\b")
_CELLS = 1000.0


def is_strong(candidate: Candidate) -> bool:
    """Whether a candidate is a dose wherever it stands: a mass, or two pieces of which one says how it is given."""
    amount = candidate.amount
    kinds = candidate.kinds
    if amount is not None:
        by_weight = amount.kind == "volume" and not {"kg", "m2"}.isdisjoint((amount.per or "").split("."))
        own = (
            (amount.kind in _OWN_AMOUNTS or by_weight)
            and not (amount.kind == "count" and _few(amount))
            and not _CONCENTRATION.search(amount.per or "")
            and amount.unit != "kg"
        )
        return own or bool(kinds & {"frequency", "duration", "route", "form", "infusion"})
    return bool(kinds & {"level"}) or len(kinds) > 1 or "note" in kinds


def _few(amount: Amount) -> bool:
    """Whether a count is too small for one of cells or viruses: "one cell"."""
    high = amount.value[1] if isinstance(amount.value, tuple) else amount.value
    return amount.per is None and (high is None or high < _CELLS)


def find_doses(text: str) -> list[Dose]:
    """Find the doses of a text, left to right, without overlap.

    A frequency by itself ("10 mg of X daily") counts after a dose in its sentence.
    """
    found: list[Dose] = []
    for candidate in find_candidates(text):
        dose = candidate.dose
        if is_strong(candidate) or (found and _goes_on(text, found[-1], candidate)):
            found.append(dose)
    return found


_OF_THE_SAME = frozenset({"frequency", "route", "note"})
_SENTENCE_END = re.compile(r"[.;]\s|\n")


def _goes_on(text: str, last: Dose, candidate: Candidate) -> bool:
    rate_of = candidate.dose.frequency or {}
    of_the_same = candidate.kinds <= _OF_THE_SAME and rate_of.get("unit") in ("d", "h")
    return of_the_same and not _SENTENCE_END.search(text, last.end, candidate.dose.start)


def parse_dose(text: str) -> Dose | None:
    """Parse a text that states a dose; of several, the first that has an amount. None where there is none."""
    found = [candidate.dose for candidate in find_candidates(text)]
    return next((dose for dose in found if dose.amount is not None), found[0] if found else None)
