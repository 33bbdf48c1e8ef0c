"""The shipped network in NumPy: one letter in, the next letter's logits and the new memory out.

`network.Network` is the same in PyTorch; a test holds the two together. See there for the formulas.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.weights import FloatArray

Numbers = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Step:
    """After a letter: logits (batch, letters), and each memory (batch, width)."""

    logits: FloatArray
    memories: tuple[FloatArray, ...]


class Cell:
    """The network's weights, laid out for stepping; never changed, so threads may share it."""

    def __init__(self, arrays: Mapping[str, FloatArray]) -> None:
        """Take the parameters by their names in `network.Network`."""
        self._letter = arrays["letter.weight"]
        self.letters, self.width = self._letter.shape
        self._condition = arrays["condition.weight"].T.copy()
        self._condition_bias = arrays["condition.bias"]
        depth = sum(name.endswith("gates.weight") for name in arrays)
        self._layers = tuple(_Layer(arrays, f"layers.{number}.") for number in range(depth))
        past, *outputs = np.split(arrays["output.weight"], depth + 1, axis=1)
        self._past = Linear(past, arrays["output.bias"])
        self._outputs = tuple(Linear(output) for output in outputs)
        self._logits = Linear(arrays["logits.weight"], arrays["logits.bias"])

    def condition(self, weights: FloatArray) -> FloatArray:
        """Turn weights (..., countries + 2) into what each step is told (..., told)."""
        flat = weights.reshape(-1, weights.shape[-1])  # NumPy would make a product for each row
        told: FloatArray = flat @ self._condition + self._condition_bias
        return told.reshape(*weights.shape[:-1], -1)

    def blank(self, batch: int) -> tuple[FloatArray, ...]:
        """Memories of zeros, as every name begins."""
        return tuple(np.zeros((batch, self.width), np.float32) for _ in self._layers)

    def step(
        self,
        letters: Numbers,
        condition: FloatArray,
        read: Numbers,
        memories: tuple[FloatArray, ...],
    ) -> Step:
        """Read one letter a name.

        Args:
            letters: numbers of letters (inputs).
            condition: what each is read under (inputs, told).
            read: which of these inputs each name reads (batch). A quarter of the work is the same
                for all names that read the same, and done once.
            memories: of each name, each (batch, width).
        """
        first, *between, last = condition.reshape(len(letters), -1, 2, self.width).swapaxes(0, 1)
        signal = _relu(_tell(first, self._letter[letters]))
        hidden = self._past(signal)[read]
        bottom, *higher = self._layers
        changed = [bottom.step(bottom.drive(signal)[read], memories[0])]
        for layer, memory, told in zip(higher, memories[1:], between, strict=True):
            below = _tell(told[read], signal[read] + changed[-1])
            changed.append(layer.step(layer.drive(below), memory))
        for memory, output in zip(changed, self._outputs, strict=True):
            hidden += output(memory)
        return Step(self._logits(_relu(_tell(last[read], hidden))), tuple(changed))


class _Layer:
    """One gated memory."""

    def __init__(self, arrays: Mapping[str, FloatArray], prefix: str) -> None:
        gates, candidate = arrays[prefix + "gates.weight"], arrays[prefix + "candidate.weight"]
        bias = arrays[prefix + "gates.bias"], arrays[prefix + "candidate.bias"]
        width = candidate.shape[0]
        driven = gates[:, :width], candidate[:, :width]
        self.drive = Linear(np.concatenate(driven), np.concatenate(bias))
        """What a signal adds to both gates and to the candidate (batch, 3 width)."""
        self._gates = Linear(gates[:, width:])
        self._candidate = Linear(candidate[:, width:])

    def step(self, driven: FloatArray, memory: FloatArray) -> FloatArray:
        """Return the changed memory (batch, width)."""
        width = memory.shape[1]
        gates = _sigmoid(driven[:, : 2 * width] + self._gates(memory))
        kept: FloatArray = gates[:, :width] * memory
        candidate: FloatArray = np.tanh(driven[:, 2 * width :] + self._candidate(kept))
        return memory + gates[:, width:] * (candidate - memory)


def _tell(told: FloatArray, signal: FloatArray) -> FloatArray:
    """Scale and shift a signal (batch, width) by what is told (batch, 2, width)."""
    heard: FloatArray = signal * told[:, 0] + told[:, 1]
    return heard


def _relu(signal: FloatArray) -> FloatArray:
    """Change a signal in place."""
    return np.maximum(signal, 0, out=signal)


def _sigmoid(signal: FloatArray) -> FloatArray:
    """Change a signal in place; by tanh it never overflows."""
    signal *= 0.5
    np.tanh(signal, out=signal)
    signal *= 0.5
    signal += 0.5
    return signal


class Linear:
    """A linear layer that multiplies piece by piece where that is faster.

    OpenBLAS has a kernel for products of no more than a million multiplications, which is up to
    twice as fast as the one for large products where few names are read at once. So a product that
    is a little larger is made of several, for some of the outputs each.
    """

    _SMALL = 1_000_000
    _PIECE = 48

    def __init__(self, weight: FloatArray, bias: FloatArray | None = None) -> None:
        """Take a weight (outputs, inputs) and a bias (outputs), as PyTorch has them."""
        outputs, inputs = weight.shape
        piece = self._PIECE if outputs % self._PIECE == 0 else outputs
        self._matrix = weight.T.copy()
        self._pieces = _side_by_side(self._matrix, piece)
        self._batches = range(self._SMALL // weight.size + 1, self._SMALL // (inputs * piece) + 1)
        self._bias = bias

    def __call__(self, signal: FloatArray) -> FloatArray:
        """Return what comes out (batch, outputs) for what goes in (batch, inputs)."""
        if len(signal) in self._batches:
            result = np.empty((len(signal), self._matrix.shape[1]), np.float32)
            np.matmul(signal, self._pieces, out=_side_by_side(result, self._pieces.shape[2]))
        else:
            result = signal @ self._matrix
        if self._bias is not None:
            result += self._bias
        return result


def _side_by_side(matrix: FloatArray, width: int) -> FloatArray:
    """View a matrix (rows, columns) as pieces (pieces, rows, width)."""
    return matrix.reshape(len(matrix), -1, width).transpose(1, 0, 2)
