"""The mean of two taggers' opinions."""

import numpy as np
import pytest
import spacy

from trialsift.errors import ModelMismatch
from trialsift.ner.second_reader import SecondReader


def sure_of_the_first_tag(docs):
    scores = [np.full((len(doc), 5, 5), -20.0, dtype="float32") for doc in docs]
    for doc_scores in scores:
        doc_scores[..., 0] = 0.0
    return scores


@pytest.mark.parametrize("weight", [0.0, 1.0])
def test_all_the_weight_on_one_side_is_that_sides_opinion(nlp, weight):
    docs = [nlp.make_doc("Metformin in type 2 diabetes"), nlp.make_doc("")]
    first = sure_of_the_first_tag(docs)
    second = nlp.get_pipe("trialsift_ner").predict(docs)
    mixed = SecondReader(nlp, weight).mixed(docs, first)
    expected = second if weight else first
    assert all(np.allclose(a, b, atol=1e-5) for a, b in zip(mixed, expected, strict=True))


def test_mixed_scores_are_probabilities_between_the_two(nlp):
    docs = [nlp.make_doc("Metformin in type 2 diabetes")]
    first = sure_of_the_first_tag(docs)
    [second] = nlp.get_pipe("trialsift_ner").predict(docs)
    [mixed] = SecondReader(nlp, 0.3).mixed(docs, first)
    assert np.allclose(np.exp(mixed).sum(axis=2), 1.0, atol=1e-5)
    assert (mixed[..., 0] <= first[0][..., 0] + 1e-6).all()
    assert (mixed[..., 0] >= second[..., 0] - 1e-6).all()


def test_a_doc_of_other_words_is_read_by_the_models_own(nlp):
    other = spacy.blank("en")
    other.tokenizer = nlp.tokenizer
    [mixed] = SecondReader(nlp, 1.0).mixed([other.make_doc("Metformin 5 mg")], [np.zeros((3, 5, 5), dtype="float32")])
    [own] = nlp.get_pipe("trialsift_ner").predict([nlp.make_doc("Metformin 5 mg")])
    assert np.allclose(mixed, own, atol=1e-5)


def test_a_model_that_is_not_there_is_named():
    with pytest.raises(ModelMismatch, match="no model 'trialsift_xl'"):
        SecondReader.of("trialsift_xl", 0.3)
