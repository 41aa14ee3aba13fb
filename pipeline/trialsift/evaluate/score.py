"""Counts → precision, recall and F1 with intervals, per label, micro and macro."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from trialsift.evaluate.bootstrap import Array, interval, mean, ratios, resample
from trialsift.evaluate.result import Score, Scores
from trialsift.evaluate.tally import MODES
from trialsift.labels import LABEL_NAMES

MICRO, MACRO = "micro", "macro"
_DIGITS = 4  # finer than any interval, coarse enough to be the same on every machine


def score_groups(groups: Mapping[str, Array]) -> dict[str, Scores]:
    """Return the scores of each group of a slice."""
    return {name: score(counts) for name, counts in groups.items()}


def score(counts: Array) -> Scores:
    """Return mode → label, "micro" and "macro" → score, of counts (pages, labels, modes, [tp, fp, fn]).

    Labels with neither gold nor anything found are left out.
    """
    total, samples = counts.sum(axis=0), resample(counts)
    point, spread = ratios(total), ratios(samples)
    low, high = interval(spread)
    micro_total, micro_spread = ratios(total.sum(axis=0)), ratios(samples.sum(axis=1))
    micro_low, micro_high = interval(micro_spread)
    macro_point, (macro_low, macro_high) = _macro(point, 0), interval(_macro(spread, 1))
    scores: Scores = {}
    for number, mode in enumerate(MODES):
        rows = scores[mode] = {}
        for label, name in enumerate(LABEL_NAMES):
            if total[label, number].any():
                at = (label, number)
                rows[name] = make_score(total[at], point[at], low[at], high[at])
        everything = total[:, number].sum(axis=0)
        rows[MICRO] = make_score(everything, micro_total[number], micro_low[number], micro_high[number])
        rows[MACRO] = make_score(everything, macro_point[number], macro_low[number], macro_high[number])
    return scores


def _macro(values: Array, axis: int) -> Array:
    """Return the mean over labels that are there; as in seqeval, one without any found has precision 0."""
    there = ~np.isnan(values[..., 2:])
    return mean(np.where(np.isnan(values) & there, 0.0, values), axis)


def score_counts(counts: Array) -> Score:
    """Return the score of counts (pages, [tp, fp, fn])."""
    low, high = interval(ratios(resample(counts)))
    total = counts.sum(axis=0)
    return make_score(total, ratios(total), low, high)


def make_score(total: Array, point: Array, low: Array, high: Array) -> Score:
    """Make a score of summed counts and of (precision, recall, F1), each with its interval."""
    tp, fp, fn = (int(count) for count in total)
    precision, recall, f1 = (rounded(value) for value in point)
    ends = [_ends(*pair) for pair in zip(low, high, strict=True)]
    return Score(tp, fp, fn, precision, recall, f1, *ends)


def _ends(low: float, high: float) -> tuple[float, float] | None:
    return None if np.isnan(low) else (round(float(low), _DIGITS), round(float(high), _DIGITS))


def rounded(value: float) -> float | None:
    """Round to what a report shows; None for NaN."""
    return None if np.isnan(value) else round(float(value), _DIGITS)
