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
_SIDE_BY_SIDE = 8  # runs of tokens searched at a time: as many again would mostly be padding

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

    lines: half-open token ranges. Where the best tag of every token gives a valid layer of a line, as it mostly does,
    no other sequence can be better; only the other ones need Viterbi's search.
    """
    best = scores.argmax(axis=2)
    tags = np.full(best.shape, OUT, dtype="int64")
    searched: list[tuple[int, int, int]] = []
    for start, end in lines:
        line = best[start:end]
        if not line.any():
            continue
        tags[start:end] = line
        searched += [(start, end, layer) for layer in np.flatnonzero(~_are_valid(line)).tolist()]
    searched.sort(key=lambda run: run[1] - run[0])  # of like length, since they are padded
    for group in range(0, len(searched), _SIDE_BY_SIDE):
        runs = searched[group : group + _SIDE_BY_SIDE]
        found = _viterbi([scores[start:end, layer] for start, end, layer in runs])
        for (start, end, layer), run_tags in zip(runs, found, strict=True):
            tags[start:end, layer] = run_tags
    return tags


def _are_valid(tags: np.ndarray) -> np.ndarray:
    """Say for each layer whether its tags, (n_tokens, n_layers), are valid."""
    return _FOLLOWS[OUT, tags[0]] & _FOLLOWS[tags[:-1], tags[1:]].all(axis=0) & _FOLLOWS[tags[-1], OUT]


def _viterbi(runs: list[np.ndarray]) -> list[np.ndarray]:
    """Return the best valid tags of runs of tokens, each of scores (n_tokens, N_TAGS), searched side by side."""
    length = max(map(len, runs))
    scores = np.full((length, len(runs), N_TAGS), _IMPOSSIBLE, dtype="float32")
    scores[:, :, OUT] = 0.0  # all that may follow the end of a run
    for column, run in enumerate(runs):
        scores[: len(run), column] = run
    back = np.zeros((length, len(runs), N_TAGS), dtype="int8")
    best = scores[0] + _START
    for at in range(1, length):
        paths = best[:, :, None] + _TRANSITION  # (runs, before, after)
        back[at] = paths.argmax(axis=1)
        best = paths.max(axis=1) + scores[at]
    tags = np.zeros((length, len(runs)), dtype="int64")
    tags[-1] = (best + _END).argmax(axis=1)
    columns = np.arange(len(runs))
    for at in range(length - 1, 0, -1):
        tags[at - 1] = back[at, columns, tags[at]]
    return [tags[: len(run), column] for column, run in enumerate(runs)]
