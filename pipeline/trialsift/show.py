"""One page and its record as HTML: the source with its mentions, the facts beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from trialsift.html_view import Bar, Entry, Mark, Panel, render_page
from trialsift.html_view.parts import Place
from trialsift.page import Page
from trialsift.record import (
    AgeFact,
    Alternative,
    Arm,
    Bounds,
    Criterion,
    EnrollmentFact,
    LabThreshold,
    Outcome,
    Record,
    YesNoFact,
)

_SIGNS = {"<=": "≤", ">=": "≥", "<": "<", ">": ">", "=": "="}
_MANY = 12  # places of one fact that get a link each


def show_file(path: Path, *, layout: str | None = None) -> str:
    """Extract one file and return the page that shows it. Raises UnreadablePage where it holds no text."""
    from trialsift.extraction import extract_source
    from trialsift.layouts import read_page
    from trialsift.read import read_source

    source = read_source(path)
    return show_record(extract_source(source, layout=layout), read_page(source, layout=layout))


def show_record(record: Record, page: Page) -> str:
    """Return the page that shows a record over the page that it was made of."""
    source = record.source
    title = record.trial.title.value if record.trial.title else source.path
    about = f"{source.path} · {source.layout} ({source.layout_score:.2f}) · {source.media_type} · {source.encoding}"
    return render_page(
        page.source.text,
        [("found", [_mark(mention) for mention in record.mentions])],
        title=title,
        subtitle=about,
        page=page,
        panels=panels(record),
    )


def _mark(mention: Any) -> Mark:
    negated = ("negated",) if mention.negated else ()
    attrs = (written(mention.attrs),) if mention.attrs else ()
    note = " · ".join((mention.section, f"{mention.by} {mention.score:.2f}", *negated, *attrs))
    return Mark(mention.start, mention.end, mention.label, note)


def written(value: Any) -> str:
    """Return attributes as one short line: "amount 5 · unit mg · frequency 2 × per 1 d · duration 28 d"."""
    if isinstance(value, dict) and set(value) == {"value", "unit"}:
        return f"{written(value['value'])} {value['unit']}"
    if isinstance(value, dict) and "times" in value:
        per = f" per {written(value['period'])} {value['unit']}" if "period" in value else ""
        return f"{written(value['times'])} ×{per}"
    if isinstance(value, dict):
        return " · ".join(f"{name} {written(part)}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(map(written, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def panels(record: Record) -> list[Panel]:
    """Return the facts of a record as panels; empty groups are left out, coverage and warnings are not."""
    found = [
        Panel("Trial", tuple(_trial(record))),
        Panel("Conditions", tuple(_conditions(record))),
        Panel("Arms", tuple(_arm(record, arm) for arm in record.arms)),
        Panel("Interventions", tuple(_interventions(record))),
        Panel("Thresholds", tuple(_threshold(record, item) for item in record.lab_thresholds)),
        Panel("Doses without an intervention", tuple(_loose_doses(record))),
        Panel("Outcomes", tuple(_outcome(record, item) for item in record.outcomes)),
        *(_criteria(record, name, side) for name, side in _SIDES),
    ]
    warnings = Panel("Warnings", tuple(Entry(text) for text in record.warnings))
    return [*(panel for panel in found if panel.entries), _coverage(record), *([warnings] if warnings.entries else [])]


_SIDES = (("Inclusion criteria", "inclusion"), ("Exclusion criteria", "exclusion"), ("Criteria of either side", None))


def _places(record: Record, mentions: Iterable[int]) -> tuple[Place, ...]:
    return tuple((record.mentions[m].start, record.mentions[m].end) for m in mentions)[:_MANY]


def _trial(record: Record) -> Iterator[Entry]:
    for name in record.trial.__struct_fields__:
        value = getattr(record.trial, name)
        for number, fact in enumerate(value if isinstance(value, list) else [value]):
            if fact is not None:
                yield Entry(_fact(fact), ((fact.start, fact.end),), key="" if number else name.replace("_", " "))


def _fact(fact: Any) -> str:
    if isinstance(fact, AgeFact):
        return f"{fact.value:g} {fact.unit}"
    if isinstance(fact, EnrollmentFact):
        return f"{fact.value:,}{f' ({fact.kind})' if fact.kind else ''}"
    if isinstance(fact, YesNoFact):
        return "yes" if fact.value else "no"
    return fact.value


def _conditions(record: Record) -> Iterator[Entry]:
    for item in record.conditions:
        tags = tuple(filter(None, (item.role, item.concept)))
        yield Entry(item.name, _places(record, item.mentions), tags, label="CONDITION")


def _interventions(record: Record) -> Iterator[Entry]:
    for item in record.interventions:
        tags = tuple(filter(None, (item.type, item.role, item.concept)))
        arms = ", ".join(record.arms[arm].label for arm in item.arms)
        children = tuple(_dose(record, dose) for dose in item.doses)
        detail = f"arm: {arms}" if arms else ""
        yield Entry(item.name, _places(record, item.mentions), tags, detail, "INTERVENTION", children)


def _arm(record: Record, arm: Arm) -> Entry:
    names = [Entry(record.interventions[n].name, label="INTERVENTION") for n in arm.interventions]
    doses = [_dose(record, dose) for dose in arm.doses]
    return Entry(arm.label, ((arm.start, arm.end),), (arm.type,) if arm.type else (), children=(*names, *doses))


def _dose(record: Record, mention: int) -> Entry:
    dose = next((dose for dose in record.doses if dose.mention == mention), None)
    parsed = {k: v for k, v in msgspec.to_builtins(dose).items() if v is not None} if dose else {}
    detail = written({k: v for k, v in parsed.items() if k not in ("mention", "intervention", "arm")})
    return Entry(record.mentions[mention].text, _places(record, [mention]), detail=detail, label="DOSE")


def _loose_doses(record: Record) -> Iterator[Entry]:
    shown = {dose for group in (record.interventions, record.arms) for item in group for dose in item.doses}
    yield from (_dose(record, dose.mention) for dose in record.doses if dose.mention not in shown)


def _threshold(record: Record, item: LabThreshold) -> Entry:
    eligible = (f"eligible: {bounds_text(item.eligible)}",) if item.eligible else ()
    alternatives = (f"or {formula(item, ())}" for item in item.alternatives)
    names = [f"{name} {item.change}" for name in item.analytes] if item.change else item.analytes
    detail = " · ".join((formula(item, names), *alternatives, *eligible))
    tags = (item.polarity,) if item.polarity else ()
    return Entry(record.mentions[item.mention].text, _places(record, [item.mention]), tags, detail, "LAB_THRESHOLD")


def formula(item: LabThreshold | Alternative, analytes: Iterable[str]) -> str:
    """Return a threshold as a formula: "alt, ast ≤ 2.5 [ULN]"; "?" stands for a sign that was lost."""
    return _bound(item, ", ".join(analytes)) + (f" ({item.condition})" if item.condition else "")


def _bound(item: LabThreshold | Alternative, names: str) -> str:
    unit = f" {item.unit}" if item.unit else ""
    if isinstance(item.value, list):
        low, high = item.value
        inclusive = item.inclusive or [True, True]
        left, right = ("≤" if closed else "<" for closed in inclusive)
        return f"{low:g} {left} {names or '…'} {right} {high:g}{unit}"
    value = item.value if isinstance(item.value, str) else "?" if item.value is None else f"{item.value:g}"
    sign = _SIGNS.get(item.comparator or "", "?")
    return f"{names} {sign} {value}{unit}".strip()


def bounds_text(bounds: Bounds) -> str:
    """Return the bounds a person must meet in words: "> 1.5 and ≤ 3 mg/dL"."""
    parts = [bounds.category] if bounds.category else []
    if bounds.low is not None:
        parts.append(f"{'≥' if bounds.low_inclusive else '>'} {bounds.low:g}")
    if bounds.high is not None:
        parts.append(f"{'≤' if bounds.high_inclusive else '<'} {bounds.high:g}")
    return " and ".join(parts) + (f" {bounds.unit}" if bounds.unit and not bounds.category else "")


def _outcome(record: Record, item: Outcome) -> Entry:
    frame = item.time_frame
    parsed = (
        f" ({frame.value:g} {frame.unit or ''}{f' after {frame.anchor}' if frame.anchor else ''})"
        if frame and frame.value is not None
        else ""
    )
    tags = (item.type,) if item.type else ()
    detail = f"{frame.text}{parsed}" if frame else ""
    return Entry(item.measure, _places(record, [item.mention]), tags, detail, "OUTCOME")


def _criteria(record: Record, name: str, side: str | None) -> Panel:
    inside: dict[int | None, list[int]] = {}
    numbers = [n for n, item in enumerate(record.criteria) if item.polarity == side]
    for number in numbers:
        parent = record.criteria[number].parent
        inside.setdefault(parent if parent in numbers else None, []).append(number)

    def entry(number: int) -> Entry:
        item: Criterion = record.criteria[number]
        tags = () if item.status == "parsed" else (item.status,)
        children = tuple(entry(child) for child in inside.get(number, ()))
        return Entry(item.text, ((item.start, item.end),), tags, children=children)

    return Panel(name, tuple(entry(number) for number in inside.get(None, ())), open=False)


def _coverage(record: Record) -> Panel:
    sizes = msgspec.to_builtins(record.coverage)
    order = ("parsed", "unparsed", "heading", "boilerplate", "markup")
    return Panel("Coverage", bar=Bar(tuple((name, sizes[name]) for name in order)))
