"""What fitting gives for `/origin`."""

import numpy as np
import pytest

from model.domain import corpus
from model.domain.spelling import fold
from model.inference.name_generator import NameGenerator
from model.origin.calibration import Calibration
from model.origin.parameters import OriginParameters
from model.origin.reversed_scorer import load_scorers
from model.training.fit_origin import LabelledNames, fit_calibration, fit_parameters

SIZES = np.array([1000.0, 100.0, 10.0, 5000.0])


def test_fit_recovers_the_weights_that_labels_were_sampled_with() -> None:
    rng = np.random.default_rng(1)
    features = rng.normal(0, 2, (2, 4000, 4))
    expected = Calibration((0.7, 0.3), prior=0.9).probabilities(features, SIZES)
    sampled = (expected.cumsum(axis=1) < rng.random((4000, 1))).sum(axis=1)
    fitted = fit_calibration(features, SIZES, np.eye(4, dtype=bool)[sampled])
    assert fitted.prior == pytest.approx(0.9, abs=0.1)
    assert fitted.weights == pytest.approx((0.7, 0.3), abs=0.05)
    assert np.abs(fitted.probabilities(features, SIZES) - expected).mean() < 0.02


def test_stored_parameters_are_what_fitting_gives(generator: NameGenerator) -> None:
    stored = OriginParameters.load()
    entries = corpus.entries()
    validation = corpus.select("validation", entries)
    few = set(sorted({fold(entry.name) for entry in validation})[::40])
    sample = LabelledNames.from_entries(
        [entry for entry in validation if fold(entry.name) in few], generator.countries
    )
    fitted = fit_parameters(load_scorers(generator), entries, sample, stored.ngram_classifier)
    assert (fitted.fingerprint, fitted.countries) == (stored.fingerprint, stored.countries)
    np.testing.assert_array_equal(fitted.list_sizes, stored.list_sizes)
    np.testing.assert_array_equal(fitted.packed_labels, stored.packed_labels)
    np.testing.assert_array_equal(fitted.in_training, stored.in_training)
    # The stored parameters are fitted to all names, these to a fortieth.
    assert fitted.calibration.prior == pytest.approx(stored.calibration.prior, abs=0.3)
    assert fitted.calibration.weights == pytest.approx(stored.calibration.weights, abs=0.3)
    assert fitted.nll_threshold == pytest.approx(stored.nll_threshold, rel=0.1)
