"""Tags of one layer: spans to tags and back, and the best valid sequence against a search of all."""

import itertools

import numpy as np
import pytest

from trialsift.ner.tags import BEGIN, INSIDE, LAST, OUT, UNIT, decode, decode_lines, spans_of, tags_of

VALID_NEXT = {
    OUT: {OUT, BEGIN, UNIT},
    LAST: {OUT, BEGIN, UNIT},
    UNIT: {OUT, BEGIN, UNIT},
    BEGIN: {INSIDE, LAST},
    INSIDE: {INSIDE, LAST},
}


def is_valid(tags: tuple[int, ...]) -> bool:
    return all(after in VALID_NEXT[before] for before, after in itertools.pairwise((OUT, *tags, OUT)))


def best_by_search(scores: np.ndarray) -> tuple[int, ...]:
    valid = (tags for tags in itertools.product(range(5), repeat=len(scores)) if is_valid(tags))
    return max(valid, key=lambda tags: sum(scores[at, tag] for at, tag in enumerate(tags)))


@pytest.mark.parametrize("seed", range(12))
def test_decoding_finds_the_best_valid_sequence_of_every_layer(seed):
    scores = np.random.default_rng(seed).normal(size=(5, 3, 5)).astype("float32")
    expected = [best_by_search(scores[:, layer]) for layer in range(3)]
    assert [tuple(column) for column in decode(scores).T] == expected


def test_lines_of_any_length_decode_as_each_by_itself():
    scores = np.random.default_rng(4).normal(size=(60, 3, 5)).astype("float32")
    ends = np.cumsum([1, 7, 2, 20, 1, 4, 3, 9, 13]).tolist()
    lines = list(itertools.pairwise([0, *ends]))
    assert decode_lines(scores, lines).tolist() == [tags for s, e in lines for tags in decode(scores[s:e]).tolist()]


def test_a_span_is_split_by_a_line_end():
    """Token 1 is the line end: what would be one span over it becomes two."""
    scores = np.full((3, 1, 5), -9.0, dtype="float32")
    scores[[0, 1, 2], 0, [BEGIN, INSIDE, LAST]] = 0.0
    scores[[0, 2], 0, UNIT] = -1.0
    assert decode(scores)[:, 0].tolist() == [BEGIN, INSIDE, LAST]
    assert decode_lines(scores, [(0, 1), (2, 3)])[:, 0].tolist() == [UNIT, OUT, UNIT]


def test_no_tokens_decode_to_no_tags():
    assert decode(np.zeros((0, 5, 5), dtype="float32")).shape == (0, 5)


@pytest.mark.parametrize(
    ("spans", "length", "tags"),
    [
        ([], 3, [OUT, OUT, OUT]),
        ([(1, 2)], 3, [OUT, UNIT, OUT]),
        ([(0, 2)], 3, [BEGIN, LAST, OUT]),
        ([(0, 3)], 3, [BEGIN, INSIDE, LAST]),
        ([(0, 1), (1, 3)], 3, [UNIT, BEGIN, LAST]),
    ],
)
def test_spans_and_tags_say_the_same(spans, length, tags):
    assert tags_of(spans, length).tolist() == tags
    assert spans_of(np.array(tags)) == spans


def test_of_spans_that_overlap_the_first_counts():
    assert tags_of([(0, 2), (1, 3)], 3).tolist() == [BEGIN, LAST, OUT]


def test_an_empty_span_is_no_span():
    assert tags_of([(1, 1)], 3).tolist() == [OUT, OUT, OUT]
