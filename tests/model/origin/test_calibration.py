import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from model.domain.arrays import DoubleArray
from model.origin.calibration import Calibration

SIZES = np.array([1000.0, 100.0, 10.0, 5000.0])
FEATURES = arrays(np.float64, (1, 3, 4), elements=st.floats(-300, 0))


@given(features=FEATURES, sharp=st.floats(0.5, 2), flat=st.floats(0.5, 2))
def test_inverse_temperatures_keep_order(features: DoubleArray, sharp: float, flat: float) -> None:
    plain = Calibration().probabilities(features, SIZES)
    tempered = Calibration((1.0,), 1.0, sharp, flat).probabilities(features, SIZES)
    np.testing.assert_allclose(tempered.sum(axis=1), 1)
    for row, tempered_row in zip(plain, tempered, strict=True):
        assert (np.diff(tempered_row[np.argsort(row)]) >= 0).all()


def test_default_is_bayes_rule() -> None:
    likelihood = np.array([[0.3, 0.1, 0.02, 0.01]])
    joint = SIZES * likelihood
    probabilities = Calibration().probabilities(np.log(likelihood)[None], SIZES)
    np.testing.assert_allclose(probabilities, joint / joint.sum())
