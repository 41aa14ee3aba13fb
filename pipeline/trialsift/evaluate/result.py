"""The result of an evaluation, as it stands in report.json; keys in the order of the fields below."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from trialsift.errors import TrialsiftError

SCHEMA = "trialsift-evaluation/1"

Interval = tuple[float, float]


class BadReport(TrialsiftError):
    """A report.json that cannot be read."""


class Score(msgspec.Struct, frozen=True):
    """Counts, the ratios made of them (None where nothing divides them) and their 95% intervals over pages."""

    tp: int
    fp: int
    fn: int
    precision: float | None
    recall: float | None
    f1: float | None
    precision_interval: Interval | None = None
    recall_interval: Interval | None = None
    f1_interval: Interval | None = None

    @property
    def gold(self) -> int:
        """Number of gold spans."""
        return self.tp + self.fn


Scores = dict[str, dict[str, Score]]  # mode → label, "micro", "macro" → score


class Share(msgspec.Struct, frozen=True):
    """How many of how many are right, with the 95% interval over pages where it was measured."""

    right: int
    of: int
    interval: Interval | None = None

    @property
    def value(self) -> float | None:
        """The share, None of nothing."""
        return self.right / self.of if self.of else None


class GoldSet(msgspec.Struct, frozen=True):
    """What was scored against: SHA-256 over the gold and over the pages, and counts of spans by label."""

    name: str
    part: str
    pages: int
    spans: dict[str, int]
    gold_sha256: str
    pages_sha256: str


class PlacedSpan(msgspec.Struct, frozen=True, omit_defaults=True):
    """A gold or found span in a list of errors."""

    start: int
    end: int
    label: str
    text: str
    by: str
    score: float
    attrs: dict[str, Any] = {}


class Error(msgspec.Struct, frozen=True):
    """A difference between gold and found; kind is one of errors.KINDS. detail: what differs, in words."""

    page: str
    layout: str
    section: str
    label: str
    kind: str
    gold: PlacedSpan | None
    found: PlacedSpan | None
    detail: str = ""


class Confusion(msgspec.Struct, frozen=True):
    """What gold spans were taken for. labels: gold label or "none" → found label or "none" → count.

    edges: label → (start, end) as "before start, exact end" … → count; words: label → side → words most often
    left out or taken too much there.
    """

    labels: dict[str, dict[str, int]]
    edges: dict[str, dict[str, int]]
    words: dict[str, dict[str, list[tuple[str, int]]]]


class Bin(msgspec.Struct, frozen=True):
    """Mentions of the model with a score in `[low, high)`: how many, their mean score, the share that is right."""

    low: float
    high: float
    count: int
    mean_score: float | None
    right: float | None


class Calibration(msgspec.Struct, frozen=True):
    """Whether scores of the model can be read as probabilities; error: expected calibration error."""

    bins: list[Bin]
    error: float | None
    mentions: int


class Loss(msgspec.Struct, frozen=True):
    """A fact that all other layouts of a trial give and this one does not."""

    trial: str
    layout: str
    kind: str
    fact: str


class Agreement(msgspec.Struct, frozen=True):
    """How far the records of one trial agree over its layouts: mean pairwise Jaccard by kind of fact.

    found: of the records; common: of the records, on the facts that both pages state; gold: of the pages' own gold,
    which says how much of a trial its pages have in common.
    """

    trials: int
    found: dict[str, float | None]
    common: dict[str, float | None]
    gold: dict[str, float | None]
    lost: dict[str, dict[str, int]]
    losses: list[Loss]


class PageResult(msgspec.Struct, frozen=True):
    """Strict counts [tp, fp, fn] of a page by label. problem: why a page gave no record."""

    layout: str
    part: str | None
    sha256: str
    counts: dict[str, tuple[int, int, int]]
    problem: str = ""


class Evaluation(msgspec.Struct, frozen=True):
    """Everything that was measured.

    scores: slice ("all", "part", "layout", "section", "source") → group → scores. sides: "rules" and "model"
    alone and "joined" → scores. seqeval: label → (precision, recall, F1). attrs: label → share of exactly found
    spans with all attrs right, and by key. trial: field → share right. rules: rule or model name → label → share
    of its mentions that are right.
    """

    schema: str
    version: str
    model: str
    gold: GoldSet
    scores: dict[str, dict[str, Scores]]
    sides: dict[str, Scores]
    seqeval: dict[str, tuple[float, float, float]]
    attrs: dict[str, Share]
    attr_keys: dict[str, dict[str, Share]]
    facts: dict[str, Score]
    trial: dict[str, Share]
    found_by: dict[str, dict[str, Share]]
    calibration: Calibration
    confusion: Confusion
    kinds: dict[str, dict[str, int]]
    agreement: Agreement
    pages: dict[str, PageResult]
    errors: list[Error]

    @property
    def overall(self) -> Scores:
        """Scores over all pages."""
        return self.scores["all"]["all"]


def to_json(evaluation: Evaluation) -> bytes:
    """Return report.json: the same bytes for the same result."""
    return msgspec.json.format(msgspec.json.encode(evaluation), indent=1) + b"\n"


def read_report(path: Path) -> Evaluation:
    """Read a report.json. Raises BadReport where it is none of this version."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Evaluation)
    except OSError as error:
        raise BadReport(f"cannot read {path}: {error.strerror}") from error
    except msgspec.DecodeError as error:
        raise BadReport(f"{path} is no {SCHEMA} report: {error}; make it again with `trialsift evaluate`") from error


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of report.json."""
    schema = msgspec.json.schema(Evaluation)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA, **schema}
