"""Calibrate scores: find the temperature at which a mention's score says how often such a mention is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spacy.training import Example

    from trialsift.ner.component import LayeredNer

TEMPERATURES = np.round(np.geomspace(0.5, 4.0, 43), 3)
BINS = 10


def calibrate(tagger: LayeredNer, examples: Sequence[Example]) -> tuple[float, float]:
    """Set the tagger's temperature by held-out examples; returns the calibration error before and after.

    The temperature is that of the least log-loss of mentions (right: same label and ends as a gold mention).
    """
    from trialsift.ner.component import find_spans

    tagger.cfg["temperature"] = 1.0
    docs = [example.predicted for example in examples]
    plain = tagger.predict(docs)

    def judged(temperature: float) -> tuple[np.ndarray, np.ndarray]:
        scores, right = [], []
        for example, doc, log_probabilities in zip(examples, docs, plain, strict=True):
            gold = {(s.label_, s.start, s.end) for group in example.reference.spans.values() for s in group}
            cooled = log_probabilities / temperature
            cooled = cooled - np.logaddexp.reduce(cooled, axis=-1, keepdims=True)
            for label, start, end, score in find_spans(doc, cooled):
                if label in example.reference.spans:
                    scores.append(score)
                    right.append((label, start, end) in gold)
        return np.array(scores), np.array(right, dtype="float64")

    tagger.cfg["temperature"] = float(min(TEMPERATURES, key=lambda value: log_loss(*judged(value))))
    return calibration_error(*judged(1.0)), calibration_error(*judged(tagger.temperature))


def log_loss(scores: np.ndarray, right: np.ndarray) -> float:
    """Return the mean log-loss of scores, 0-1, given whether each was right; 0.0 where there are none."""
    if not len(scores):
        return 0.0
    clipped = np.clip(scores, 1e-6, 1 - 1e-6)
    return float(-(right * np.log(clipped) + (1 - right) * np.log(1 - clipped)).mean())


def calibration_error(scores: np.ndarray, right: np.ndarray) -> float:
    """Return the expected calibration error over BINS bins of equal width, 0-1; 0.0 where there are no scores."""
    if not len(scores):
        return 0.0
    bins = np.minimum((scores * BINS).astype(int), BINS - 1)
    gaps = [abs(scores[bins == b].sum() - right[bins == b].sum()) for b in range(BINS)]
    return float(sum(gaps) / len(scores))
