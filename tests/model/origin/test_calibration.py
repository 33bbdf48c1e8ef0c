import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from model.domain.arrays import DoubleArray
from model.origin.calibration import Calibration
from model.training.fit_origin import fit_calibration

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


def test_fit_recovers_the_weights_that_labels_were_sampled_with() -> None:
    rng = np.random.default_rng(1)
    features = rng.normal(0, 2, (2, 4000, 4))
    expected = Calibration((0.7, 0.3), prior=0.9).probabilities(features, SIZES)
    sampled = (expected.cumsum(axis=1) < rng.random((4000, 1))).sum(axis=1)
    fitted = fit_calibration(features, SIZES, np.eye(4, dtype=bool)[sampled])
    assert fitted.prior == pytest.approx(0.9, abs=0.1)
    assert fitted.weights == pytest.approx((0.7, 0.3), abs=0.05)
    assert np.abs(fitted.probabilities(features, SIZES) - expected).mean() < 0.02
