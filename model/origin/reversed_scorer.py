"""A second network, which was trained to read names from behind: it only tells origins.

What a first network takes for granted of a name's beginning, this one has to explain by its end,
and so they err on different names.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.spelling import normalise
from model.inference.name_generator import NameGenerator
from model.inference.weights import SHIPPED_WEIGHTS, Weights

REVERSED_WEIGHTS = SHIPPED_WEIGHTS.with_name("backwards.npz")


class Scorer(Protocol):
    """Says how likely a spelling is for a country; errors are those of `NameGenerator`."""

    @property
    def fingerprint(self) -> str:
        """What tells its weights from others."""

    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return −log P(name | condition) of each pair, in nats (pairs)."""

    def letter_nll(self, name: str, conditions: Sequence[Condition]) -> DoubleArray:
        """Return what of that falls to each letter and the stop (conditions, letters + 1)."""


class ReversedScorer:
    """Reads names from behind; never changes, so several threads may use one.

    A name that cannot be read is quoted by the error from behind.
    """

    def __init__(self, namer: NameGenerator) -> None:
        """Take a network that was trained on names turned round."""
        self._namer = namer

    @property
    def fingerprint(self) -> str:
        """What tells its weights from others."""
        return self._namer.fingerprint

    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return −log P(start, name | condition, stop) of each pair, in nats (pairs)."""
        return self._namer.nll([(_turned(name), condition) for name, condition in pairs])

    def letter_nll(self, name: str, conditions: Sequence[Condition]) -> DoubleArray:
        """Return what each letter costs, in nats, the stop nothing (conditions, letters + 1).

        The letters stand as in the name. That it starts where it does counts as its first's.
        """
        costs = self._namer.letter_nll(_turned(name), conditions)[:, ::-1]
        costs[:, 1] += costs[:, 0]
        return np.concatenate([costs[:, 1:], np.zeros((len(costs), 1))], axis=1)


def load_scorers(namer: NameGenerator) -> tuple[NameGenerator, Scorer]:
    """Load the second network beside the first, with which it shares the names it knows.

    Raises:
        ValueError: they do not have the same letters and countries.
    """
    behind = NameGenerator(replace(Weights.load(REVERSED_WEIGHTS), known=namer.known))
    if (behind.alphabet, behind.countries) != (namer.alphabet, namer.countries):
        why = f"{REVERSED_WEIGHTS} was trained on other names: python -m model train --backwards"
        raise ValueError(why)
    return namer, ReversedScorer(behind)


def identities(both: Sequence[Scorer]) -> str:
    """Tell the weights of some networks from others."""
    return " ".join(one.fingerprint for one in both)


def _turned(name: str) -> str:
    return normalise(name)[::-1]
