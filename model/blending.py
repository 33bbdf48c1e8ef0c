"""How several countries share one name: what each expects of the next letter, mixed.

After every letter each country's voice gives its own distribution of the next one. A method makes
one distribution of them, which sums to 1, so that a blended name has a probability like any other.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from model.cell import Cell, Numbers
from model.condition import Condition, Method
from model.weights import FloatArray

DoubleArray = npt.NDArray[np.float64]


def voices(condition: Condition) -> Sequence[tuple[Condition, float]]:
    """Part a condition into what the network is to hear one by one, each with its weight."""
    if condition.method is Method.CONDITION or len(condition.countries) == 1:
        return [(condition, 1.0)]
    return [(Condition.of(code, condition.gender), each) for code, each in condition.countries]


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
        self._weights = weights
        self._method = method
        self._memories = cell.blank(weights.size)
        self._expected: DoubleArray | None = None

    def read(self, letters: Numbers) -> DoubleArray:
        """Read one letter a name (names) and return the next one's probabilities (names, letters).

        The first letter read is the stop symbol, as before every name.
        """
        names, number, width = self._conditions.shape
        if self._method is Method.BAYESIAN and self._expected is not None:
            heard = self._weights * self._expected[np.arange(names), :, letters]
            self._weights = heard / heard.sum(axis=1, keepdims=True)
        step = self._cell.step(
            np.repeat(letters, number), self._conditions.reshape(-1, width), self._memories
        )
        self._memories = step.memories
        logits = step.logits.reshape(names, number, -1)
        if number == 1:
            return _softmax(logits[:, 0])
        if self._method is Method.GEOMETRIC:
            # What the logits lack to be logarithms of probabilities is the same for every letter.
            return _softmax(np.einsum("nvl,nv->nl", logits, self._weights))
        self._expected = _softmax(logits)
        mixed: DoubleArray = np.einsum("nvl,nv->nl", self._expected, self._weights)
        return mixed

    def keep(self, going: npt.NDArray[np.bool_]) -> None:
        """Forget the names that have ended: those where `going` (names) is false."""
        each = np.repeat(going, self._conditions.shape[1])
        self._memories = tuple(memory[each] for memory in self._memories)
        self._conditions, self._weights = self._conditions[going], self._weights[going]
        if self._expected is not None:
            self._expected = self._expected[going]


def _softmax(logits: FloatArray | DoubleArray) -> DoubleArray:
    powers: DoubleArray = np.exp(logits - logits.max(axis=-1, keepdims=True), dtype=np.float64)
    powers /= powers.sum(axis=-1, keepdims=True)
    return powers
