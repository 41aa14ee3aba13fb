"""Layout invariance: how far the records of one trial agree over the layouts it is shown in, and what gets lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from trialsift.evaluate.case import Case
from trialsift.evaluate.facts import KINDS, Facts, found_facts, gold_facts
from trialsift.evaluate.result import Agreement, Loss


class _Facts:
    """What a page's gold states and what its record states, by kind."""

    def __init__(self, case: Case) -> None:
        self.gold = gold_facts(case)
        self.found = found_facts(case)


Pair = tuple[_Facts, _Facts]
SetsOf = Callable[[_Facts, _Facts, str], tuple[Facts, Facts]]


def agree(cases: Sequence[Case]) -> Agreement:
    """Return the agreement over the trials that have pages in several layouts."""
    trials = _several_layouts(cases)
    losses = sorted(
        (loss for pages in trials.values() for loss in _losses(pages)),
        key=lambda loss: (loss.layout, loss.kind, loss.trial, loss.fact),
    )
    layouts = sorted({case.layout for pages in trials.values() for case in pages})
    lost: dict[str, dict[str, int]] = {layout: dict.fromkeys(KINDS, 0) for layout in layouts}
    for loss in losses:
        lost[loss.layout][loss.kind] += 1
    pairs = [[(_Facts(one), _Facts(other)) for one, other in combinations(pages, 2)] for pages in trials.values()]
    return Agreement(
        len(trials),
        _mean_jaccard(pairs, lambda one, other, kind: (one.found[kind], other.found[kind])),
        _mean_jaccard(pairs, _on_what_both_state),
        _mean_jaccard(pairs, lambda one, other, kind: (one.gold[kind], other.gold[kind])),
        lost,
        losses,
    )


def _several_layouts(cases: Sequence[Case]) -> dict[str, list[Case]]:
    trials: dict[str, list[Case]] = {}
    for case in cases:
        trials.setdefault(case.trial, []).append(case)
    return {trial: pages for trial, pages in sorted(trials.items()) if len({page.layout for page in pages}) > 1}


def _on_what_both_state(one: _Facts, other: _Facts, kind: str) -> tuple[Facts, Facts]:
    stated = one.gold[kind] & other.gold[kind]
    return one.found[kind] & stated, other.found[kind] & stated


def _mean_jaccard(trials: Sequence[Sequence[Pair]], sets: SetsOf) -> dict[str, float | None]:
    """Return kind → mean over trials of the mean over pairs of pages; pairs that both have nothing are left out."""
    means: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for pairs in trials:
        for kind in KINDS:
            shares = [share for pair in pairs if (share := _jaccard(*sets(*pair, kind))) is not None]
            if shares:
                means[kind].append(sum(shares) / len(shares))
    return {kind: round(sum(values) / len(values), 4) if values else None for kind, values in means.items()}


def _jaccard(one: Facts, other: Facts) -> float | None:
    return len(one & other) / len(one | other) if one | other else None


def _losses(pages: Sequence[Case]) -> list[Loss]:
    """Return the facts that every other layout of a trial gives and one does not, though its page states them.

    What a page states is known from its gold; trial fields without a gold count as stated everywhere.
    """
    losses = []
    facts = [found_facts(page) for page in pages]
    for number, page in enumerate(pages):
        others = facts[:number] + facts[number + 1 :]
        stated = gold_facts(page)
        for kind in KINDS:
            lost = frozenset.intersection(*(other[kind] for other in others)) - facts[number][kind]
            if kind != "trial" or page.expected:
                lost &= stated[kind]
            losses += [Loss(page.trial, page.layout, kind, fact) for fact in sorted(lost)]
    return losses
