from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from model.domain.arrays import FloatArray
from model.network.weights import ASSIGNMENT_WEIGHTS, SHIPPED_WEIGHTS, Weights, quantize_int8
from model.origin.reversed_scorer import REVERSED_WEIGHTS


@pytest.mark.parametrize(
    "path", [SHIPPED_WEIGHTS, ASSIGNMENT_WEIGHTS, REVERSED_WEIGHTS], ids=lambda path: path.stem
)
def test_stored_fingerprints_match_the_weights(path: Path) -> None:
    weights = Weights.load(path)
    assert weights.fingerprint == weights.compute_fingerprint()


@given(arrays(np.float32, (3, 4), elements=st.floats(-10, 10, width=32)))
def test_quantising_twice_equals_quantising_once(rows: FloatArray) -> None:
    steps, step_sizes = quantize_int8(rows)
    rounded = steps * step_sizes
    assert np.abs(rounded - rows).max() <= np.abs(rows).max() / 127 + 1e-30
    steps_again, sizes_again = quantize_int8(rounded)
    np.testing.assert_array_equal(steps_again, steps)
    np.testing.assert_array_equal(steps_again * sizes_again, rounded)
