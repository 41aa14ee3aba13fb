"""The record: one JSON object for each page, and its JSON Schema.

Every `start`/`end` is a half-open code point of the decoded source file. Keys stand in the order of the
fields below; `None` means that the page does not say. Lists refer to each other by index.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from trialsift.page import Section

SCHEMA = "trialsift-record/1"

LabelName = Literal["CONDITION", "INTERVENTION", "DOSE", "LAB_THRESHOLD", "OUTCOME"]
Side = Literal["inclusion", "exclusion"]


class SourceRecord(msgspec.Struct):
    """The file that the record was read from, and how."""

    path: str
    sha256: str
    bytes: int
    encoding: str
    media_type: str
    layout: str
    layout_score: float


class Fact(msgspec.Struct):
    """A value of a registry field, normalised, and where it stands."""

    value: str
    start: int
    end: int


class YesNoFact(msgspec.Struct):
    """A yes-or-no field and where it stands."""

    value: bool
    start: int
    end: int


class EnrollmentFact(msgspec.Struct):
    """Number of participants; kind says whether they were counted or planned."""

    value: int
    kind: Literal["actual", "estimated"] | None
    start: int
    end: int


class AgeFact(msgspec.Struct):
    """An age limit; unit is UCUM: a (years), mo, wk, d."""

    value: float
    unit: str
    start: int
    end: int


class Trial(msgspec.Struct):
    """Facts of the trial as its page states them."""

    ids: list[Fact] = []
    title: Fact | None = None
    official_title: Fact | None = None
    acronym: Fact | None = None
    status: Fact | None = None
    phases: list[Fact] = []
    study_type: Fact | None = None
    allocation: Fact | None = None
    intervention_model: Fact | None = None
    masking: Fact | None = None
    primary_purpose: Fact | None = None
    enrollment: EnrollmentFact | None = None
    start_date: Fact | None = None
    primary_completion_date: Fact | None = None
    completion_date: Fact | None = None
    sponsor: Fact | None = None
    collaborators: list[Fact] = []
    min_age: AgeFact | None = None
    max_age: AgeFact | None = None
    sex: Fact | None = None
    healthy_volunteers: YesNoFact | None = None
    countries: list[Fact] = []
    keywords: list[Fact] = []
    mesh_terms: list[Fact] = []


class MentionRecord(msgspec.Struct):
    """A span found in the page; `by` is "rule:<name>" or "model:<name>"."""

    id: int
    label: LabelName
    start: int
    end: int
    text: str
    section: Section
    by: str
    score: float
    negated: bool
    attrs: dict[str, Any]


ConditionRole = Literal["studied", "inclusion", "exclusion", "outcome", "background"]
InterventionRole = Literal["studied", "comparator", "required", "prohibited", "background"]


class Condition(msgspec.Struct):
    """A condition with all its mentions."""

    name: str
    role: ConditionRole
    concept: str | None
    mentions: list[int]


class Intervention(msgspec.Struct):
    """An intervention with all its mentions; arms and doses are indices into `arms` and `mentions`."""

    name: str
    type: str | None
    role: InterventionRole
    arms: list[int]
    doses: list[int]
    concept: str | None
    mentions: list[int]


class Arm(msgspec.Struct):
    """An arm or participant group; interventions and doses are indices into `interventions` and `mentions`."""

    label: str
    type: str | None
    interventions: list[int]
    doses: list[int]
    start: int
    end: int


class Bounds(msgspec.Struct):
    """What a person must meet to be eligible; categories as text."""

    low: float | None
    low_inclusive: bool | None
    high: float | None
    high_inclusive: bool | None
    category: str | None
    unit: str | None


class Alternative(msgspec.Struct):
    """A further bound of one expression: another unit, or a bound under a condition."""

    comparator: str | None
    value: float | list[float] | str | None
    unit: str | None
    inclusive: list[bool] | None
    condition: str | None


class LabThreshold(msgspec.Struct):
    """A threshold as a formula; `eligible` is its reading after polarity and negation.

    `change`: where the bound is on a change of what is measured and not on its level. A bound that stands for any of
    several ("creatinine ≤ 2 or clearance ≥ 60") is a threshold of its own here; the text of its criterion says "or".
    """

    mention: int
    polarity: Side | None
    analytes: list[str]
    comparator: Literal["<", "<=", ">", ">=", "=", "range"] | None
    value: float | list[float] | str | None
    unit: str | None
    inclusive: list[bool] | None
    condition: str | None
    alternatives: list[Alternative]
    eligible: Bounds | None
    change: Literal["increase", "decrease", "change", "improvement", "worsening"] | None = None


class DoseRecord(msgspec.Struct):
    """A dose or regimen, and the intervention and arm (indices) that it belongs to."""

    mention: int
    intervention: int | None
    arm: int | None
    amount: float | list[float] | None
    unit: str | None
    per: str | None
    frequency: dict[str, Any] | None
    duration: dict[str, Any] | None
    route: str | None
    form: str | None
    level: str | None
    schedule: dict[str, Any] | None


class TimeFrameRecord(msgspec.Struct):
    """The time frame of an outcome as it stands, and parsed where it can be."""

    text: str
    value: float | None
    unit: str | None
    anchor: str | None


class Outcome(msgspec.Struct):
    """An outcome measure with its type and time frame."""

    mention: int
    measure: str
    type: Literal["primary", "secondary", "other"] | None
    time_frame: TimeFrameRecord | None


class Criterion(msgspec.Struct):
    """One eligibility criterion; parent is the index of the criterion that it is nested in."""

    polarity: Side | None
    text: str
    start: int
    end: int
    parent: int | None
    mentions: list[int]
    status: Literal["parsed", "unparsed"]


class Coverage(msgspec.Struct):
    """Code points of the source by what became of them; they sum to its length."""

    boilerplate: int
    markup: int
    heading: int
    parsed: int
    unparsed: int


class Record(msgspec.Struct):
    """Everything that one page states."""

    schema: str
    source: SourceRecord
    trial: Trial
    mentions: list[MentionRecord]
    conditions: list[Condition]
    interventions: list[Intervention]
    arms: list[Arm]
    lab_thresholds: list[LabThreshold]
    doses: list[DoseRecord]
    outcomes: list[Outcome]
    criteria: list[Criterion]
    coverage: Coverage
    warnings: list[str]


GROUPS = (
    "trial",
    "mentions",
    "conditions",
    "interventions",
    "arms",
    "lab_thresholds",
    "doses",
    "outcomes",
    "criteria",
)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a record."""
    schema = msgspec.json.schema(Record)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA, **schema}


def to_json(record: Record) -> bytes:
    """Return a record as one line of UTF-8 JSON without a line end."""
    return msgspec.json.encode(record)


def from_json(line: bytes | str) -> Record:
    """Read a record back. Raises msgspec.ValidationError where the line is no record."""
    return msgspec.json.decode(line, type=Record)
