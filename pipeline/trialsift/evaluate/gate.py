"""The gate: F1 floors per gold set, layout and label, below which a change does not go in.

models/floors.json holds them with the hashes of the gold and pages that they were measured on. Floors are only
ever raised by `--update-floors`; lowering one takes `--allow-regression`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from trialsift.errors import TrialsiftError
from trialsift.evaluate.result import Evaluation, GoldSet, Score
from trialsift.evaluate.score import MICRO
from trialsift.labels import LABEL_NAMES

SCHEMA = "trialsift-floors/1"
FLOORS = Path("models/floors.json")
LEAST_GOLD = 10  # spans of a label in a layout; with fewer, one span moves F1 by a tenth and a floor says little
MARGIN_SPANS = 1  # a floor gives way by what this many spans are worth in F1,
MARGIN_F1 = 0.002  # and by this much at least
MARGIN_REASON = (
    "The pages are fixed, so chance in sampling plays no part. What is left is the arithmetic of another processor, "
    "which turns a borderline span of the model now and then: one of a small cell, two in a thousand of a large one."
)
ALL_LAYOUTS = "all"
_PIN = "trialsift evaluate --gold DIR --update-floors"
_MOST_PAGES = 5

Cells = dict[str, dict[str, float]]  # layout or "all" → label or "micro" → strict F1


class BadFloors(TrialsiftError):
    """A file of floors that cannot be used."""


class Margin(msgspec.Struct, frozen=True):
    """How far below its floor a cell may fall: what so many spans are worth there, at least so much F1, and why."""

    spans: int = MARGIN_SPANS
    f1: float = MARGIN_F1
    reason: str = MARGIN_REASON


class SetFloors(msgspec.Struct, frozen=True):
    """The floors of one gold set; pages: id → label → errors when they were pinned, to know which are new."""

    gold: GoldSet
    floors: Cells
    pages: dict[str, dict[str, int]]


class Floors(msgspec.Struct, frozen=True):
    """The floors of all gold sets, by name."""

    schema: str = SCHEMA
    margin: Margin = Margin()
    sets: dict[str, SetFloors] = {}


@dataclass(frozen=True, slots=True)
class Check:
    """One cell against its floor; `f1` is None where the cell is gone. pages: those with the most new errors."""

    layout: str
    label: str
    floor: float
    margin: float
    f1: float | None
    pages: tuple[tuple[str, int], ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the cell is at its floor, up to the margin."""
        return self.f1 is not None and self.f1 >= self.floor - self.margin


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says: every cell that has a floor, and why no cell could be compared where that is so."""

    checks: tuple[Check, ...]
    problem: str = ""

    @property
    def holds(self) -> bool:
        """Whether the gate lets the change through."""
        return not self.problem and all(check.holds for check in self.checks)

    @property
    def fallen(self) -> list[Check]:
        """The cells below their floor: those over all layouts first, labels before "micro", the furthest first."""
        fallen = [check for check in self.checks if not check.holds]
        return sorted(fallen, key=lambda c: (c.layout != ALL_LAYOUTS, c.label == MICRO, (c.f1 or 0.0) - c.floor))


def read_floors(path: Path) -> Floors:
    """Read a file of floors; one that does not exist holds none. Raises BadFloors where it is of another form."""
    if not path.exists():
        return Floors()
    try:
        return msgspec.json.decode(path.read_bytes(), type=Floors)
    except msgspec.DecodeError as error:
        raise BadFloors(f"{path} is no {SCHEMA} file: {error}") from error


def write_floors(path: Path, floors: Floors) -> None:
    """Write floors, a layout a line, so that a change of them is easy to read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_text(msgspec.to_builtins(floors)), encoding="utf-8")


def _text(value: object, depth: int = 0) -> str:
    """Return JSON with one line for each object that holds no other."""
    if not isinstance(value, dict) or not any(isinstance(item, dict) for item in value.values()):
        return json.dumps(value, ensure_ascii=False)
    indent = " " * (depth + 1)
    lines = [f"{indent}{json.dumps(key)}: {_text(item, depth + 1)}" for key, item in value.items()]
    return "{\n" + ",\n".join(lines) + "\n" + " " * depth + "}" + ("\n" if not depth else "")


def cells(evaluation: Evaluation) -> Iterator[tuple[str, str, Score]]:
    """Yield (layout, label, strict score) of each cell that has enough gold for a floor."""
    groups = {ALL_LAYOUTS: evaluation.overall, **evaluation.scores["layout"]}
    for layout, scores in groups.items():
        for label in (*LABEL_NAMES, MICRO):
            score = scores["strict"].get(label)
            if score is not None and score.gold >= LEAST_GOLD:
                yield layout, label, score


def check_part(floors: Floors, name: str, part: str) -> None:
    """Raise BadFloors where the floors of a gold set are pinned on another part than the one to be scored."""
    pinned = floors.sets.get(name)
    if pinned is not None and pinned.gold.part != part:
        raise BadFloors(
            f"the floors of {name!r} are pinned on --part {pinned.gold.part}, and scores of --part {part} cannot be "
            "compared with them: leave out --gate, or score that part"
        )


