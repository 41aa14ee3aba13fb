"""The encoder: residual convolutions, some of them with gaps, so that few layers see far to either side of a token.

At prediction its layers give the numbers of thinc's, without what only training asks for: thinc's maxout also finds
which piece was the greatest, one number at a time, and its layer norm takes the mean twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from thinc.api import Maxout, Model, chain, residual, with_array
from thinc.types import Floats2d

_LAYERS = (["expand_window", "maxout", "layernorm", "dropout"], ["spread_window", "maxout", "layernorm", "dropout"])
_EPSILON = 1e-8  # thinc's, beside the variance

Layer = Model[Floats2d, Floats2d]


def dilated_encoder(width: int, maxout_pieces: int, dilations: Sequence[int]) -> Model[list[Floats2d], list[Floats2d]]:
    """Return an encoder, (n_tokens, width) to the same for each doc; a layer for each of `dilations`.

    A layer reads a token and the one that stands its dilation away on either side; together they see as far as the
    sum of the dilations. After the iterated dilated convolutions of Strubell et al. (2017).
    """
    layers = [
        residual(
            chain(spread_window(gap), Maxout(nO=width, nI=3 * width, nP=maxout_pieces, dropout=0.0, normalize=True))
        )
        for gap in dilations
    ]
    return with_array(chain(*layers), pad=sum(dilations))


def spread_window(dilation: int) -> Layer:
    """Return a layer that puts beside each row those `dilation` before and after it: (n, width) to (n, 3 * width)."""
    return Model("spread_window", _spread, attrs={"dilation": dilation})


def _spread(model: Layer, rows: Floats2d, is_train: bool) -> tuple[Floats2d, Callable]:
    gap, width = model.attrs["dilation"], rows.shape[1]
    spread: Any = model.ops.alloc2f(len(rows), 3 * width)
    spread[gap:, :width] = rows[:-gap]
    spread[:, width : 2 * width] = rows
    spread[:-gap, 2 * width :] = rows[gap:]

    def backprop(gradient: Any) -> Floats2d:
        back = gradient[:, width : 2 * width].copy()
        back[:-gap] += gradient[gap:, :width]
        back[gap:] += gradient[:-gap, 2 * width :]
        return back

    return spread, backprop


def with_quick_layers(model: Model) -> Model:
    """Replace the layers of a model's window encoder, whose weights and names stay; returns the model."""
    for node in list(model.walk()):
        if node.name.startswith("residual(") and [leaf.name for leaf in _leaves(node)] in _LAYERS:
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
    around = window.predict(inputs)
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
