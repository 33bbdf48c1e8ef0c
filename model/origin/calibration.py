"""Calibration: from features to probabilities of countries."""

from dataclasses import dataclass

import numpy as np

from model.domain.arrays import DoubleArray
from model.inference.blending import log_softmax


@dataclass(frozen=True, slots=True)
class Calibration:
    """A log-linear pool of features, with a prior and two inverse temperatures.

    P(country) is the softmax of Σ weight * feature + prior * log(list size), raised to an inverse
    temperature and normalised again. A name that fits many countries is often on several lists, so
    that its most likely country is right more often than Bayes' rule says. Hence the inverse
    temperature depends on the highest probability p: it is sharp^p * flat^(1 − p). It never changes
    the order.

    Attributes:
        weights: one for each feature. With log P(name | country) as the only feature, a weight of 1
            and a prior of 1, this is Bayes' rule.
        prior: weight of the logarithm of how many names a country has.
        sharp_inverse_temperature: exponent where one country has all the probability.
        flat_inverse_temperature: exponent as the highest probability approaches 0.
    """

    weights: tuple[float, ...] = (1.0,)
    prior: float = 1.0
    sharp_inverse_temperature: float = 1.0
    flat_inverse_temperature: float = 1.0

    def evidence(self, features: DoubleArray, list_sizes: DoubleArray) -> DoubleArray:
        """Return what each feature of a name and the prior say (features + 1, countries).

        Args:
            features: log-scale evidence for each country (features, countries).
            list_sizes: how many names each country has (countries).
        """
        weighted = np.array(self.weights)[:, None] * features
        return np.vstack([weighted, self.prior * np.log(list_sizes)])

    def probabilities(self, features: DoubleArray, list_sizes: DoubleArray) -> DoubleArray:
        """Return the countries' probabilities (names, countries); each row sums to 1.

        Args:
            features: log-scale evidence for each country (features, names, countries).
            list_sizes: how many names each country has (countries).
        """
        logits = np.tensordot(self.weights, features, axes=1) + self.prior * np.log(list_sizes)
        log_probabilities = log_softmax(logits)
        top = np.exp(log_probabilities.max(axis=1, keepdims=True))
        inverse_temperatures = self.sharp_inverse_temperature**top * (
            self.flat_inverse_temperature ** (1 - top)
        )
        return np.asarray(np.exp(log_softmax(inverse_temperatures * log_probabilities)))