def check(evaluation: Evaluation, floors: Floors, *, pin: str = _PIN) -> Verdict:
    """Compare an evaluation with its floors. pin: the command that pins them anew, for what is said to the user."""
    name = evaluation.gold.name
    pinned = floors.sets.get(name)
    if pinned is None:
        return Verdict((), f"there are no floors for the gold set {name!r}: pin them with `{pin}`")
    changed = _changed(pinned.gold, evaluation.gold)
    if changed:
        then = f"look at the scores, then `{pin}`"
        return Verdict((), f"{changed} since the floors of {name!r} were pinned: {then}")
    scores = {(layout, label): score for layout, label, score in cells(evaluation)}
    checks = [
        _check(evaluation, pinned, layout, label, scores.get((layout, label)), floors.margin)
        for layout, row in pinned.floors.items()
        for label in row
    ]
    return Verdict(tuple(checks))


def _changed(pinned: GoldSet, current: GoldSet) -> str:
    if pinned.part != current.part:
        return f"the part is {current.part!r} and was {pinned.part!r}"
    if pinned.pages_sha256 != current.pages_sha256:
        return f"the pages have changed ({pinned.pages} then, {current.pages} now)"
    if pinned.gold_sha256 != current.gold_sha256:
        return "the annotations have changed"
    return ""


def _check(
    evaluation: Evaluation, pinned: SetFloors, layout: str, label: str, score: Score | None, margin: Margin
) -> Check:
    floor = pinned.floors[layout][label]
    if score is None or score.f1 is None:
        return Check(layout, label, floor, 0.0, None)
    result = Check(layout, label, floor, allowance(margin, score), score.f1)
    return result if result.holds else replace(result, pages=_worst_pages(evaluation, pinned, layout, label))


def allowance(margin: Margin, score: Score) -> float:
    """Return by how much the F1 of a cell may lie below its floor."""
    return round(max(margin.spans / max(score.gold, 1), margin.f1), 4)


def _worst_pages(evaluation: Evaluation, pinned: SetFloors, layout: str, label: str) -> tuple[tuple[str, int], ...]:
    """Return the pages of a cell with the most errors that they did not have when its floor was pinned."""
    new: dict[str, int] = {}
    for name, errors in page_errors(evaluation).items():
        if layout in (ALL_LAYOUTS, evaluation.pages[name].layout):
            labels = LABEL_NAMES if label == MICRO else (label,)
            old = pinned.pages.get(name, {})
            new[name] = sum(errors.get(each, 0) - old.get(each, 0) for each in labels)
    worst = sorted(((name, count) for name, count in new.items() if count > 0), key=lambda item: (-item[1], item[0]))
    return tuple(worst[:_MOST_PAGES])


def page_errors(evaluation: Evaluation) -> dict[str, dict[str, int]]:
    """Return page → label → spurious and missed spans; pages and labels without any are left out."""
    errors = {
        name: {label: fp + fn for label, (_, fp, fn) in page.counts.items() if fp + fn}
        for name, page in evaluation.pages.items()
    }
    return {name: counts for name, counts in errors.items() if counts}


def update(evaluation: Evaluation, floors: Floors, *, allow_regression: bool = False) -> tuple[Floors, list[str]]:
    """Return the floors with those of the evaluation's gold set pinned to its scores, and what changed, in words.

    A fall within the margin leaves its floor where it was, or small falls would add up. Raises BadFloors where a
    floor would be lowered by more without `allow_regression`.
    """
    name = evaluation.gold.name
    pinned = floors.sets.get(name)
    old = pinned.floors if pinned else {}
    new: Cells = {}
    for layout, label, score in cells(evaluation):
        f1, floor = score.f1 or 0.0, old.get(layout, {}).get(label, 0.0)
        within = f1 < floor <= f1 + allowance(floors.margin, score)
        new.setdefault(layout, {})[label] = floor if within else f1
    changes = list(_changes(old, new))
    lowered = [change for change, falls in changes if falls]
    if lowered and not allow_regression:
        raise BadFloors(
            "these floors would fall: " + "; ".join(lowered) + ". Mend it, or lower them with --allow-regression"
        )
    sets = {**floors.sets, name: SetFloors(evaluation.gold, new, page_errors(evaluation))}
    return Floors(SCHEMA, floors.margin, dict(sorted(sets.items()))), [change for change, _ in changes]


def _changes(old: Cells, new: Cells) -> Iterator[tuple[str, bool]]:
    """Yield (change in words, whether it lowers a floor)."""
    for layout in {**old, **new}:
        before, after = old.get(layout, {}), new.get(layout, {})
        for label in {**before, **after}:
            was, now = before.get(label), after.get(label)
            if was != now:
                text = f"{label} in {layout}: {_shown(was)} → {_shown(now)}"
                yield text, was is not None and (now is None or now < was)


def _shown(floor: float | None) -> str:
    return "none" if floor is None else f"{floor:.4f}"
