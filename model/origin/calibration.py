"""From evidence to probabilities: how likely each country is, given what speaks for each."""

from dataclasses import dataclass

import numpy as np

from model.domain.arrays import DoubleArray


@dataclass(frozen=True, slots=True)
class Calibration:
    """A few numbers that turn evidence into probabilities.

    A country's probability is exp(Σ weight * evidence + prior * log size), brought to sum to 1,
    raised to a power and brought to sum to 1 again. The power goes from `unsure`, where no country
    stands out, to `sure`, where one has all the probability: a name that fits many countries is
    more often than not on the lists of several, so that the first of them hits more often than
    plain Bayes would have it. No power changes the order.

    Attributes:
        weights: of each kind of evidence. With log P(name | country) as the only one, a weight of 1
            and a prior of 1, this is Bayes' rule.
        prior: weight of the logarithm of how many names a country has.
        sure: the power for a name of one certain country.
        unsure: the power for a name that is at home everywhere.
    """

    weights: tuple[float, ...] = (1.0,)
    prior: float = 1.0
    sure: float = 1.0
    unsure: float = 1.0

    def probabilities(self, evidence: DoubleArray, sizes: DoubleArray) -> DoubleArray:
        """Return the countries' probabilities (names, countries), a row sums to 1.

        Args:
            evidence: logarithms of how much speaks for each country (kinds, names, countries).
            sizes: how many names each country has (countries).
        """
        spoken = np.tensordot(self.weights, evidence, axes=1)
        bayes = _log_softmax(spoken + self.prior * np.log(sizes))
        first = np.exp(bayes.max(axis=1, keepdims=True))
        powers = self.sure**first * self.unsure ** (1 - first)
        return np.exp(_log_softmax(powers * bayes))


def _log_softmax(scores: DoubleArray) -> DoubleArray:
    shifted = scores - scores.max(axis=1, keepdims=True)
    logarithms: DoubleArray = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return logarithms
