"""Layout invariance: how far the records of one trial agree over the layouts it is shown in, and what gets lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from trialsift.evaluate.case import Case
from trialsift.evaluate.facts import KINDS, Facts, found_facts, gold_facts
from trialsift.evaluate.result import Agreement, Loss

FactsOf = Callable[[Case], Mapping[str, Facts]]


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
    return Agreement(len(trials), _jaccard(trials, found_facts), _jaccard(trials, gold_facts), lost, losses)


def _several_layouts(cases: Sequence[Case]) -> dict[str, list[Case]]:
    trials: dict[str, list[Case]] = {}
    for case in cases:
        trials.setdefault(case.trial, []).append(case)
    return {trial: pages for trial, pages in sorted(trials.items()) if len({page.layout for page in pages}) > 1}


def _jaccard(trials: Mapping[str, Sequence[Case]], facts_of: FactsOf) -> dict[str, float | None]:
    """Return kind → mean over trials of the mean over pairs of pages; pairs that both state nothing are left out."""
    means: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for pages in trials.values():
        facts = [facts_of(page) for page in pages]
        for kind in KINDS:
            pairs = [(one[kind], other[kind]) for one, other in combinations(facts, 2) if one[kind] | other[kind]]
            if pairs:
                means[kind].append(sum(len(one & other) / len(one | other) for one, other in pairs) / len(pairs))
    return {kind: round(sum(values) / len(values), 4) if values else None for kind, values in means.items()}


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
