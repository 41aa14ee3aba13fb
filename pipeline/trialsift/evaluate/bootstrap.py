"""Bootstrap over pages: intervals of a score, and a p-value for the difference of two runs on the same pages."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RESAMPLES = 1000
SEED = 7  # a report says the same thing twice
LEVEL = 0.95


@cache
def page_weights(pages: int) -> Array:
    """Return how often each page is drawn in each resample, (RESAMPLES, pages)."""
    rng = np.random.default_rng(SEED)
    return rng.multinomial(pages, np.full(pages, 1 / pages), size=RESAMPLES).astype(np.float64)


def resample(counts: Array) -> Array:
    """Return the sums of counts (pages, ...) over each resample, (RESAMPLES, ...)."""
    pages = counts.shape[0]
    return (page_weights(pages) @ counts.reshape(pages, -1)).reshape(RESAMPLES, *counts.shape[1:])


def ratios(counts: Array) -> Array:
    """Turn (..., [tp, fp, fn]) into (..., [precision, recall, F1]); NaN where nothing is there to divide by.

    Without gold there is no recall, without anything found no precision; F1 is 0 where one of them has nothing
    right to count, and undefined only where nothing was to be found and nothing was.
    """
    tp, fp, fn = counts[..., 0], counts[..., 1], counts[..., 2]
    return np.stack([divide(tp, tp + fp), divide(tp, tp + fn), divide(2 * tp, 2 * tp + fp + fn)], axis=-1)


def divide(top: Array, bottom: Array) -> Array:
    """Divide, NaN where the divisor is 0."""
    return np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=bottom > 0)


def mean(values: Array, axis: int) -> Array:
    """Return the mean of the values that are defined, NaN where none is."""
    known = ~np.isnan(values)
    return divide(np.where(known, values, 0.0).sum(axis=axis), known.sum(axis=axis).astype(np.float64))


def interval(samples: Array) -> tuple[Array, Array]:
    """Return the lower and upper end of the middle 95% over the first axis, of the samples that are defined."""
    ordered = np.sort(samples, axis=0)  # NaN sorts last
    known = (~np.isnan(ordered)).sum(axis=0)
    ends = []
    for share in ((1 - LEVEL) / 2, (1 + LEVEL) / 2):
        at = np.round(share * np.maximum(known - 1, 0)).astype(np.intp)
        ends.append(np.take_along_axis(ordered, at[None, ...], axis=0)[0])
    return ends[0], ends[1]


def paired_p(old: Array, new: Array) -> float:
    """Return the two-sided p-value of the difference in F1 of two runs, each (pages, [tp, fp, fn]) on the same pages.

    How often the difference of a resample falls on the other side of zero, twice, and at least 1 / RESAMPLES:
    a sample proves no more. 1.0 where the counts of no page differ.
    """
    if np.array_equal(old, new):
        return 1.0
    gains = ratios(resample(new))[..., 2] - ratios(resample(old))[..., 2]
    gains = gains[~np.isnan(gains)]
    if not len(gains):
        return 1.0
    other_side = min(int((gains <= 0).sum()), int((gains >= 0).sum()))
    return min(1.0, 2 * max(other_side, 0.5) / len(gains))
