"""A second network, trained on reversed names.

What the first network takes as given at a name's start, this one has to predict from its end. The
two err on different names, so both tell origins; and this one spells names with given endings.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np

from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.npz import WEIGHTS_FOLDER
from model.domain.spelling import normalise
from model.inference.name_generator import NameGenerator

REVERSED_WEIGHTS = WEIGHTS_FOLDER / "backwards.npz"


class ReversedScorer:
    """Scores names in reverse; immutable, and so thread-safe.

    An error about a name that cannot be read quotes it reversed.
    """

    def __init__(self, generator: NameGenerator) -> None:
        """Wrap a network that was trained on reversed names."""
        self._generator = generator

    @property
    def fingerprint(self) -> str:
        """A hash of its weights."""
        return self._generator.fingerprint

    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return −log P(start, name | condition, stop) of each pair, in nats (pairs)."""
        return self._generator.nll([(_reversed(name), condition) for name, condition in pairs])

    def letter_nll(self, name: str, conditions: Sequence[Condition]) -> DoubleArray:
        """Return each letter's nats, in the name's order (conditions, letters + 1).

        The start symbol counts as the first letter's; the stop is given, and so costs nothing.
        """
        nll = self._generator.letter_nll(_reversed(name), conditions)[:, ::-1]
        nll[:, 1] += nll[:, 0]
        return np.concatenate([nll[:, 1:], np.zeros((len(nll), 1))], axis=1)


Scorer = NameGenerator | ReversedScorer
"""Scores spellings under conditions, from the beginning or from the end."""


@cache
def load_reversed_network() -> NameGenerator:
    """Load the network of reversed names, once per process; the errors are `Weights.load`'s."""
    return NameGenerator.load(REVERSED_WEIGHTS)


def load_scorers(generator: NameGenerator) -> tuple[NameGenerator, Scorer]:
    """Load the reversed network.

    Raises:
        FileNotFoundError: its weights are missing.
        ValueError: it was trained with other letters or countries.
    """
    network = load_reversed_network()
    if (network.alphabet, network.countries) != (generator.alphabet, generator.countries):
        why = f"{REVERSED_WEIGHTS} was trained on other names: python -m model train --backwards"
        raise ValueError(why)
    return generator, ReversedScorer(network)


def joint_fingerprint(scorers: Sequence[Scorer]) -> str:
    """Return the fingerprints of several networks as one."""
    return " ".join(scorer.fingerprint for scorer in scorers)


def _reversed(name: str) -> str:
    return normalise(name)[::-1]
