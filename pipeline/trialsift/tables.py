"""Tables: a record as flat rows, one table for each kind of fact, for CSV and Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from trialsift.record import Record

ColumnType = Literal["string", "integer", "number", "boolean"]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns with their types, and the rows that a record gives. Lists are joined by " | "."""

    name: str
    columns: tuple[tuple[str, ColumnType], ...]
    rows: Callable[[Record], Iterator[Row]]


def _value(fact: Any) -> Any:
    return None if fact is None else fact.value


def _joined(facts: list[Any]) -> str | None:
    return " | ".join(str(getattr(fact, "value", fact)) for fact in facts) or None


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()


def _bounds(value: Any) -> tuple[float | None, float | None, str | None]:
    """Return (low, high, category) of a value that is a number, a range or a category."""
    if isinstance(value, list):
        return value[0], value[1], None
    if isinstance(value, str):
        return None, None, value
    return value, value, None


_FACT_NAMES = (
    "title", "official_title", "acronym", "status", "study_type", "allocation", "intervention_model", "masking",
    "primary_purpose", "start_date", "primary_completion_date", "completion_date", "sponsor", "sex",
)  # fmt: skip
_LIST_NAMES = ("ids", "phases", "collaborators", "countries", "keywords", "mesh_terms")


def _trials(record: Record) -> Iterator[Row]:
    trial, source, coverage = record.trial, record.source, record.coverage
    yield (
        source.path, source.sha256, source.layout, source.layout_score,
        *(_value(getattr(trial, name)) for name in _FACT_NAMES),
        *(_joined(getattr(trial, name)) for name in _LIST_NAMES),
        _value(trial.enrollment), trial.enrollment.kind if trial.enrollment else None,
        _value(trial.min_age), trial.min_age.unit if trial.min_age else None,
        _value(trial.max_age), trial.max_age.unit if trial.max_age else None,
        _value(trial.healthy_volunteers),
        coverage.boilerplate, coverage.markup, coverage.heading, coverage.parsed, coverage.unparsed,
        _joined(record.warnings),
    )  # fmt: skip


def _mentions(record: Record) -> Iterator[Row]:
    for m in record.mentions:
        place = record.source.path, m.id, m.label, m.start, m.end, m.text, m.section
        yield *place, m.by, m.score, m.negated, _text(m.attrs)


def _conditions(record: Record) -> Iterator[Row]:
    for number, c in enumerate(record.conditions):
        yield record.source.path, number, c.name, c.role, c.concept, _joined(c.mentions)


def _interventions(record: Record) -> Iterator[Row]:
    for number, i in enumerate(record.interventions):
        yield (
            record.source.path, number, i.name, i.type, i.role, i.concept,
            _joined(i.arms), _joined(i.doses), _joined(i.mentions),
        )  # fmt: skip


def _arms(record: Record) -> Iterator[Row]:
    for number, a in enumerate(record.arms):
        yield (
            record.source.path,
            number,
            a.label,
            a.type,
            _joined(a.interventions),
            _joined(a.doses),
            a.start,
            a.end,
        )


def _lab_thresholds(record: Record) -> Iterator[Row]:
    for t in record.lab_thresholds:
        low, high, category = _bounds(t.value)
        mention, e = record.mentions[t.mention], t.eligible
        yield (
            record.source.path, t.mention, mention.start, mention.end, mention.text, t.polarity, _joined(t.analytes),
            t.change, t.comparator, low, high, category, t.unit, *(t.inclusive or (None, None)), t.condition,
            _text(t.alternatives) if t.alternatives else None,
            *((e.low, e.low_inclusive, e.high, e.high_inclusive, e.category) if e else (None,) * 5),
        )  # fmt: skip


def _doses(record: Record) -> Iterator[Row]:
    for d in record.doses:
        low, high, _ = _bounds(d.amount)
        mention = record.mentions[d.mention]
        yield (
            record.source.path, d.mention, mention.start, mention.end, mention.text, d.intervention, d.arm, low, high,
            d.unit, d.per, _text(d.frequency), _text(d.duration), d.route, d.form, d.level, _text(d.schedule),
        )  # fmt: skip


def _outcomes(record: Record) -> Iterator[Row]:
    for o in record.outcomes:
        mention, frame = record.mentions[o.mention], o.time_frame
        yield (
            record.source.path, o.mention, mention.start, mention.end, o.measure, o.type,
            *((frame.text, frame.value, frame.unit, frame.anchor) if frame else (None,) * 4),
        )  # fmt: skip


def _criteria(record: Record) -> Iterator[Row]:
    for number, c in enumerate(record.criteria):
        yield (
            record.source.path,
            number,
            c.polarity,
            c.text,
            c.start,
            c.end,
            c.parent,
            c.status,
            _joined(c.mentions),
        )


def _columns(*specs: str) -> tuple[tuple[str, ColumnType], ...]:
    """Read "name:type" specs, several names to a type: "low high:number"."""
    columns: list[tuple[str, ColumnType]] = []
    for spec in specs:
        names, _, kind = spec.partition(":")
        columns.extend((name, kind or "string") for name in names.split())  # type: ignore[misc]
    return tuple(columns)


TABLES = (
    Table(
        "trials",
        _columns(
            "path sha256 layout", "layout_score:number", " ".join(_FACT_NAMES), " ".join(_LIST_NAMES),
            "enrollment:integer", "enrollment_kind", "min_age:number", "min_age_unit", "max_age:number", "max_age_unit",
            "healthy_volunteers:boolean", "boilerplate markup heading parsed unparsed:integer", "warnings",
        ),
        _trials,
    ),
    Table(
        "mentions",
        _columns("path", "id:integer", "label", "start end:integer", "text section by", "score:number",
                 "negated:boolean", "attrs"),
        _mentions,
    ),
    Table("conditions", _columns("path", "number:integer", "name role concept mentions"), _conditions),
    Table(
        "interventions",
        _columns("path", "number:integer", "name type role concept arms doses mentions"),
        _interventions,
    ),
    Table("arms", _columns("path", "number:integer", "label type interventions doses", "start end:integer"), _arms),
    Table(
        "lab_thresholds",
        _columns(
            "path", "mention start end:integer", "text polarity analytes change comparator", "low high:number",
            "category unit", "low_inclusive high_inclusive:boolean", "condition alternatives",
            "eligible_low:number", "eligible_low_inclusive:boolean",
            "eligible_high:number", "eligible_high_inclusive:boolean", "eligible_category",
        ),
        _lab_thresholds,
    ),
    Table(
        "doses",
        _columns("path", "mention start end:integer", "text", "intervention arm:integer", "low high:number",
                 "unit per frequency duration route form level schedule"),
        _doses,
    ),
    Table(
        "outcomes",
        _columns("path", "mention start end:integer", "measure type time_frame", "time_frame_value:number",
                 "time_frame_unit time_frame_anchor"),
        _outcomes,
    ),
    Table(
        "criteria",
        _columns("path", "number:integer", "polarity text", "start end parent:integer", "status mentions"),
        _criteria,
    ),
)  # fmt: skip
