"""Amounts of doses: "50 mg", "0.5-1 mg/kg/day", "1×10^6 cells/kg", "2 tablets", "25, 100 & 400 mcg", "AUC 6"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from trialsift.values.frequency import rate
from trialsift.values.part import Amount, Part, Value
from trialsift.values.quantity import NUMBER, Quantity, quantity_at
from trialsift.values.unit import simple_pattern, simple_unit
from trialsift.vocab import table

_KINDS = (
    "mass", "volume", "amount", "activity", "radiation", "energy", "fraction", "form", "count", "frequency",
    "electricity", "pressure", "temperature", "length",
)  # fmt: skip
_BELOW_KINDS = ("mass", "area", "volume", "time", "length", "round", "cycle", "form")
_COUNT = r"\d{1,4}(?:[.,]\d{1,2})?[ -]?"
_OR_LESS = re.compile(
    r"\s?/\s?daily\b|\s(?:or|and)\s(?:less|more|greater|higher|lower|fewer|above|below)\b(?:\s(?:per|a)\sday\b|/day\b)?",
    re.IGNORECASE,
)
_CELLS = (  # "CAR+ T cells"
    r"(?:(?:viable|total|living|nucleated|mononuclear|transduced|CAR(?:[- ]T|\+|-positive)?|T|NK|CD\d{1,3}\+?|stem|"
    r"donor)[ -]){1,4}[Cc]ells?\b"
)
# what an amount is reckoned in, between its unit and what it is given for: "60 mg oral morphine equivalent per day",
# "10 g of carbohydrate a day", "10 mg prednisolone/m2/day"
_RECKONED = (
    r"\s(?:of\s)?(?:(?:oral|total|daily|intravenous|IV)\s){0,2}(?:[A-Za-z]{3,20}[ -]equivalents?(?:\sdoses?)?|"
    r"(?:net\s|dietary\s|pure\s)?(?:carbohydrates?|carbs|fat|fib(?:er|re)|sodium|salt|sugar)|"
    r"[a-z]{3,20}(?=/(?:kg|m2|m²|d|day)\b))"
)
# an effort or intensity as a share of the highest: "70% of maximal heart rate", "120% of resting motor threshold"
_OF_HIGHEST = re.compile(
    r"\s(?:of\s)?(?:(?:the|their|an?|individual\w*|predicted|age-predicted|resting|active|estimated)\s){0,3}"
    r"(?:max(?:imum|imal)?|peak|one[- ]repetition maximum|1[- ]?RM|VO2(?:[ -]?(?:max|peak|reserve))?|HR[- ]?max|HRR|"
    r"heart rate (?:reserve|max\w*)|motor threshold|R?MT|"
    r"(?:(?:single|recommended|standard|full|planned|usual|therapeutic|starting|initial) ){1,3}dos(?:e|age))\b"
    r"(?:\s(?:heart rate|oxygen (?:uptake|consumption)|aerobic capacity|workload|work rate|capacity|output|power|"
    r"protrusion|effort|strength|voluntary contraction|inspiratory pressure))?",
    re.IGNORECASE,
)
_GIVEN_AS = re.compile(r"\s(?:\w{2,15}\s)?(?:infusion|injection|dose|bolus|injection|instillation)e?s\b", re.IGNORECASE)
_TIMES = re.compile(r"\s?[x×]\s?(?=\d)")  # "3 x 1 mL"
_TIMES_BEFORE = re.compile(r"[x×]\s?$")  # "1.5 × 1.5 × 0.5 cm3"
_STEPS = re.compile(rf"(?:[-–](?P<last>{NUMBER})){{1,5}}")  # "10-5-5 mg/kg": one number for each of some days
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_CELLS_AFTER = re.compile(r"(?:\s(?!and\b|or\b|of\b|to\b)[\w+-]{2,30}){0,4}?\s(?:cells?|CFUs?|spores|[A-Z]{1,6}Cs?)\b")
_CELLS_BEFORE = re.compile(r"\bcells?\b[^.;]{0,60}$", re.IGNORECASE)
_LOOK_BACK = 70
# "54 Gy in 27", "40 Gy/15", which leave out the word
_IN_FRACTIONS = re.compile(
    rf"(?:\sin\s|\s?/\s?)(?P<number>{NUMBER})(?=\s?(?:$|[.,;:)+]|(?:or|and|to|vs|plus|versus|over|with|against)\b)(?![.,]\d))",
    re.IGNORECASE,
)
_PER_KG = re.compile(r"[ ]?/[ ]?kg\b(?:[ ](?:body ?weight|bw)\b)?", re.IGNORECASE)
_ADVERB = re.compile(r"once|twice|thrice", re.IGNORECASE)
_TO = re.compile(r"\s?[-–—]\s?|\s(?:up )?to\s", re.IGNORECASE)
_BETWEEN = re.compile(r"between\s$", re.IGNORECASE)
# "5 mg/time", "30 µg/disc"
_EACH_TIME = re.compile(
    r"(?:\s?/\s?|\s(?:per|each|every|at a)\s)times?\b|"
    r"\s?/\s?(?:eye|nostril|ear|knee|hip|joint|disc|disk|lesion|site|side|limb|leg|arm|hand|foot|breast|tooth|level|muscle|"
    r"point|field|area)\b",
    re.IGNORECASE,
)
_WHOLE_DOSE = re.compile(r"\s(?:total|loading|maintenance|cumulative|bolus|booster)\sdose\b", re.IGNORECASE)
_OF_WEIGHT = r"\s(?:of\s)?[Bb]ody[ ]?weight(?=\s?/|\s(?:per|an?)\s)"  # "1 mg per kg of body weight per day"
_WEIGHT = re.compile(_OF_WEIGHT.partition("(?=")[0])
_BODY_WEIGHT = re.compile(
    r"(?:\sof)?\s(?:total|actual|ideal|lean|adjusted|predicted|estimated|current)\s(?:body\s?weight|bw)\b",
    re.IGNORECASE,
)
_AUC = re.compile(
    rf"(?:\s?\((?:area under [a-z ]{{1,20}})\)\s?|\s?[()]\s?)?(?:(?:of|=|:|at|target|"
    rf"to)\s?){{0,2}}(?P<low>{NUMBER})(?![\d%])",
    re.IGNORECASE,
)
_AUC_UNIT = re.compile(r"\s?mg[ ]?/[ ]?ml[ ]?[x×*./·∙•]?[ ]?min\w*", re.IGNORECASE)
# "10^8 CFU" that lost its superscript; 100 to 105 may be meant as they stand
_LOST_POWER = re.compile(r"10(?:[6-9]|1[0-4])")
_MANY = 1e4  # fewer are no dose of cells
_MOST_EACH = 50
_LONGEST_NUMBER = 24
_YEAR = re.compile(r"(?:19|20)\d\d")
_SETTINGS = frozenset({"nm", "Cel"})  # of devices
_BY_TIME = frozenset({"d", "wk", "mo"})
_COUNTED = frozenset({"[CFU]", "[PFU]", "{vg}", "{vp}", "{cells}", "{copies}", "[TCID_50]", "{spores}"})
_GIVEN_PRESSURES = frozenset({"cm[H2O]", "atm"})  # of breathing aids and of chambers
_NO_AMOUNT = frozenset(
    {"{beats}", "{breaths}", "{WBC}", "{RBC}", "{platelets}", "{eggs}", "{pack-years}", "{steps}", "T", "[beth'U]"}
)
_MORE_MODIFIERS = (
    r"(?:an?[ ](?=tablet|capsule|pill|sachet|patch|milli|teaspoon|tablespoon|cup|puff|vial))?"
    r"(?:(?:billion|million)[ ])?"
    r"(?:(?:single|oral|viable|live|active|matching|placebo|additional|film-coated)[ ]){0,2}"
)


@cache
def _unit_form() -> re.Pattern[str]:
    unit, below = simple_pattern(*_KINDS), simple_pattern(*_BELOW_KINDS)
    step = rf"(?:[ ]?[/∕⁄][ ]?(?:per[ ])?|[ ]per[ ]|[ ]an?[ ]|-per-)(?:{_COUNT})?{below}(?:{_OF_WEIGHT})?"
    step = rf"(?:{step}|(?<=[gG2²])[.·⋅](?:day|d|hour|h|min)\b)"  # "mg/kg·d"
    step = rf"(?:{step}|[ ]?/[ ]?\({below}(?:[ ]?[.·*⋅•/][ ]?{below}){{1,2}}\))"  # "mg/(kg·h)"
    power = rf"[ ]?[.·*⋅•]?[ ]?{below}(?:\^|\*\*)?[-−–⁻][1¹](?!\d)"
    return re.compile(
        rf"[\s-]{{0,2}}{_MORE_MODIFIERS}(?P<unit>{_CELLS}|pulses\b|stimuli\b|lux\b|"
        rf"{unit})(?P<synonym>\s?[(\[]{unit}[)\]])?(?:{_RECKONED}(?={step}))?(?P<below>(?:{step}){{1,3}}|(?:{power}){{1,3}})?"
    )


@cache
def _below_form() -> re.Pattern[str]:
    below = simple_pattern(*_BELOW_KINDS)
    return re.compile(
        rf"(?:[ ]?[/∕⁄][ ]?\(?(?:per[ ])?|[ ]per[ ]|[ ]an?[ ]|-per-|"
        rf"[ ]?[.·*⋅•]?[ ]?)(?P<count>{_COUNT})?(?P<unit>{below})(?:(?:\^|\*\*)?[-−–⁻][1¹])?"
    )


@cache
def _kinds() -> dict[str, str]:
    return {row["ucum"]: row["kind"] for row in reversed(table("units"))}


_CODE_AFTER = re.compile(r"[ -]?\d(?!\d{0,3}[ ]?(?:mg|mcg|g|ml)\b)|-[A-Za-z]")
# a bare number of a list whose unit stands at its end: the 25 of "25, 100 & 400 mcg", the 100 of "100 or 200 mg"
_JOINT = r"[ ]?(?:\([a-z ]{1,20}\))?(?:,[ ]?(?:and[ ]|or[ ]|&[ ]?)?|[ ](?:and|or|versus|vs\.?|&)[ ]|[ ]?[/+][ ]?)"
_LIST = re.compile(rf"(?:{_JOINT}(?:{NUMBER})){{1,6}}", re.IGNORECASE)
_LIST_ITEM = re.compile(rf"{_JOINT}(?P<number>{NUMBER})", re.IGNORECASE)


def amounts_at(text: str, quantity: Quantity) -> Iterator[Part]:
    """Yield the amount that a number starts, or the amounts of a list of numbers that share a unit."""
    part = _amount(text, quantity, quantity.start) or _multiplied(text, quantity) or _in_steps(text, quantity)
    if part is not None:
        yield part
        return
    listed = _LIST.match(text, quantity.end) if not _ADVERB.match(text, quantity.start) else None
    if listed is None:
        yield from _counted(text, quantity)
        return
    quantities = [quantity]
    for item in _LIST_ITEM.finditer(text, listed.start(), listed.end()):
        found = quantity_at(text, item.start("number"))
        if found is not None:
            quantities.append(found)
    last = _amount(text, quantities[-1], quantities[-1].start)
    if last is None:
        return
    amount: Amount = last.value
    if amount.kind == "form" and _is_one_more(text, quantities):
        yield Part(quantity.start, last.end, "amount", _like(amount, (quantity.value, quantities[1].value)))  # type: ignore[arg-type]
        return
    if len(quantities) == 2 and _BETWEEN.search(text, max(0, quantity.start - 9), quantity.start):
        yield Part(quantity.start, last.end, "amount", _like(amount, (quantity.value, quantities[1].value)))  # type: ignore[arg-type]
        return
    if all("/" in text[one.end : two.start] for one, two in pairwise(quantities)):
        yield Part(quantity.start, last.end, "amount", _like(amount, None, combined=True))
        return
    for each in quantities[:-1]:
        yield Part(each.start, each.end, "amount", _like(amount, each.value))
    yield last


def _is_one_more(text: str, quantities: list[Quantity]) -> bool:
    """Whether two numbers are a range in words: "one or two tablets", not "2 or 4 tablets"."""
    first, last = quantities[0], quantities[-1]
    if isinstance(first.value, tuple) or isinstance(last.value, tuple) or len(quantities) > 2:
        return False
    return last.value - first.value == 1 and text[first.end : last.start] == " or "


def _multiplied(text: str, quantity: Quantity) -> Part | None:
    """Read "3 x 1 mL": the amount of each."""
    times = (
        _TIMES.match(text, quantity.end) if isinstance(quantity.value, float) and quantity.value <= _MOST_EACH else None
    )
    each = _joined_number(text, times.end()) if times else None
    part = _amount(text, each, each.start) if each else None
    if (
        part is None
        or not isinstance(quantity.value, float)
        or _TIMES_BEFORE.search(text, max(0, quantity.start - 2), quantity.start)
    ):
        return None
    amount: Amount = part.value
    if amount.kind == "radiation":  # "25 x 2 Gy"
        amount = Amount(amount.value, amount.unit, amount.per, amount.kind, (quantity.value, "{fraction}"))
    return Part(quantity.start, part.end, "amount", amount)


def _joined_number(text: str, start: int) -> Quantity | None:
    """Read the 5 of "2x5 mg", which no space parts from the letter before."""
    found = quantity_at(text[start : start + _LONGEST_NUMBER], 0)
    return Quantity(start, start + found.end, found.value) if found else None


def _in_steps(text: str, quantity: Quantity) -> Part | None:
    """Read "10-5-5 mg/kg", amounts that follow one another."""
    steps = _STEPS.match(text, quantity.end)
    last = quantity_at(text, steps.start("last")) if steps else None
    if (
        steps is None
        or last is None
        or (isinstance(quantity.value, float) and steps[0].count("-") + steps[0].count("–") < 2)
    ):
        return None
    part = _amount(text, last, quantity.start)
    if part is None:
        return None
    numbers = [float(number) for number in _PLAIN.findall(text, quantity.start, last.end)]
    value = (min(numbers), max(numbers)) if min(numbers) < max(numbers) else numbers[0]
    return Part(quantity.start, part.end, "amount", _like(part.value, value, combined=True))


def _counted(text: str, quantity: Quantity) -> Iterator[Part]:
    """Yield the amounts of "two 50 mg tablets", a number of tablets and their strength; of "one 3 g sachet", 3 g."""
    inner = quantity_at(text, quantity.end + 1) if text[quantity.end : quantity.end + 1] == " " else None
    strength = _amount(text, inner, inner.start) if inner else None
    if inner and strength and _GIVEN_AS.match(text, strength.end):
        yield Part(quantity.start, quantity.end, "frequency", rate(quantity.value))
        yield strength
        return
    match = _unit_form().match(text, strength.end) if strength else None
    form = simple_unit(match["unit"]) if match else None
    if strength is None or match is None or form is None or _kinds().get(form) != "form":
        return
    if quantity.value == 1:
        yield Part(quantity.start, strength.end, "amount", strength.value)
        return
    yield Part(quantity.start, quantity.end, "amount", Amount(quantity.value, form, None, "form"))
    yield Part(strength.start, match.end("unit"), "amount", strength.value)


def _like(amount: Amount, value: Value | None, *, combined: bool = False) -> Amount:
    return Amount(value, amount.unit, amount.per, amount.kind, amount.every, combined)


def _amount(text: str, quantity: Quantity, start: int) -> Part | None:
    match = _unit_form().match(text, quantity.end)
    if match is None:
        return _bare_count(text, quantity, start)
    unit = "{cells}" if match["unit"].lower().endswith(("cell", "cells")) else simple_unit(match["unit"])
    if unit is None or unit in _NO_AMOUNT:
        return None
    kind = _kinds().get(unit, "")
    if _is_code(text, quantity, match, kind) or not _is_given(unit, kind, match["below"] or ""):
        return None
    value = quantity.value
    if unit in _COUNTED and isinstance(value, float) and _LOST_POWER.fullmatch(text[start : quantity.end]):
        value = 10.0 ** int(text[start + 2 : quantity.end])
    per, every = _below(match["below"] or "")
    end = match.end()
    if per == unit:  # "300 mg/100 mg": two drugs in one product
        return Part(start, end, "amount", Amount(None, unit, None, kind, combined=True))
    if or_less := _OR_LESS.match(text, end):
        end = or_less.end()
        per = ".".join(filter(None, (per, "d"))) if or_less[0].lower().endswith(("day", "daily")) else per
    elif to := _to_more(text, end, value, unit, per):
        end, value = to
    for form in (_EACH_TIME, _WHOLE_DOSE, *((_BODY_WEIGHT,) if per and "kg" in per else ())):
        after = form.match(text, end)
        end = after.end() if after else end
    if unit == "%" and (highest := _OF_HIGHEST.match(text, end)):
        end, kind = highest.end(), "intensity"
    found = Amount(value, unit, per, "pulse" if unit == "{pulse}" else kind, every)
    return _in_fractions(text, start, end, found) or Part(start, end, "amount", found)


def _in_fractions(text: str, start: int, end: int, amount: Amount) -> Part | None:
    match = _IN_FRACTIONS.match(text, end) if amount.kind == "radiation" else None
    quantity = quantity_at(text, match.start("number")) if match else None
    if match is None or quantity is None or isinstance(quantity.value, tuple):
        return None
    every = quantity.value, "{fraction}"
    return Part(start, match.end(), "amount", Amount(amount.value, amount.unit, amount.per, amount.kind, every))


def _is_code(text: str, quantity: Quantity, match: re.Match[str], kind: str) -> bool:
    """Whether a number is a year, or a letter directly after it belongs to a name: "506U78", "plantarum 299v"."""
    if kind in ("form", "round") and _YEAR.fullmatch(text, quantity.start, quantity.end):
        return True  # "from 2005 implants were placed"
    if match.start("unit") > quantity.end or len(match["unit"]) > 1 or not match["unit"].isalpha():
        return False
    return kind in ("electricity", "energy") or _CODE_AFTER.match(text, match.end("unit")) is not None


def _is_given(unit: str, kind: str, below: str) -> bool:
    """Whether a unit is one of things given: not a pressure in the body, a size, a temperature of a person."""
    if kind == "pressure":
        return unit in _GIVEN_PRESSURES
    if kind in ("temperature", "length"):
        return unit in _SETTINGS or _below(below)[0] in _BY_TIME
    return kind in _KINDS or unit in ("{pulse}", "lx")


def _bare_count(text: str, quantity: Quantity, start: int) -> Part | None:
    """Read "2 x 10^6/kg", a count whose things are named elsewhere."""
    high = quantity.value[1] if isinstance(quantity.value, tuple) else quantity.value
    if high < _MANY:
        return None
    match = _PER_KG.match(text, quantity.end)
    if match is None and _CELLS_AFTER.match(text, quantity.end):
        return Part(start, quantity.end, "amount", Amount(quantity.value, "{cells}", None, "count"))
    if match is None:
        return None
    unit = "{cells}" if _CELLS_BEFORE.search(text, max(0, start - _LOOK_BACK), start) else ""
    return Part(start, match.end(), "amount", Amount(quantity.value, unit, "kg", "count"))


def _to_more(text: str, end: int, value: Value, unit: str, per: str | None) -> tuple[int, Value] | None:
    """Read the rest of "5 mg/h to 15 mg/h": where it ends, and the range."""
    to = _TO.match(text, end)
    quantity = quantity_at(text, to.end()) if to else None
    match = _unit_form().match(text, quantity.end) if quantity else None
    if quantity is None or match is None or isinstance(value, tuple) or isinstance(quantity.value, tuple):
        return None
    same = simple_unit(match["unit"]) == unit and _below(match["below"] or "")[0] == per
    return (match.end(), (value, quantity.value)) if same and quantity.value > value else None


@lru_cache(maxsize=1024)
def _below(text: str) -> tuple[str | None, tuple[float, str] | None]:
    """Read what an amount is given for: "/kg/8h" gives ("kg", (8, "h")), "/kg/day" gives ("kg.d", None)."""
    names: list[str] = []
    every = None
    for match in _below_form().finditer(_WEIGHT.sub("", text)):
        unit = simple_unit(match["unit"])
        count = float((match["count"] or "1").strip(" -").replace(",", "."))
        if unit is None:
            continue
        if unit == "h" and count == 24:
            names.append("d")
        elif count != 1 and unit in ("h", "d", "wk", "mo", "min", "{fraction}"):
            every = (count, unit)
        elif count == 1 or unit not in ("mL", "L"):
            names.append(unit)
    return ".".join(names) or None, every


def auc_at(text: str, start: int) -> Part | None:
    """Read "AUC 6", "AUC of 5-6", "AUC=2" at `start`: the target that a dose is computed from."""
    match = _AUC.match(text, start + 3 + (text[start + 3 : start + 4] in (" ", "-")))
    quantity = quantity_at(text, match.start("low")) if match else None
    if quantity is None or _highest(quantity.value) > 20:  # an AUC measured in blood is no dose
        return None
    unit = _AUC_UNIT.match(text, quantity.end)
    end = unit.end() if unit else quantity.end
    return Part(start, end, "amount", Amount(quantity.value, "{AUC}", None, "auc"))


def _highest(value: Value) -> float:
    return value[1] if isinstance(value, tuple) else value
