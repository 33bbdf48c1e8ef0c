import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from model.calibration import Calibration, DoubleArray, fit, minimise

SIZES = np.array([1000.0, 100.0, 10.0, 5000.0])


def losses() -> st.SearchStrategy[DoubleArray]:
    return arrays(np.float64, (3, 4), elements=st.floats(0, 300))


@given(nats=losses(), sure=st.floats(0.5, 2), unsure=st.floats(0.5, 2))
def test_no_power_changes_the_order(nats: DoubleArray, sure: float, unsure: float) -> None:
    plain = Calibration().probabilities(nats, SIZES)
    powered = Calibration(sure=sure, unsure=unsure).probabilities(nats, SIZES)
    np.testing.assert_allclose(powered.sum(axis=1), 1)
    for row, other in zip(plain, powered, strict=True):
        assert (np.diff(other[np.argsort(row)]) >= 0).all()


def test_without_anything_fitted_it_is_bayes_rule() -> None:
    nats = np.array([[1.0, 2.0, 3.0, 4.0]])
    joint = SIZES * np.exp(-nats)
    np.testing.assert_allclose(Calibration().probabilities(nats, SIZES), joint / joint.sum())


def test_without_a_prior_the_least_loss_is_likeliest() -> None:
    nats = np.array([[5.0, 4.0, 3.0, 6.0]])
    assert Calibration(prior=0).probabilities(nats, SIZES).argmax() == 2


def test_fitting_finds_the_temperature_that_losses_were_heated_by() -> None:
    rng = np.random.default_rng(1)
    nats = rng.normal(10, 2, (4000, 4))
    likely = Calibration(temperature=1.5).probabilities(nats, SIZES)
    drawn = (likely.cumsum(axis=1) < rng.random((4000, 1))).sum(axis=1)
    found = fit(nats, SIZES, np.eye(4, dtype=bool)[drawn])
    assert found.prior == pytest.approx(1, abs=0.1)
    assert found.temperature == pytest.approx(1.5, rel=0.1)
    assert np.abs(found.probabilities(nats, SIZES) - likely).mean() < 0.02


def test_the_least_of_a_bowl_is_found() -> None:
    point = minimise(lambda at: (at[0] - 3) ** 2 + 2 * (at[1] + 1) ** 2, [0.0, 0.0])
    np.testing.assert_allclose(point, [3, -1], atol=1e-3)
