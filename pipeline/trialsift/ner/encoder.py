"""The layers of the encoder at prediction: the numbers of thinc's, without what only training asks for.

thinc's maxout also finds which piece was the greatest, one number at a time, and its layer norm takes the mean twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from thinc.api import Model
from thinc.types import Floats2d

_LAYERS = ["expand_window", "maxout", "layernorm", "dropout"]
_EPSILON = 1e-8  # thinc's, beside the variance

Layer = Model[Floats2d, Floats2d]


def with_quick_layers(model: Model) -> Model:
    """Replace the layers of a model's window encoder, whose weights and names stay; returns the model."""
    for node in list(model.walk()):
        if node.name.startswith("residual(") and [leaf.name for leaf in _leaves(node)] == _LAYERS:
            quick = Model(node.name, _forward, init=node.init, layers=node.layers, dims=_dims(node))
            model.replace_node(node, quick)
    return model


def _leaves(node: Model) -> list[Model]:
    return [layer for layer in node.walk(order="dfs_pre") if not layer.layers]


def _dims(node: Model) -> dict[str, int | None]:
    return {name: node.maybe_get_dim(name) for name in node.dim_names}


def _forward(model: Layer, inputs: Floats2d, is_train: bool) -> tuple[Floats2d, Callable]:
    if not is_train:
        return _predicted(model, inputs), _no_gradient
    outputs, backprop = model.layers[0](inputs, is_train)
    return inputs + outputs, lambda gradient: gradient + backprop(gradient)


def _predicted(model: Layer, inputs: Floats2d) -> Floats2d:
    window, maxout, norm, _ = _leaves(model)
    width, pieces = maxout.get_dim("nO"), maxout.get_dim("nP")
    weights: Any = maxout.get_param("W")  # all first pieces together, then all second ones, is quicker to compare
    biases: Any = maxout.get_param("b")
    around = model.ops.seq2col(inputs, window.attrs["window_size"])
    products: Any = model.ops.gemm(around, weights.transpose(1, 0, 2).reshape(pieces * width, -1), trans2=True)
    products += biases.T.reshape(-1)
    best = products.reshape(len(inputs), pieces, width).max(axis=1)
    best -= best.mean(axis=1, keepdims=True)
    best *= ((best * best).mean(axis=1, keepdims=True) + _EPSILON) ** -0.5
    best *= norm.get_param("G")
    best += norm.get_param("b")
    best += inputs
    return best


def _no_gradient(gradient: Any) -> Floats2d:
    raise RuntimeError("a prediction has no gradient")
