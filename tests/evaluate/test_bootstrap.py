"""Intervals and p-values over pages."""

from __future__ import annotations

import numpy as np

from trialsift.evaluate.bootstrap import interval, paired_p, ratios, resample


def test_ratios_by_hand():
    """3 right, 1 spurious, 2 missed: 3/4, 3/5, 6/9."""
    precision, recall, f1 = ratios(np.array([3.0, 1.0, 2.0]))
    assert (round(precision, 4), round(recall, 4), round(f1, 4)) == (0.75, 0.6, 0.6667)


def test_a_resample_draws_as_many_pages_as_there_are():
    samples = resample(np.ones((7, 1)))
    assert samples.shape == (1000, 1)
    assert set(samples.ravel()) == {7.0}


def test_equal_pages_have_no_spread():
    """Every resample of pages that are all alike has the same F1."""
    low, high = interval(ratios(resample(np.tile([2.0, 1.0, 1.0], (9, 1)))))
    assert np.allclose(low, high)
    assert np.allclose(low, [2 / 3] * 3)


def test_interval_of_a_share_is_near_the_binomial_one():
    """60 of 100 pages right: the normal interval is 0.6 ± 1.96 √(0.24/100) = 0.504 … 0.696."""
    counts = np.zeros((100, 3))
    counts[:60, 0] = 1
    counts[60:, 1] = 1
    low, high = interval(ratios(resample(counts))[:, 0])
    assert abs(low - 0.504) < 0.02
    assert abs(high - 0.696) < 0.02


def test_resamples_without_anything_to_divide_are_left_out():
    samples = np.array([[np.nan], [0.5], [0.25], [1.0]])
    low, high = interval(samples)
    assert (low.tolist(), high.tolist()) == ([0.25], [1.0])


def test_all_undefined_gives_nan():
    low, high = interval(np.full((5, 2), np.nan))
    assert np.isnan(low).all()
    assert np.isnan(high).all()


def test_paired_p():
    """Nothing changed: 1. Better on each of 30 pages: as small as 1,000 resamples say. Half and half: large."""
    old = np.tile([5.0, 5.0, 5.0], (30, 1))
    assert paired_p(old, old) == 1.0
    assert paired_p(old, old + np.array([1.0, -1.0, -1.0])) == 0.001
    mixed = old.copy()
    mixed[::2] += [1.0, -1.0, -1.0]
    mixed[1::2] += [-1.0, 1.0, 1.0]
    assert paired_p(old, mixed) > 0.5
