"""How several countries share one name: what each expects of the next letter, mixed.

After every letter each country's voice gives its own distribution of the next one. A method makes
one distribution of them, so that a blended name has a probability like any other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from model.domain.arrays import DoubleArray, FloatArray, Numbers
from model.domain.condition import BlendMethod, Condition
from model.inference.rnn_cell import ConditionedCell, RNNCell

if TYPE_CHECKING:
    from model.inference.ngrams import Table

_Logits = TypeVar("_Logits", FloatArray, DoubleArray)

_FAR = 2.0
"""Nats by which a letter may count as more (or less) the countries' own than everyone's."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """What a method does with its voices.

    Attributes:
        product: whether distributions are multiplied, not added.
        lean: the power of what a voice thought of the letters before, as a factor of its weight.
        push: how much a letter gains by being more the countries' own than everyone's.
    """

    product: bool
    lean: float = 0.0
    push: float = 0.0


_RULES: Mapping[BlendMethod, _Rule] = MappingProxyType(
    {
        BlendMethod.ARITHMETIC: _Rule(product=False),
        BlendMethod.BAYESIAN: _Rule(product=False, lean=1.0),
        BlendMethod.GEOMETRIC: _Rule(product=True),
        BlendMethod.BALANCED: _Rule(product=True, lean=-0.5),
        BlendMethod.DISTINCT: _Rule(product=True, lean=-0.5, push=1.0),
    }
)


@dataclass(frozen=True, slots=True)
class Component:
    """One condition that the network is asked under, and how much it has to say."""

    condition: Condition
    weight: float


def mixture_components(condition: Condition, everyone: Sequence[str]) -> Sequence[Component]:
    """Part a condition into what the network is to be asked one by one.

    Args:
        condition: of one country or several.
        everyone: the codes of all countries. Where the method compares with them, the last voice
            is theirs, all at once and with no weight of its own.
    """
    if condition.method is BlendMethod.CONDITION or len(condition.countries) == 1:
        return [Component(condition, 1.0)]
    alone = [
        Component(Condition.for_country(code, condition.gender), weight)
        for code, weight in condition.countries
    ]
    if not _RULES[condition.method].push:
        return alone
    crowd = Condition.blend(dict.fromkeys(everyone, 1.0), condition.gender, BlendMethod.CONDITION)
    return [*alone, Component(crowd, 0.0)]


class DecoderState:
    """Names being read together, letter by letter, each under all of some conditions."""

    def __init__(
        self,
        cell: RNNCell,
        spoken: ConditionedCell,
        weights: DoubleArray,
        method: BlendMethod,
        names: int,
    ) -> None:
        """Begin names.

        Args:
            cell: the network.
            spoken: voices, those of the first condition, then those of the second, ...
            weights: how much each voice has to say (conditions, voices); a condition's sum to 1.
            method: how the voices become one.
            names: how many.
        """
        self._cell, self._voices = cell, spoken
        self._signals = spoken.blank(names)
        self._last: Numbers = np.zeros(names, np.intp)
        self._bigrams: Table = np.zeros(names, np.int16)
        self._shape = weights.shape
        alone = weights.shape[1] == 1
        self._mixture = None if alone else _Mixture(weights, _RULES[method], names)

    def read(self, letters: Numbers) -> FloatArray:
        """Read one letter a name (names) and return the next one's logits.

        The first letter read is the stop symbol, as before every name.

        Returns:
            Logarithms of probabilities, but for a constant (conditions, names, letters).
        """
        if self._mixture is not None:
            self._mixture.hear(letters)
        embedded, self._bigrams = self._cell.embed(letters, self._last, self._bigrams)
        self._last = letters
        logits = self._voices.step(embedded, self._signals)
        if self._mixture is None:
            return logits
        return self._mixture.expect(logits.reshape(*self._shape, *logits.shape[1:]))

    def pick(self, names: Numbers) -> None:
        """Go on with some names only, by their numbers; with one twice where it stands twice."""
        self._signals = self._signals[:, names]
        self._last, self._bigrams = self._last[names], self._bigrams[names]
        if self._mixture is not None:
            self._mixture.pick(names)


class _Mixture:
    """What several voices expect, made one."""

    def __init__(self, weights: DoubleArray, rule: _Rule, names: int) -> None:
        self._rule = rule
        own = weights[:, :-1] if rule.push else weights
        # How much each has to say of each name (conditions, voices, names), as a logarithm.
        self._leanings = np.log(own)[..., None].repeat(names, axis=2)
        self._expected: DoubleArray | None = None
        # One country hides nothing of itself: the nearer a blend comes to it, the less is pushed.
        mixed = (1 - (own**2).sum(axis=1)) / (1 - 1 / own.shape[1])
        self._push = rule.push * mixed[:, None, None]

    def hear(self, letters: Numbers) -> None:
        """Weigh what each voice thought of a letter (names)."""
        if self._rule.lean and self._expected is not None:
            expected = self._expected[:, :, np.arange(len(letters)), letters]
            self._leanings += self._rule.lean * expected

    def pick(self, names: Numbers) -> None:
        """Go on with some names."""
        self._leanings = self._leanings[:, :, names]
        if self._expected is not None:
            self._expected = self._expected[:, :, names]

    def expect(self, logits: FloatArray) -> FloatArray:
        """Mix the logits (conditions, voices, names, letters): (conditions, names, letters)."""
        logs = logits.astype(np.float64)
        logs -= log_sum(logs)
        own = logs[:, :-1] if self._rule.push else logs
        self._expected = own
        weights = np.exp(self._leanings - log_sum(self._leanings, axis=1))
        if not self._rule.product:
            shared = np.log(np.einsum("cvnl,cvn->cnl", np.exp(own), weights))
        else:
            shared = np.einsum("cvnl,cvn->cnl", own, weights)
        if self._rule.push:
            shared += self._push * np.clip(shared - logs[:, -1], -_FAR, _FAR)
        mixed: FloatArray = shared.astype(np.float32)
        return mixed


def log_sum(logits: _Logits, axis: int = -1) -> _Logits:
    """Return log Σ exp along an axis, which stays with a length of 1."""
    most = logits.max(axis=axis, keepdims=True)
    powers = np.exp(logits - most)
    total: _Logits = most + np.log(powers.sum(axis=axis, keepdims=True))
    return total
