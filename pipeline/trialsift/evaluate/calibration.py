"""Whether the scores of the model's mentions can be read as probabilities, and how right each rule is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trialsift.evaluate.case import Case, Span, layers
from trialsift.evaluate.match import exact_pairs
from trialsift.evaluate.result import Bin, Calibration, Share
from trialsift.labels import LABEL_NAMES

BINS = 10


def judged(cases: Sequence[Case]) -> Iterator[tuple[Span, bool]]:
    """Yield each found span and whether the gold has it exactly."""
    for case in cases:
        for label in LABEL_NAMES:
            gold, found = layers(case, label)
            right = {id(span) for _, span in exact_pairs(gold, found)}
            for span in found:
                yield span, id(span) in right


def calibrate(cases: Sequence[Case]) -> Calibration:
    """Return the reliability of the model's scores, in bins of equal width."""
    filled: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for span, right in judged(cases):
        if span.source == "model":
            filled[min(int(span.score * BINS), BINS - 1)].append((span.score, right))
    total = sum(map(len, filled))
    bins, error = [], 0.0
    for number, items in enumerate(filled):
        mean_score = sum(score for score, _ in items) / len(items) if items else None
        share = sum(right for _, right in items) / len(items) if items else None
        if mean_score is not None and share is not None:
            error += len(items) / total * abs(mean_score - share)
        bins.append(Bin(number / BINS, (number + 1) / BINS, len(items), _rounded(mean_score), _rounded(share)))
    return Calibration(bins, _rounded(error) if total else None, total)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def by_finder(cases: Sequence[Case]) -> dict[str, dict[str, Share]]:
    """Return rule or model name → label → share of its mentions that are right."""
    counts: dict[tuple[str, str], list[bool]] = {}
    for span, right in judged(cases):
        counts.setdefault((span.by, span.label), []).append(right)
    finders: dict[str, dict[str, Share]] = {}
    for (by, label), rights in sorted(counts.items()):
        finders.setdefault(by, {})[label] = Share(sum(rights), len(rights))
    return finders
