"""Docs as windows of word pieces."""

import numpy as np
import pytest
import spacy

from trialsift.ner.places import mark_places
from trialsift.ner.windows import LISTS, PLACES, SHAPES, arrays, batches, windows_of
from trialsift.tokens import make_tokenizer

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "gout", "as", "##thma", "12", "m", "##g", "-"]
CLS, SEP = WORDS.index("[CLS]"), WORDS.index("[SEP]")


@pytest.fixture
def make_doc():
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    return nlp.make_doc


def written(window):
    return " ".join(WORDS[piece] for piece in window.pieces)


def test_lines_are_packed_with_a_mark_after_each(pieces, make_doc):
    [window] = windows_of(make_doc("Gout\nasthma 12 mg"), pieces)
    assert written(window) == "[CLS] gout [SEP] as ##thma 12 m ##g [SEP]"
    assert window.heads == [1, 3, 5, 6]
    assert window.tokens == [0, 2, 3, 4]  # the line end is no token of a window


def test_a_line_that_does_not_fit_starts_a_window(pieces, make_doc):
    windows = list(windows_of(make_doc("gout gout\nasthma asthma"), pieces, longest=7))
    assert [written(window) for window in windows] == [
        "[CLS] gout gout [SEP]",
        "[CLS] as ##thma as ##thma [SEP]",
    ]


def test_a_line_longer_than_a_window_is_cut_at_a_token(pieces, make_doc):
    windows = list(windows_of(make_doc("asthma asthma asthma"), pieces, longest=6))
    assert [written(window) for window in windows] == ["[CLS] as ##thma as ##thma [SEP]", "[CLS] as ##thma [SEP]"]
    assert [window.tokens for window in windows] == [[0, 1], [2]]


def test_an_empty_doc_has_no_window(pieces, make_doc):
    assert list(windows_of(make_doc(""), pieces)) == []
    assert list(windows_of(make_doc("\n\n"), pieces)) == []


def test_shapes_places_and_lists_go_beside_the_pieces(pieces, make_doc):
    doc = make_doc("Asthma\nASTHMA mG 12-")
    mark_places(doc, [(0, 6, "conditions"), (7, 20, "summary")])
    [window] = windows_of(doc, pieces)
    names = ["", "title", "title", "", "upper", "upper", "mixed", "mixed", "number", "mark", ""]
    assert [SHAPES[number] for number in window.shapes] == names
    assert [PLACES[number] for number in window.places] == [
        "", "conditions", "conditions", "", *["summary"] * 6, "",
    ]  # fmt: skip
    assert [LISTS[number] for number in window.lists] == ["", "C", "C", "", "C", "C", "", "", "", "", ""]


def test_a_place_that_the_model_does_not_know_is_none(pieces, make_doc):
    pieces.places = {"": 0, "summary": 1}
    doc = make_doc("gout\ngout")
    mark_places(doc, [(0, 4, "conditions"), (5, 9, "summary")])
    [window] = windows_of(doc, pieces)
    assert window.places == [0, 0, 0, 1, 0]


def test_what_the_vocabulary_lacks_is_one_unknown_piece(pieces):
    assert pieces("gout") == [WORDS.index("gout")]
    assert pieces("zzz") == [WORDS.index("[UNK]")]
    assert pieces("\u200b") == [WORDS.index("[UNK]")]


def test_batches_hold_windows_of_like_length(pieces, make_doc):
    windows = [next(windows_of(make_doc(" ".join(["gout"] * n)), pieces)) for n in (5, 1, 6, 1)]
    assert list(batches(windows, 16)) == [[1, 3], [0, 2]]
    assert list(batches(windows, 4)) == [[1], [3], [0], [2]]


def test_arrays_are_padded_with_zeros(pieces, make_doc):
    windows = [next(windows_of(make_doc(text), pieces)) for text in ("gout", "gout gout")]
    inputs = arrays(windows)
    assert inputs["pieces"].tolist() == [[CLS, 5, SEP, 0], [CLS, 5, 5, SEP]]
    assert inputs["mask"].tolist() == [[1, 1, 1, 0], [1, 1, 1, 1]]
    assert {array.dtype for array in inputs.values()} == {np.dtype("int64")}
