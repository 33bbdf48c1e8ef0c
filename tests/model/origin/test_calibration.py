import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from model.domain.arrays import DoubleArray
from model.origin.calibration import Calibration
from model.training.fit_origin import fit, minimise

SIZES = np.array([1000.0, 100.0, 10.0, 5000.0])


def evidence() -> st.SearchStrategy[DoubleArray]:
    return arrays(np.float64, (1, 3, 4), elements=st.floats(-300, 0))


@given(spoken=evidence(), sure=st.floats(0.5, 2), unsure=st.floats(0.5, 2))
def test_no_power_changes_the_order(spoken: DoubleArray, sure: float, unsure: float) -> None:
    plain = Calibration().probabilities(spoken, SIZES)
    powered = Calibration(sure=sure, unsure=unsure).probabilities(spoken, SIZES)
    np.testing.assert_allclose(powered.sum(axis=1), 1)
    for row, other in zip(plain, powered, strict=True):
        assert (np.diff(other[np.argsort(row)]) >= 0).all()


def test_without_anything_fitted_it_is_bayes_rule() -> None:
    likelihood = np.array([[0.3, 0.1, 0.02, 0.01]])
    joint = SIZES * likelihood
    found = Calibration().probabilities(np.log(likelihood)[None], SIZES)
    np.testing.assert_allclose(found, joint / joint.sum())


def test_without_a_prior_the_least_loss_is_likeliest() -> None:
    nats = np.array([[5.0, 4.0, 3.0, 6.0]])
    assert Calibration(prior=0).probabilities(-nats[None], SIZES).argmax() == 2


def test_each_kind_of_evidence_counts_by_its_weight() -> None:
    spoken = np.array([[[2.0, 0.0]], [[0.0, 3.0]]])
    equal = np.ones(2)
    assert Calibration((1, 0.5)).probabilities(spoken, equal).argmax() == 0
    assert Calibration((1, 1)).probabilities(spoken, equal).argmax() == 1


def test_fitting_finds_the_weights_that_countries_were_drawn_by() -> None:
    rng = np.random.default_rng(1)
    spoken = rng.normal(0, 2, (2, 4000, 4))
    true = Calibration((0.7, 0.3), prior=0.9)
    likely = true.probabilities(spoken, SIZES)
    drawn = (likely.cumsum(axis=1) < rng.random((4000, 1))).sum(axis=1)
    found = fit(spoken, SIZES, np.eye(4, dtype=bool)[drawn])
    assert found.prior == pytest.approx(0.9, abs=0.1)
    assert found.weights == pytest.approx((0.7, 0.3), abs=0.05)
    assert np.abs(found.probabilities(spoken, SIZES) - likely).mean() < 0.02


def test_the_least_of_a_bowl_is_found() -> None:
    point = minimise(lambda at: (at[0] - 3) ** 2 + 2 * (at[1] + 1) ** 2, [0.0, 0.0])
    np.testing.assert_allclose(point, [3, -1], atol=1e-3)
