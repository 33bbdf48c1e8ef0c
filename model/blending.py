"""How several countries share one name: what each expects of the next letter, mixed.

After every letter each country's voice gives its own distribution of the next one. A method makes
one distribution of them, which sums to 1, so that a blended name has a probability like any other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from model.cell import Cell, Numbers
from model.condition import Condition, Method
from model.weights import FloatArray

DoubleArray = npt.NDArray[np.float64]

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


_RULES: Mapping[Method, _Rule] = MappingProxyType(
    {
        Method.ARITHMETIC: _Rule(product=False),
        Method.BAYESIAN: _Rule(product=False, lean=1.0),
        Method.GEOMETRIC: _Rule(product=True),
        Method.BALANCED: _Rule(product=True, lean=-0.5),
        Method.DISTINCT: _Rule(product=True, lean=-0.5, push=1.0),
    }
)


@dataclass(frozen=True, slots=True)
class Voice:
    """One condition that the network is asked under, and how much it has to say."""

    condition: Condition
    weight: float


def voices(condition: Condition, everyone: Sequence[str]) -> Sequence[Voice]:
    """Part a condition into what the network is to be asked one by one.

    Args:
        condition: of one country or several.
        everyone: the codes of all countries. Where the method compares with them, the last voice
            is theirs, all at once and with no weight of its own.
    """
    if condition.method is Method.CONDITION or len(condition.countries) == 1:
        return [Voice(condition, 1.0)]
    alone = [
        Voice(Condition.of(code, condition.gender), weight) for code, weight in condition.countries
    ]
    if not _RULES[condition.method].push:
        return alone
    crowd = Condition.blend(dict.fromkeys(everyone, 1.0), condition.gender, Method.CONDITION)
    return [*alone, Voice(crowd, 0.0)]


class Reading:
    """Names being read together, letter by letter, each by as many voices as the others."""

    def __init__(
        self, cell: Cell, conditions: FloatArray, weights: DoubleArray, method: Method
    ) -> None:
        """Begin names.

        Args:
            cell: the network.
            conditions: what each voice adds to each step (names, voices, width).
            weights: how much each voice has to say (names, voices); a name's sum to 1.
            method: how the voices become one.
        """
        self._cell = cell
        self._conditions = conditions
        self._memories = cell.blank(weights.size)
        self._mixture = None if weights.shape[1] == 1 else _Mixture(weights, _RULES[method])

    def read(self, letters: Numbers) -> DoubleArray:
        """Read one letter a name (names) and return the next one's probabilities (names, letters).

        The first letter read is the stop symbol, as before every name.
        """
        names, number, width = self._conditions.shape
        step = self._cell.step(
            np.repeat(letters, number), self._conditions.reshape(-1, width), self._memories
        )
        self._memories = step.memories
        if self._mixture is None:
            return _softmax(step.logits)
        self._mixture.hear(letters)
        return self._mixture.expect(step.logits.reshape(names, number, -1))

    def keep(self, going: npt.NDArray[np.bool_]) -> None:
        """Forget the names that have ended: those where `going` (names) is false."""
        each = np.repeat(going, self._conditions.shape[1])
        self._memories = tuple(memory[each] for memory in self._memories)
        self._conditions = self._conditions[going]
        if self._mixture is not None:
            self._mixture.keep(going)


class _Mixture:
    """What several voices expect, made one."""

    def __init__(self, weights: DoubleArray, rule: _Rule) -> None:
        self._rule = rule
        own = weights[:, :-1] if rule.push else weights
        self._leanings = np.log(own)
        self._expected: DoubleArray | None = None
        # One country hides nothing of itself: the nearer a blend comes to it, the less is pushed.
        mixed = (1 - (own**2).sum(axis=1)) / (1 - 1 / own.shape[1])
        self._push = rule.push * mixed[:, None]

    def hear(self, letters: Numbers) -> None:
        """Weigh the voices anew by what they thought of a letter (names)."""
        if self._rule.lean and self._expected is not None:
            heard = self._expected[np.arange(len(letters)), :, letters]
            self._leanings = self._leanings + self._rule.lean * heard

    def expect(self, logits: FloatArray) -> DoubleArray:
        """Mix the voices' logits (names, voices, letters) to probabilities (names, letters)."""
        logs = _log_softmax(logits)
        own = logs[:, :-1] if self._rule.push else logs
        self._expected = own
        weights = _softmax(self._leanings)
        if not self._rule.product:
            mixed: DoubleArray = np.einsum("nvl,nv->nl", np.exp(own), weights)
            return mixed
        shared = np.einsum("nvl,nv->nl", own, weights)
        if self._rule.push:
            shared += self._push * np.clip(shared - logs[:, -1], -_FAR, _FAR)
        return _softmax(shared)

    def keep(self, going: npt.NDArray[np.bool_]) -> None:
        self._leanings, self._push = self._leanings[going], self._push[going]
        if self._expected is not None:
            self._expected = self._expected[going]


def _softmax(logits: FloatArray | DoubleArray) -> DoubleArray:
    powers: DoubleArray = np.exp(logits - logits.max(axis=-1, keepdims=True), dtype=np.float64)
    powers /= powers.sum(axis=-1, keepdims=True)
    return powers


def _log_softmax(logits: FloatArray) -> DoubleArray:
    shifted: DoubleArray = np.subtract(logits, logits.max(axis=-1, keepdims=True), dtype=np.float64)
    shifted -= np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return shifted
