"""Facts of a page as sets: what its gold states and what its record states, names and values normalised."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from trialsift.evaluate.attrs import canonical
from trialsift.evaluate.case import Case, Span
from trialsift.evaluate.result import Score, Share
from trialsift.evaluate.score import score_counts
from trialsift.link import name_key
from trialsift.record import AgeFact, EnrollmentFact, Fact, Record, Trial, YesNoFact

Facts = frozenset[str]

NAMED = {"conditions": "CONDITION", "interventions": "INTERVENTION", "outcomes": "OUTCOME"}
VALUED = {"doses": "DOSE", "lab_thresholds": "LAB_THRESHOLD"}
SPAN_KINDS = ("conditions", "interventions", "doses", "lab_thresholds", "outcomes")
KINDS: tuple[str, ...] = (*SPAN_KINDS, "trial")


def gold_facts(case: Case) -> dict[str, Facts]:
    """Return kind → facts of a page's gold; an abbreviation that the record explains counts as its long form."""
    facts = _span_facts(case.gold, long_forms(case.record))
    return facts | {"trial": frozenset(_trial_facts(case.expected or {}))}


def found_facts(case: Case) -> dict[str, Facts]:
    """Return kind → facts of a page's record."""
    facts = _span_facts(case.found, long_forms(case.record))
    return facts | {"trial": frozenset(_trial_facts(trial_values(case.record.trial)) if case.record else ())}


def _span_facts(spans: Sequence[Span], long: Mapping[str, str]) -> dict[str, Facts]:
    facts: dict[str, Facts] = {}
    for kind in SPAN_KINDS:
        label = NAMED.get(kind) or VALUED[kind]
        layer = [span for span in spans if span.label == label]
        if kind in NAMED:
            facts[kind] = frozenset(name_key(" ".join(span.text.split()), long) for span in layer)
        else:
            facts[kind] = frozenset(map(_value_key, layer))
    return facts


def _value_key(span: Span) -> str:
    """Return a dose or threshold by its values, by its words where it has none."""
    values = canonical(span.label, span.attrs)
    return json.dumps(values, sort_keys=True, ensure_ascii=False) if values else name_key(span.text, {})


def long_forms(record: Record | None) -> dict[str, str]:
    """Return the names of mentions that the record counts under another name: abbreviations of the page."""
    if record is None:
        return {}
    forms: dict[str, str] = {}
    for group in (*record.conditions, *record.interventions):
        for number in group.mentions:
            text = record.mentions[number].text
            if text != group.name:
                forms[text] = group.name
    return forms


def score_facts(cases: Sequence[Case]) -> dict[str, Score]:
    """Return kind → score of the unique facts of each page; kinds that no page has are left out."""
    pages = [(gold_facts(case), found_facts(case)) for case in cases]
    scores: dict[str, Score] = {}
    for kind in SPAN_KINDS:
        counts = np.array([_counts(gold[kind], found[kind]) for gold, found in pages], dtype=np.float64)
        if counts.any():
            scores[kind] = score_counts(counts)
    return scores


def _counts(gold: Facts, found: Facts) -> tuple[int, int, int]:
    return len(gold & found), len(found - gold), len(gold - found)


def trial_values(trial: Trial) -> dict[str, Any]:
    """Return the facts of a record's trial without their places; lists hold each value once."""
    return {name: _value(getattr(trial, name)) for name in trial.__struct_fields__}


def _value(fact: Fact | YesNoFact | EnrollmentFact | AgeFact | list[Fact] | None) -> Any:
    if isinstance(fact, list):
        return list(dict.fromkeys(item.value for item in fact))
    if isinstance(fact, EnrollmentFact):
        return {"value": fact.value, "kind": fact.kind}
    if isinstance(fact, AgeFact):
        return {"value": fact.value, "unit": fact.unit}
    return fact.value if fact is not None else None


def trial_matches(expected: Mapping[str, Any], trial: Trial) -> dict[str, bool]:
    """Return field → whether the record states exactly what was expected; lists compare as sets."""
    values = trial_values(trial)
    return {name: _same(value, values.get(name)) for name, value in expected.items()}


def _same(expected: Any, value: Any) -> bool:
    if isinstance(expected, Mapping) and isinstance(value, Mapping):
        return all(_same(part, value.get(name)) for name, part in expected.items())
    if isinstance(expected, list) and isinstance(value, list):
        return {_text(part) for part in expected} == {_text(part) for part in value}
    if isinstance(value, Mapping):
        return _same(expected, value.get("value"))
    return _text(expected) == _text(value) or (expected in ([], None) and value in ([], None))


def _text(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def score_trial(cases: Sequence[Case]) -> dict[str, Share]:
    """Return field → share of pages whose record states it exactly, over the pages with expected facts."""
    counts: dict[str, list[int]] = {}
    for case in cases:
        if not case.expected:
            continue
        for name, right in trial_matches(case.expected, case.record.trial if case.record else Trial()).items():
            counts.setdefault(name, []).append(right)
    order = {name: at for at, name in enumerate(Trial.__struct_fields__)}
    names = sorted(counts, key=lambda name: order.get(name, len(order)))
    return {name: Share(sum(counts[name]), len(counts[name])) for name in names}


def _trial_facts(values: Mapping[str, Any]) -> list[str]:
    return [
        f"{name}: {_text(item) if isinstance(item, str) else json.dumps(item, ensure_ascii=False)}"
        for name, value in values.items()
        for item in (value if isinstance(value, list) else [value])
        if item is not None
    ]
