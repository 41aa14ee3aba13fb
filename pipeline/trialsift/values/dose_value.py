"""The value of a dose from the pieces that it was read from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from trialsift.values.duration import length, time_unit
from trialsift.values.frequency import rate
from trialsift.values.lexicon import first_word, lexicon
from trialsift.values.part import Amount, Days, Part, Value, plain


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


_LENGTHS = {"d": 1, "wk": 7, "mo": 28, "a": 365}  # in days
_PER_TIME = re.compile(r"(?:per|an?)\s|/", re.IGNORECASE)
_PER_WEIGHT = re.compile(r"per\s(?:kilogram|kg|(square met(?:er|re)|m2))\sper\b", re.IGNORECASE)
_INJECTIONS = re.compile(r"\binjections?$", re.IGNORECASE)
_DAILY = {"times": 1, "period": 1, "unit": "d"}
_CONTINUOUS = re.compile(r"continuous", re.IGNORECASE)
_FORMS = {
    "{tablet}": "tablet", "{capsule}": "capsule", "{caplet}": "tablet", "{pill}": "pill", "{lozenge}": "lozenge",
    "{patch}": "patch", "{suppository}": "suppository", "{sachet}": "sachet", "{implant}": "implant",
}  # fmt: skip
# of several things set on a device, what it gives comes before how it gives it
_SETTINGS = {
    "energy": 1,
    "electricity": 2,
    "intensity": 3,
    "pressure": 4,
    "pulse": 5,
    "temperature": 6,
    "frequency": 7,
    "length": 8,
}
_POWER = 1.5  # what a device gives in all comes before how strongly it gives it
_OF_A_PART = frozenset({"{fraction}", "{session}"})  # "66 Gy in 33 fractions (2 Gy per fraction)"
_ORAL = re.compile(r"\soral\s\w+ equiv", re.IGNORECASE)
_LONG = re.compile(r"\b(?P<number>\d{1,3})[- ]?(?P<unit>minute|min|hour|h)\s(?!interval)", re.IGNORECASE)
_KEPT_NOTES = frozenset({"as_needed", "with_meals", "continuous"})
_PHASES = re.compile(
    r"\b(?:(?P<loading>load(?:ing|ed)?\b)|(?P<maintenance>maint)|(?P<increase>titrat|increas|escalat|rais)|"
    r"(?P<decrease>reduc|decreas|taper|lower)|(?P<start>start|initial|begin)|(?P<maximum>max|not (?:to )?exceed))",
    re.IGNORECASE,
)
_THEN = re.compile(r"\b(?:then|followed by)\b", re.IGNORECASE)
_PHASE_BEFORE = re.compile(r"[^.;,()]{0,40}$")


def dose_of(text: str, parts: Sequence[Part], start: int, end: int) -> Dose:
    """Return the dose at `[start, end)` that some pieces make up."""
    regimen = _Regimen(text, parts)
    phase = _phase(text, start, end)
    if phase and any(part.kind == "amount" for part in parts):
        regimen.schedule["phase"] = phase
    return regimen.dose(start, end)


def _phase(text: str, start: int, end: int) -> str | None:
    """Return which step of a regimen an amount is, from the words directly before it or in it: "titrated up to"."""
    before = _PHASE_BEFORE.search(text, max(0, start - 40), start)
    words = (before[0] if before else "") + " " + text[start:end]
    words = _THEN.split(words)[-1]
    found = [match.lastgroup for match in _PHASES.finditer(words)]
    return found[-1] if found else None


class _Regimen:
    """The value of the pieces of one dose."""

    def __init__(self, text: str, parts: Sequence[Part]) -> None:
        self.text = text
        self.parts = parts
        self.schedule: dict[str, Any] = {}
        self.rates: list[dict[str, Any]] = []  # frequencies that amounts imply
        self._values: dict[str, list[Any]] = {}
        for part in parts:
            self._values.setdefault(part.kind, []).append(part.value)

    def of(self, kind: str) -> list[Any]:
        """Return the values of the pieces of a kind."""
        return self._values.get(kind, [])

    def dose(self, start: int, end: int) -> Dose:
        """Return the dose."""
        amount, form = self._amount()
        duration = self._duration()
        frequency = self._frequency(amount)
        per = amount.per if amount else self._per_alone(start)
        if per and not amount:
            frequency = None
        levels = self.of("level")
        self._note_schedule()
        return Dose(
            start,
            end,
            amount.value if amount else None,
            (amount.unit or None) if amount else None,
            per,
            frequency,
            duration,
            self._route(),
            form or next((form for form in self.of("form") if form), None) or self._counted_form(),
            levels[0] if levels else None,
            self.schedule or None,
        )

    def _per_alone(self, start: int) -> str | None:
        """Return what an amount before is given for: the "per kilogram per day" of "1 mg of X per kilogram per day"."""
        first = self.parts[0]
        if first.kind != "frequency" or "unit" not in first.value or not _PER_TIME.match(self.text, first.start):
            return None
        weight = _PER_WEIGHT.match(self.text, start)
        unit: str = first.value["unit"]
        return f"{'m2' if weight[1] else 'kg'}.{unit}" if weight else unit

    def _counted_form(self) -> str | None:
        """Return what is counted where that is a form: "two injections"."""
        counts = (part for part in self.parts if part.kind == "frequency" and "period" not in part.value)
        return "injection" if any(_INJECTIONS.search(self.text, part.start, part.end) for part in counts) else None

    def _note_schedule(self) -> None:
        """Keep what has no attribute of its own: patterns of days on and off, repeats, notes."""
        for kept in self.of("pattern"):
            self.schedule |= kept
        for times in self.of("repeat"):
            self.schedule["repeats"] = times
        continuous = any(part.kind == "form" and _CONTINUOUS.match(self.text, part.start) for part in self.parts)
        for note in [*self.of("note"), *(["continuous"] if continuous else [])]:
            if note in _KEPT_NOTES:
                self.schedule[note] = True

    def _amount(self) -> tuple[Amount | None, str | None]:
        """Return the amount and the form that it is counted in; "2 tablets of 50 mg" keeps 50 mg as its strength."""
        amounts: list[Amount] = self.of("amount")
        if not amounts:
            return None, None
        amounts = sorted(amounts, key=_place_among_settings)
        first = amounts[0]
        if len(amounts) > 2 and amounts[1].kind == "form" and amounts[2].kind == "volume" and _is_strength(first):
            amounts = [first, *amounts[2:]]  # "4%, one cartridge (1.7 mL)"
        given = len(amounts) > 1 and (amounts[1].kind == "volume" or (first.unit == "%" and _is_given_of(amounts[1])))
        if given and _is_strength(first):
            self.schedule["strength"] = (
                {"amount": numbers(first.value), "unit": first.unit} if first.value is not None else None
            )
            amounts = amounts[1:]  # "2%, 5 mL": what is given is a volume
            first = amounts[0]
        counted = next((a for a in amounts[1:] if a.kind == "form" and a.per == "d" and a.value is not None), None)
        if counted and len(amounts) == 2:  # "200 mg (3 tablets/day)": three times a day
            self.rates.append(rate(counted.value, 1.0, "d"))
        shared = (amount.per for amount in amounts if amount.per and amount.per not in _OF_A_PART)
        per = None if self.rates else next(shared, None)
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
            count, unit = amount.every
            self.rates.append(rate(count) if unit == "{fraction}" else rate(1.0, count, unit))  # "30 Gy/10 fractions"
        found = [*self.rates, *found]
        rates = [each for each in found if "period" in each]
        counts = [each for each in found if "period" not in each]
        days: list[Days] = self.of("days")
        if days:
            self.schedule["days"] = list(days[0].days)
        again = len(self.of("amount"))
        order = [part.kind for part in self.parts]
        if again > 1 and order in (["amount", "frequency"] * again, ["amount", "note"] * again) and _all_daily(rates):
            return rate(float(again), 1.0, "d")  # "80 mg in the morning and 40 mg at night"
        if again == 2 and not rates and not counts and self._is_same_again():
            return rate(2.0)
        if days and rates and _repeats(rates[0], days[0]):
            return {**rates[0], "times": days[0].times}  # "on days 1, 2 and 3, every month"
        if rates or counts:
            return _rate_of(rates, counts) if rates else _of_count(counts[0], amount)
        if days:
            return self._of_days(days[0], amount)
        cycles, durations = self.of("cycle"), self.of("duration")
        return rate(1.0, float(cycles[0]["value"]), cycles[0]["unit"]) if cycles and durations else None

    def _is_same_again(self) -> bool:
        first, second = (part for part in self.parts if part.kind == "amount")
        return first.value == second.value and "+" in self.text[first.end : second.start]

    def _of_days(self, days: Days, amount: Amount | None) -> dict[str, Any] | None:
        if days.cycle:
            return rate(float(days.times), *days.cycle)
        weeks = any(each["unit"] == "wk" for each in self.of("duration"))
        if weeks and days.times > 1 and max(days.days) <= 7:  # "days 1-5 for 5 weeks"
            return rate(float(days.times), 1.0, "wk")
        if self._lasts(days):
            return None
        once = days.times == 1 and not days.repeated and amount is None and len(self.parts) > 1
        return None if days.span or once else rate(float(days.times))

    def _lasts(self, days: Days) -> bool:
        """Whether days are a span of treatment: "Day 1 to Day 21", "continuously on days 1-6"."""
        return (
            (days.times > 1 or days.unit != "d")
            and (days.span or "continuous" in self.of("note"))
            and days.times == days.days[-1] - days.days[0] + 1
        )

    def _duration(self) -> dict[str, Any] | None:
        durations, infusions = self.of("duration"), self.of("infusion") or self._each_session()
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
            return {"value": days[0].times, "unit": days[0].unit}
        return infusions[0] if infusions else cycles[0] if cycles and not days else None

    def _each_session(self) -> list[dict[str, Any]]:
        """Return how long a session takes where its count says so: "three 20-minute sessions"."""
        counts = (part for part in self.parts if part.kind == "frequency")
        found = next(filter(None, (_LONG.search(self.text, part.start, part.end) for part in counts)), None)
        return [length(float(found["number"]), time_unit(found["unit"]) or "min")] if found else []

    def _route(self) -> str | None:
        routes = self.of("route")
        if routes:
            return routes[0]
        if any(part.kind == "amount" and _ORAL.search(self.text, part.start, part.end) for part in self.parts):
            return "oral"  # "60 mg oral morphine equivalent"
        for part in self.parts:  # "oral suspension"
            if part.kind == "form":
                hit = lexicon("routes").at(self.text, part.start, first_word(self.text[part.start : part.end]))
                if hit and hit[0] <= part.end:
                    return hit[1]["route"]
        return None


def _repeats(found: dict[str, Any], days: Days) -> bool:
    """Whether a rate is that at which several days come again: all of them fit into its period."""
    period = found["period"]
    if days.times < 2 or days.unit != "d" or found["times"] != 1 or isinstance(period, list):
        return False
    return days.days[-1] - days.days[0] < _LENGTHS.get(found["unit"], 0) * period


def _place_among_settings(amount: Amount) -> float:
    return _POWER if amount.unit in ("W", "mW") else _SETTINGS.get(amount.kind, 0)


def _all_daily(rates: list[dict[str, Any]]) -> bool:
    return all(each == _DAILY for each in rates)


def _is_strength(amount: Amount) -> bool:
    return amount.unit == "%" or amount.per in ("mL", "L")


def _is_given_of(amount: Amount) -> bool:
    """Whether an amount is that of a cream or of drops, whose strength stands before it: "0.1%, up to 30 g/week"."""
    return amount.unit == "[drp]" or amount.kind == "mass"


def _of_count(count: dict[str, Any], amount: Amount | None) -> dict[str, Any]:
    """Return a number of doses as a rate where the amount is one of a day: "200 mg/day in four doses"."""
    daily = amount is not None and (amount.per or "").split(".")[-1] == "d"
    return rate(float(count["times"]), 1.0, "d") if daily and not isinstance(count["times"], list) else count


def _rate_of(rates: list[dict[str, Any]], counts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the frequency that says most: "daily, 5 days a week" is 5 a week, "twice every 3 weeks" 2 in 3 weeks."""
    first = rates[0]
    daily = first == _DAILY
    for other in rates[1:]:
        if daily and (other["unit"] == "h" or (other["unit"] == "wk" and other["times"] not in (1, [1]))):
            return other
    if counts and counts[0]["times"] == 2 and first["times"] == 1 and first["period"] != 1:
        return {**first, "times": 2}
    return first
