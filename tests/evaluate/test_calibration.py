"""Reliability of the model's scores, and who found what."""

from __future__ import annotations

from trialsift.evaluate.calibration import by_finder, calibrate


def _model(start: int, score: float) -> tuple:
    return ("C", start, start + 4, "other", "model:test", score)


def test_bins_and_error_by_hand(make_case):
    """Scores 0.9 right and 0.9 wrong, 0.3 wrong: |0.9 - 0.5| weighs 2/3, |0.3 - 0| weighs 1/3; rules do not count."""
    found = [_model(0, 0.9), _model(5, 0.9), _model(10, 0.3), ("C", 15, 19)]
    result = calibrate([make_case([("C", 0, 4), ("C", 15, 19)], found)])
    assert result.mentions == 3
    assert [(b.low, b.count, b.mean_score, b.right) for b in result.bins if b.count] == [
        (0.3, 1, 0.3, 0.0),
        (0.9, 2, 0.9, 0.5),
    ]
    assert result.error == round(2 / 3 * 0.4 + 1 / 3 * 0.3, 4)


def test_a_score_of_one_is_in_the_last_bin(make_case):
    result = calibrate([make_case([("C", 0, 4)], [_model(0, 1.0)])])
    assert (result.bins[-1].count, result.error) == (1, 0.0)


def test_without_a_model_there_is_nothing_to_calibrate(make_case):
    result = calibrate([make_case([("C", 0, 4)], [("C", 0, 4)])])
    assert (result.mentions, result.error) == (0, None)


def test_finders(make_case):
    found = [_model(0, 0.9), _model(5, 0.9), ("C", 15, 19)]
    finders = by_finder([make_case([("C", 0, 4), ("C", 15, 19)], found)])
    shares = {by: {label: (s.right, s.of) for label, s in rows.items()} for by, rows in finders.items()}
    assert shares == {"model:test": {"CONDITION": (1, 2)}, "rule:test": {"CONDITION": (1, 1)}}
