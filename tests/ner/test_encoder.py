"""The encoder's layers at prediction against thinc's, and training as thinc does it."""

import numpy as np
import pytest
from spacy.ml.models import MaxoutWindowEncoder
from thinc.api import Model, fix_random_seed

from trialsift.ner.encoder import dilated_encoder, spread_window, with_quick_layers

ENCODERS = {
    "contiguous": lambda: MaxoutWindowEncoder(width=16, window_size=1, maxout_pieces=3, depth=2),
    "dilated": lambda: dilated_encoder(width=16, maxout_pieces=3, dilations=[1, 4]),
}


@pytest.fixture(params=ENCODERS)
def encoders(request) -> tuple[Model, Model]:
    """Return the same encoder with the layers of its training and with quick layers."""
    made = []
    for _ in range(2):
        fix_random_seed(5)
        encoder = ENCODERS[request.param]()
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


def test_rows_stand_beside_those_a_dilation_away():
    rows = np.array([[1.0], [2.0], [3.0], [4.0]], dtype="float32")
    expected = [[0, 1, 3], [0, 2, 4], [1, 3, 0], [2, 4, 0]]
    assert spread_window(2).predict(rows).tolist() == expected
    assert spread_window(5).predict(rows).tolist() == [[0, 1, 0], [0, 2, 0], [0, 3, 0], [0, 4, 0]]


@pytest.mark.parametrize("dilation", [1, 2, 3, 7])
def test_the_gradient_of_a_spread_row_comes_back_to_it(dilation):
    layer, chance = spread_window(dilation), np.random.default_rng(3)
    rows, gradient = chance.normal(size=(5, 2)), chance.normal(size=(5, 6))
    spread, backprop = layer.begin_update(rows)
    # the layer is linear: <spread(rows), gradient> = <rows, backprop(gradient)>
    assert np.isclose((spread * gradient).sum(), (rows * backprop(gradient)).sum())


def test_an_encoder_sees_as_far_as_the_sum_of_its_dilations():
    fix_random_seed(5)
    encoder = with_quick_layers(dilated_encoder(width=16, maxout_pieces=3, dilations=[1, 2, 4]))
    encoder.initialize(X=[inputs(4)])
    rows = inputs(30)
    other = rows.copy()
    other[15] += 1
    changed = np.flatnonzero((encoder.predict([rows])[0] != encoder.predict([other])[0]).any(axis=1))
    assert (changed.min(), changed.max()) == (15 - 7, 15 + 7)


def test_a_prediction_has_no_gradient(encoders):
    _, back = encoders[1](inputs(3), is_train=False)
    with pytest.raises(RuntimeError, match="no gradient"):
        back(inputs(3))
