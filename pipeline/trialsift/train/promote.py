"""Put a new model in the default's place, if the evaluation gate holds with it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path


def fallen_floors(model: Path, annotations: Sequence[Path], floors: Path) -> list[str]:
    """Return what fell below its floor with a model, a line for each; a folder without floors is not looked at."""
    from trialsift.evaluate.evaluation import evaluate
    from trialsift.evaluate.gate import check, read_floors
    from trialsift.evaluate.gold import gold_name

    pinned = read_floors(floors)
    lines = []
    for folder in annotations:
        name = gold_name(folder)
        if name in pinned.sets:
            verdict = check(evaluate(folder, part=pinned.sets[name].gold.part, model=str(model)).evaluation, pinned)
            lines += [verdict.problem] if verdict.problem else []
            lines += [
                f"{name}: {cell.label} in {cell.layout}: {cell.f1}, floor {cell.floor}" for cell in verdict.fallen
            ]
    return lines


def replace_model(old: Path, new: Path) -> None:
    """Put a copy of `new` where `old` lies; a model is there at every moment but one."""
    copy = old.with_name(f"{old.name}.new")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(new, copy)
    shutil.rmtree(old, ignore_errors=True)
    copy.rename(old)
