"""The tagger: unknown layers teach nothing, saved weights come back, and no code or pickle is stored."""

import numpy as np
import spacy
from spacy.tokens import Span
from spacy.training import Example

from trialsift.labels import LABEL_NAMES
from trialsift.ner.component import find_spans
from trialsift.ner.tags import BEGIN, LAST, N_TAGS, OUT, UNIT

TEXT = "Aspirin for severe asthma"
CONDITION, INTERVENTION = LABEL_NAMES.index("CONDITION"), LABEL_NAMES.index("INTERVENTION")


def example(nlp, unknown=()):
    reference = nlp.make_doc(TEXT)
    reference.spans["CONDITION"] = [Span(reference, 2, 4, label="CONDITION")]
    if unknown:
        reference.spans["CONDITION:unknown"] = [Span(reference, s, e, label="CONDITION") for s, e in unknown]
    return Example(nlp.make_doc(TEXT), reference)


def gradient(nlp, example):
    tagger = nlp.get_pipe("trialsift_ner")
    logits = tagger.model.predict([example.predicted])
    _, [found] = tagger.get_loss([example], logits)
    return found.reshape(len(example.predicted), len(LABEL_NAMES), N_TAGS)


def test_layers_that_a_reference_does_not_annotate_have_no_gradient(nlp):
    found = gradient(nlp, example(nlp))
    others = [layer for layer in range(len(LABEL_NAMES)) if layer != CONDITION]
    assert not found[:, others].any()
    assert found[:, CONDITION].any(axis=1).all()


def test_tokens_of_unknown_have_no_gradient_in_their_layer(nlp):
    found = gradient(nlp, example(nlp, unknown=[(0, 2)]))
    assert found[:, CONDITION].any(axis=1).tolist() == [False, False, True, True]


def test_an_annotated_layer_without_spans_is_negative(nlp):
    reference = nlp.make_doc(TEXT)
    reference.spans["CONDITION"] = []
    found = gradient(nlp, Example(nlp.make_doc(TEXT), reference))
    assert (found[:, CONDITION, OUT] < 0).all()


def test_training_learns_a_sentence_and_leaves_unknown_layers_alone(nlp):
    one = example(nlp)
    optimizer = nlp.create_optimizer()
    for _ in range(60):
        nlp.update([one], sgd=optimizer)
    doc = nlp(TEXT)
    assert [(span.start, span.end) for span in doc.spans["CONDITION"]] == [(2, 4)]


def test_a_saved_model_gives_the_same_scores_and_stores_no_code(nlp, tmp_path):
    nlp.get_pipe("trialsift_ner").cfg["temperature"] = 1.5
    nlp.to_disk(tmp_path / "model")
    loaded = spacy.load(tmp_path / "model")
    docs = [nlp.make_doc(TEXT)]
    expected = nlp.get_pipe("trialsift_ner").predict(docs)[0]
    assert np.array_equal(loaded.get_pipe("trialsift_ner").predict(docs)[0], expected)
    assert loaded.get_pipe("trialsift_ner").temperature == 1.5
    stored = [path for path in (tmp_path / "model").rglob("*") if path.is_file()]
    assert {path.suffix for path in stored} & {".py", ".pkl", ".pickle", ".pt"} == set()
    assert [path.name for path in stored if path.read_bytes()[:1] == b"\x80" and path.read_bytes()[-1:] == b"."] == []


def test_spans_end_at_line_ends_and_carry_the_least_sure_tag(nlp):
    doc = nlp.make_doc("Aspirin\nsevere asthma")
    scores = np.full((len(doc), len(LABEL_NAMES), N_TAGS), np.log(0.01), dtype="float32")
    scores[:, :, OUT] = np.log(0.96)
    scores[0, INTERVENTION] = np.log([0.02, 0.01, 0.01, 0.01, 0.95])
    scores[2, CONDITION] = np.log([0.01, 0.96, 0.01, 0.01, 0.01])
    scores[3, CONDITION] = np.log([0.2, 0.05, 0.03, 0.7, 0.02])
    assert (BEGIN, LAST, UNIT) == (1, 3, 4)
    found = [(label, start, end, round(score, 2)) for label, start, end, score in find_spans(doc, scores)]
    assert found == [("CONDITION", 2, 4, 0.7), ("INTERVENTION", 0, 1, 0.95)]


def test_an_empty_doc_has_no_mentions(nlp):
    assert list(nlp("").spans["CONDITION"]) == []


def test_a_long_doc_is_read_in_parts_with_the_same_scores(nlp, monkeypatch):
    doc = nlp.make_doc("\n".join([TEXT, "Gout and metformin 500 mg daily"] * 40))
    tagger = nlp.get_pipe("trialsift_ner")
    [whole] = tagger.predict([doc])
    monkeypatch.setattr("trialsift.ner.component.MOST_TOKENS", 70)
    parts = tagger.predict([nlp.make_doc(TEXT), doc, nlp.make_doc("")])
    assert [len(scores) for scores in parts] == [4, len(doc), 0]
    np.testing.assert_allclose(parts[1], whole, atol=1e-5)
    [alone] = tagger.predict([doc])
    np.testing.assert_allclose(alone, whole, atol=1e-5)
