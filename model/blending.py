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
    """Names being read together, letter by letter, each by as many voices as the others.

    Names that begin alike are read once: this halves the work for a thousand of one country.
    """

    def __init__(
        self,
        cell: Cell,
        conditions: FloatArray,
        weights: DoubleArray,
        method: Method,
        told: Numbers,
    ) -> None:
        """Begin names.

        Args:
            cell: the network.
            conditions: what each voice is told at each step (conditions, voices, told).
            weights: how much each voice has to say (conditions, voices); a condition's sum to 1.
            method: how the voices become one.
            told: which condition each name has (names).
        """
        self._cell = cell
        self._conditions = conditions
        blank = cell.blank(weights.size)
        shape = *weights.shape, cell.width
        self._memories: Sequence[FloatArray] = [one.reshape(shape) for one in blank]
        self._mixture = None if weights.shape[1] == 1 else _Mixture(weights, _RULES[method])
        # So far names begin in as many ways as there are conditions: which each beginning is told,
        # and which beginning each name has.
        self._told = np.arange(len(conditions))
        self._beginnings = told

    def read(self, letters: Numbers) -> DoubleArray:
        """Read one letter a name (names) and return the next one's probabilities (names, letters).

        The first letter read is the stop symbol, as before every name.
        """
        parents, last, self._beginnings = _pairs(self._beginnings, letters, self._cell.letters)
        self._told = self._told[parents]
        told, inputs, which = _pairs(self._told, last, self._cell.letters)
        number, width = self._conditions.shape[1], self._cell.width
        step = self._cell.step(
            np.repeat(inputs, number),
            self._conditions[told].reshape(-1, self._conditions.shape[2]),
            (which[:, None] * number + np.arange(number)).ravel(),
            tuple(memory[parents].reshape(-1, width) for memory in self._memories),
        )
        self._memories = [memory.reshape(-1, number, width) for memory in step.memories]
        if self._mixture is None:
            return _softmax(step.logits)[self._beginnings]
        self._mixture.hear(parents, last)
        logits = step.logits.reshape(len(last), number, -1)
        return self._mixture.expect(logits)[self._beginnings]

    def keep(self, going: npt.NDArray[np.bool_]) -> None:
        """Forget the names that have ended: those where `going` (names) is false."""
        self._beginnings = self._beginnings[going]


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

    def hear(self, parents: Numbers, letters: Numbers) -> None:
        """Go on from names, by number, and weigh what each voice thought of a letter (names)."""
        self._leanings, self._push = self._leanings[parents], self._push[parents]
        if self._rule.lean and self._expected is not None:
            self._leanings += self._rule.lean * self._expected[parents, :, letters]

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


def _pairs(firsts: Numbers, letters: Numbers, most: int) -> tuple[Numbers, Numbers, Numbers]:
    """Find the distinct pairs of something and a letter, and which of them each pair is."""
    if len(letters) == 1:  # nothing to sort, which would take a sixth of a single name's time
        return firsts, letters, np.zeros(1, np.intp)
    distinct, which = np.unique(firsts * most + letters, return_inverse=True)
    return *np.divmod(distinct, most), which


def _softmax(logits: FloatArray | DoubleArray) -> DoubleArray:
    powers: DoubleArray = np.exp(logits - logits.max(axis=-1, keepdims=True), dtype=np.float64)
    powers /= powers.sum(axis=-1, keepdims=True)
    return powers


def _log_softmax(logits: FloatArray) -> DoubleArray:
    shifted: DoubleArray = np.subtract(logits, logits.max(axis=-1, keepdims=True), dtype=np.float64)
    shifted -= np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return shifted
