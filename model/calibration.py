"""From evidence to probabilities: how likely each country is, given what speaks for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

DoubleArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


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


def fit(evidence: DoubleArray, sizes: DoubleArray, lists: BoolArray) -> Calibration:
    """Fit to names whose countries are known.

    First weights and prior, by the mean of −log of what the countries that list a name have
    together. Then the powers, by the log loss of "the likeliest country lists it".

    Args:
        evidence: logarithms of how much speaks for each country (kinds, names, countries).
        sizes: how many names each country has (countries).
        lists: which country lists which name (names, countries).
    """

    def of(point: Sequence[float]) -> Calibration:
        *weights, prior = point
        return Calibration(tuple(weights), prior)

    def outside(point: Sequence[float]) -> float:
        likely = of(point).probabilities(evidence, sizes)
        return float(-np.log((likely * lists).sum(axis=1).clip(_LEAST)).mean())

    bayes = of(minimise(outside, [*[1 / len(evidence)] * len(evidence), 0.5]))

    def powered(point: Sequence[float]) -> Calibration:
        sure, unsure = np.exp(point).tolist()
        return replace(bayes, sure=sure, unsure=unsure)

    def surprise(point: Sequence[float]) -> float:
        likely = powered(point).probabilities(evidence, sizes)
        rows, first = np.arange(len(lists)), likely.argmax(axis=1)
        hits, chance = lists[rows, first], likely[rows, first].clip(_LEAST, 1 - _LEAST)
        return float(-np.log(np.where(hits, chance, 1 - chance)).mean())

    return powered(minimise(surprise, [0.0, 0.0]))


def minimise(loss: Callable[[Sequence[float]], float], start: Sequence[float]) -> list[float]:
    """Find where a smooth loss of few numbers is least: ever smaller steps along each axis."""
    point, least, step = list(start), loss(start), 0.5
    while step > 1e-4:  # noqa: PLR2004 - far finer than what names can tell
        tried = [
            [*point[:axis], point[axis] + move, *point[axis + 1 :]]
            for axis in range(len(point))
            for move in (step, -step)
        ]
        losses = [loss(one) for one in tried]
        if min(losses) < least:
            least = min(losses)
            point = tried[losses.index(least)]
        else:
            step /= 2
    return point


_LEAST = 1e-12
"""Keeps a logarithm finite."""


def _log_softmax(scores: DoubleArray) -> DoubleArray:
    shifted = scores - scores.max(axis=1, keepdims=True)
    logarithms: DoubleArray = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return logarithms
