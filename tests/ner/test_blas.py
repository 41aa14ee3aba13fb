"""Matrix products by numpy."""

import numpy as np
import pytest
from thinc.api import NumpyOps

from trialsift.ner.blas import BlasOps


@pytest.mark.parametrize(("trans1", "trans2"), [(False, False), (True, False), (False, True), (True, True)])
def test_products_are_those_of_thinc(trans1, trans2):
    drawn = np.random.default_rng(3)
    x, y = drawn.random((5, 5), dtype="float32"), drawn.random((5, 5), dtype="float32")
    expected = NumpyOps().gemm(x, y, trans1=trans1, trans2=trans2)
    assert np.allclose(BlasOps().gemm(x, y, trans1=trans1, trans2=trans2), expected, atol=1e-6)


def test_a_product_can_be_written_to_an_array():
    x, out = np.eye(3, dtype="float32") * 2, np.zeros((3, 3), dtype="float32")
    assert BlasOps().gemm(x, x, out=out) is out
    assert out.tolist() == [[4, 0, 0], [0, 4, 0], [0, 0, 4]]


def test_the_layers_of_a_tagger_use_it(nlp):
    assert {type(node.ops) for node in nlp.get_pipe("trialsift_ner").model.walk()} == {BlasOps}
