"""What a hand may write as attributes of a span and as facts of a trial: one table of names and shapes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

Test = Callable[[Any], bool]

_TIME_UNITS = ("s", "min", "h", "d", "wk", "mo", "a", "{cycle}", "{course}")
_OURS = re.compile(r"\[[UL]LN\]")  # [ULN] and [LLN] are no UCUM atoms; they stand where one could


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _range(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_number, value)) and value[0] <= value[1]


def _amount(value: Any) -> bool:
    return _number(value) or _range(value)


def _words(value: Any) -> bool:
    return isinstance(value, str) and value != "" and value == value.strip()


def _lower_case(value: Any) -> bool:
    return _words(value) and value == value.lower()


def _time_unit(value: Any) -> bool:
    return value in _TIME_UNITS


@cache
def is_unit(code: str) -> bool:
    """Say whether a unit is a UCUM code, with [ULN] and [LLN] beside UCUM's own atoms."""
    from lark.exceptions import LarkError
    from ucumvert import get_ucum_parser

    try:
        get_ucum_parser().parse(_OURS.sub("[pH]", code))
    except LarkError:
        return False
    return True


def _unit(value: Any) -> bool:
    return _words(value) and is_unit(value)


def _frequency(value: Any) -> bool:
    if not isinstance(value, dict) or not _amount(value.get("times")):
        return False
    if set(value) == {"times"}:
        return True
    return set(value) == {"times", "period", "unit"} and _amount(value["period"]) and _time_unit(value["unit"])


def _duration(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"value", "unit"}
        and _amount(value["value"])
        and _time_unit(value["unit"])
    )


def _analytes(value: Any) -> bool:
    return isinstance(value, list) and value != [] and all(map(_lower_case, value))


def _one_of(*choices: str) -> tuple[Test, str]:
    return lambda value: value in choices, " or ".join(choices)


def _two_flags(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(flag, bool) for flag in value)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_words, value))


def _age(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"value", "unit"}
        and _number(value["value"])
        and _time_unit(value["unit"])
    )


def _enrollment(value: Any) -> bool:
    if isinstance(value, dict):
        return set(value) <= {"value", "kind"} and value.get("kind") in (None, "actual", "estimated") and _count(value)
    return _count({"value": value})


def _count(value: dict[str, Any]) -> bool:
    return isinstance(value.get("value"), int) and not isinstance(value["value"], bool)


_UCUM = (_unit, 'a UCUM code such as "mg/dL", "[ULN]" or "{puff}"')
_AMOUNT = (_amount, "a number or [low, high]")
_WORD = (_lower_case, "lower-case words")

ATTRS: dict[str, dict[str, tuple[Test, str]]] = {
    "CONDITION": {},
    "INTERVENTION": {},
    "DOSE": {
        "amount": _AMOUNT,
        "unit": _UCUM,
        "per": _UCUM,
        "frequency": (_frequency, '{"times": 2, "period": 1, "unit": "d"}, or {"times": 3} alone'),
        "duration": (_duration, f'{{"value": 28, "unit": "d"}}, the unit one of {", ".join(_TIME_UNITS)}'),
        "route": _WORD,
        "form": _WORD,
        "level": _one_of("low", "medium", "high"),
    },
    "LAB_THRESHOLD": {
        "analyte": (_analytes, 'a list of lower-case names such as ["alt", "ast"]'),
        "comparator": _one_of("<", "<=", ">", ">=", "=", "range"),
        "value": (lambda value: _amount(value) or _words(value), "a number, [low, high], or a category in words"),
        "unit": _UCUM,
        "inclusive": (_two_flags, "[true, false] and the like"),
    },
    "OUTCOME": {
        "type": _one_of("primary", "secondary", "other"),
        "time_frame": (_words, "the text as it stands, without white space at its edges"),
    },
}

_TEXT = (_words, "a string without white space at its edges")
_LIST = (_texts, "a list of strings")
FACTS: dict[str, tuple[Test, str]] = {
    **dict.fromkeys(("ids", "phases", "collaborators", "countries", "keywords", "mesh_terms"), _LIST),
    **dict.fromkeys(
        (
            "title", "official_title", "acronym", "status", "study_type", "allocation", "intervention_model",
            "masking", "primary_purpose", "start_date", "primary_completion_date", "completion_date", "sponsor", "sex",
        ),
        _TEXT,
    ),
    **dict.fromkeys(("min_age", "max_age"), (_age, '{"value": 18, "unit": "a"}')),
    "enrollment": (_enrollment, '{"value": 120, "kind": "estimated"}'),
    "healthy_volunteers": (lambda value: isinstance(value, bool), "true or false"),
}  # fmt: skip


def attr_faults(label: str, attrs: dict[str, Any]) -> Iterator[str]:
    """Yield, in words, what is wrong with the attributes of a span of a known label."""
    yield from _faults(ATTRS[label], attrs, f"attr of {label}")
    if label == "LAB_THRESHOLD":
        is_range = attrs.get("comparator") == "range"
        if "inclusive" in attrs and not is_range:
            yield "attr 'inclusive' goes with comparator range only"
        if "comparator" in attrs and "value" in attrs and not _fits(attrs["value"], is_range):
            yield f"attr 'comparator' is {attrs['comparator']!r}, which does not go with the value {attrs['value']!r}"


def _fits(value: Any, is_range: bool) -> bool:
    return (
        isinstance(value, str) or isinstance(value, list) == is_range
    )  # a range of categories is words: "20/40-20/100"


def fact_faults(facts: dict[str, Any]) -> Iterator[str]:
    """Yield, in words, what is wrong with the facts of a trial; null says that the page states none."""
    yield from _faults(FACTS, {name: value for name, value in facts.items() if value is not None}, "trial fact")
    yield from (f"unknown trial fact {name!r}" for name in facts if name not in FACTS and facts[name] is None)


def _faults(table: dict[str, tuple[Test, str]], values: dict[str, Any], kind: str) -> Iterator[str]:
    for name, value in values.items():
        if name not in table:
            yield f"unknown {kind} {name!r}" + (f"; it takes {', '.join(table)}" if table else "; it takes none")
        elif not table[name][0](value):
            yield f"{kind} {name!r} is {value!r}; write {table[name][1]}"
