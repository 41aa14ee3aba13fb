"""BILOU tags of one layer: spans → tags, tag scores → the best valid tag sequence → spans.

Shapes: tags are (n_tokens,) integers; scores are (n_tokens, n_layers, N_TAGS) log-probabilities or logits.
Spans are half-open token ranges.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

OUT, BEGIN, INSIDE, LAST, UNIT = range(5)
N_TAGS = 5
MASKED = -1
UNKNOWN = ":unknown"  # ends the name of the span group whose tokens a layer's loss leaves out
_IMPOSSIBLE = -1e6

# may tag j follow tag i
_FOLLOWS = np.zeros((N_TAGS, N_TAGS), dtype=bool)
for _before in (OUT, LAST, UNIT):
    _FOLLOWS[_before, [OUT, BEGIN, UNIT]] = True
for _before in (BEGIN, INSIDE):
    _FOLLOWS[_before, [INSIDE, LAST]] = True
_TRANSITION = np.where(_FOLLOWS, 0.0, _IMPOSSIBLE).astype("float32")
_START = np.array([0, 0, _IMPOSSIBLE, _IMPOSSIBLE, 0], dtype="float32")
_END = np.array([0, _IMPOSSIBLE, _IMPOSSIBLE, 0, 0], dtype="float32")


def tags_of(spans: Iterable[tuple[int, int]], length: int) -> np.ndarray:
    """Return the tags of flat spans over `length` tokens; of spans that overlap, the first counts."""
    tags = np.full(length, OUT, dtype="int64")
    for start, end in spans:
        if start >= end or tags[start:end].any():
            continue
        if end - start == 1:
            tags[start] = UNIT
        else:
            tags[start] = BEGIN
            tags[start + 1 : end - 1] = INSIDE
            tags[end - 1] = LAST
    return tags


def spans_of(tags: np.ndarray) -> list[tuple[int, int]]:
    """Return the spans of a valid tag sequence."""
    spans = [(int(i), int(i) + 1) for i in np.flatnonzero(tags == UNIT)]
    spans += zip(np.flatnonzero(tags == BEGIN).tolist(), (np.flatnonzero(tags == LAST) + 1).tolist(), strict=True)
    return sorted(spans)


def decode(scores: np.ndarray) -> np.ndarray:
    """Return the best valid tags, (n_tokens, n_layers), of scores (n_tokens, n_layers, N_TAGS)."""
    return decode_lines(scores, [(0, len(scores))])


def decode_lines(scores: np.ndarray, lines: Iterable[tuple[int, int]]) -> np.ndarray:
    """Return the best valid tags where no span crosses a line; tokens outside all lines are OUT.

    lines: half-open token ranges. Where the best tag of every token gives a valid line, as it mostly does, no
    other sequence can be better; only the other lines need Viterbi's search.
    """
    best = scores.argmax(axis=2)
    tags = np.full(best.shape, OUT, dtype="int64")
    for start, end in lines:
        line = best[start:end]
        if not line.any():
            continue
        tags[start:end] = line if _is_valid(line) else _viterbi(scores[start:end])
    return tags


def _is_valid(tags: np.ndarray) -> bool:
    return bool(_FOLLOWS[OUT, tags[0]].all() and _FOLLOWS[tags[:-1], tags[1:]].all() and _FOLLOWS[tags[-1], OUT].all())


def _viterbi(scores: np.ndarray) -> np.ndarray:
    length, layers, _ = scores.shape
    back = np.zeros((length, layers, N_TAGS), dtype="int8")
    best = scores[0] + _START
    for at in range(1, length):
        paths = best[:, :, None] + _TRANSITION  # (layers, before, after)
        back[at] = paths.argmax(axis=1)
        best = paths.max(axis=1) + scores[at]
    tags = np.zeros((length, layers), dtype="int64")
    tags[-1] = (best + _END).argmax(axis=1)
    rows = np.arange(layers)
    for at in range(length - 1, 0, -1):
        tags[at - 1] = back[at, rows, tags[at]]
    return tags
