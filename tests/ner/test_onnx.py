"""The tagger over a transformer, with a function in place of the transformer."""

import json

import numpy as np
import pytest
import spacy

from trialsift.errors import ModelMismatch
from trialsift.labels import LABEL_NAMES
from trialsift.ner.component import find_spans
from trialsift.ner.onnx import OnnxNer, log_probabilities
from trialsift.ner.tags import N_TAGS, OUT, UNIT
from trialsift.tokens import make_tokenizer

GOUT = 5  # the piece "gout" of the small vocabulary


@pytest.fixture
def nlp():
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    return nlp


def predict(inputs):
    """Tag every "gout" as a CONDITION of one token, surely, and nothing else."""
    logits = np.zeros((*inputs["pieces"].shape, len(LABEL_NAMES), N_TAGS), dtype="float32")
    logits[..., OUT] = 5.0
    logits[inputs["pieces"] == GOUT, LABEL_NAMES.index("CONDITION"), UNIT] = 9.0
    return logits.reshape(*inputs["pieces"].shape, -1)


def test_each_token_is_tagged_by_its_first_piece(nlp, pieces):
    docs = [nlp.make_doc("asthma gout"), nlp.make_doc(""), nlp.make_doc("gout\n\n12 mg")]
    found = [
        list(find_spans(doc, scores))
        for doc, scores in zip(docs, log_probabilities(predict, docs, pieces), strict=True)
    ]
    assert [[span[:3] for span in spans] for spans in found] == [
        [("CONDITION", 1, 2)],
        [],
        [("CONDITION", 0, 1)],
    ]


def test_white_space_is_out_of_every_layer(nlp, pieces):
    [scores] = log_probabilities(predict, [nlp.make_doc("gout\n\n12")], pieces)
    assert scores[1, :, OUT].tolist() == [0.0] * len(LABEL_NAMES)
    assert np.allclose(np.exp(scores).sum(axis=2), 1.0, atol=1e-6)


def test_a_higher_temperature_makes_scores_smaller(nlp, pieces):
    doc = nlp.make_doc("gout")
    cool, warm = (
        next(find_spans(doc, OnnxNer(nlp.vocab, "ner", temperature=t).use(predict, pieces).predict([doc])[0]))
        for t in (1, 4)
    )
    assert cool[3] > warm[3] > 0.5


def test_a_component_without_a_model_says_so(nlp):
    with pytest.raises(ModelMismatch, match="no model was loaded"):
        nlp.add_pipe("trialsift_ner_onnx")(nlp.make_doc("gout"))


def test_a_model_made_for_other_labels_is_refused(nlp, tmp_path):
    pytest.importorskip("onnxruntime", reason="needs the onnx extra")
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "tables.json").write_text(json.dumps({"labels": ["CONDITION"]}), encoding="utf-8")
    with pytest.raises(ModelMismatch, match="made for other labels"):
        OnnxNer(nlp.vocab, "trialsift_ner").read(tmp_path)
