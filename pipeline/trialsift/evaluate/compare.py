"""Compare an evaluation with an earlier one: gains and losses, how sure they are, and the pages behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from trialsift.evaluate.bootstrap import Array, paired_p, ratios
from trialsift.evaluate.result import Evaluation, PageResult
from trialsift.evaluate.score import MICRO
from trialsift.labels import LABEL_NAMES

_MOST_PAGES = 5


@dataclass(frozen=True, slots=True)
class Change:
    """The strict F1 of a label on the pages that both runs have, the p-value of its change, and the pages behind it.

    pages: id → spans that are now right more (or, below zero, less) or wrong less, the largest changes first.
    """

    label: str
    old: float
    new: float
    p: float
    pages: dict[str, int]

    @property
    def gain(self) -> float:
        """New minus old."""
        return self.new - self.old


@dataclass(frozen=True, slots=True)
class Comparison:
    """All labels and "micro"; pages: how many both runs have unchanged, of how many in the new one."""

    changes: list[Change]
    pages: int
    of: int


def compare(old: Evaluation, new: Evaluation) -> Comparison:
    """Compare two evaluations on the pages that both have, with the same text."""
    shared = [name for name, page in new.pages.items() if name in old.pages and old.pages[name].sha256 == page.sha256]
    changes = []
    if shared:
        before, after = (_counts(e.pages[name] for name in shared) for e in (old, new))
        for number, label in enumerate(LABEL_NAMES):
            changes.append(_change(label, before[:, number], after[:, number], shared))
        changes.append(_change(MICRO, before.sum(axis=1), after.sum(axis=1), shared))
    return Comparison([change for change in changes if change is not None], len(shared), len(new.pages))


def _counts(pages: Iterable[PageResult]) -> Array:
    return np.array([[page.counts.get(label, (0, 0, 0)) for label in LABEL_NAMES] for page in pages], dtype=np.float64)


def _change(label: str, old: Array, new: Array, names: list[str]) -> Change | None:
    before, after = (float(ratios(counts.sum(axis=0))[2]) for counts in (old, new))
    if np.isnan(before) or np.isnan(after):
        return None
    balance = (new - old) @ np.array([1.0, -1.0, -1.0])
    order = sorted((at for at in range(len(names)) if balance[at]), key=lambda at: (-abs(balance[at]), names[at]))
    pages = {names[at]: int(balance[at]) for at in order[:_MOST_PAGES]}
    return Change(label, before, after, paired_p(old, new), pages)
