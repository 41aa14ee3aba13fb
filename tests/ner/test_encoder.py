"""The encoder's layers at prediction against thinc's, and training as thinc does it."""

import numpy as np
import pytest
from spacy.ml.models import MaxoutWindowEncoder
from thinc.api import Model, fix_random_seed

from trialsift.ner.encoder import with_quick_layers


@pytest.fixture
def encoders() -> tuple[Model, Model]:
    """Return the same encoder as thinc has it and with quick layers."""
    made = []
    for _ in range(2):
        fix_random_seed(5)
        encoder = MaxoutWindowEncoder(width=16, window_size=1, maxout_pieces=3, depth=2)
        encoder.initialize(X=inputs(4))
        made.append(encoder)
    return made[0], with_quick_layers(made[1])


def inputs(length: int) -> np.ndarray:
    return np.random.default_rng(7).normal(size=(length, 16)).astype("float32")


@pytest.mark.parametrize("length", [1, 2, 30])
def test_predictions_are_those_of_thinc(encoders, length):
    plain, quick = encoders
    assert np.allclose(quick.predict(inputs(length)), plain.predict(inputs(length)), atol=1e-6)


def test_training_is_that_of_thinc(encoders):
    (expected, plain_back), (found, quick_back) = (encoder.begin_update(inputs(9)) for encoder in encoders)
    assert np.array_equal(found, expected)
    assert np.array_equal(quick_back(expected), plain_back(expected))


def test_names_and_weights_stay(encoders):
    plain, quick = encoders
    assert [node.name for node in quick.walk()] == [node.name for node in plain.walk()]
    assert quick.to_bytes() == plain.to_bytes()


def test_a_prediction_has_no_gradient(encoders):
    _, back = encoders[1](inputs(3), is_train=False)
    with pytest.raises(RuntimeError, match="no gradient"):
        back(inputs(3))
