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
        self._outputs = np.split(arrays["output.weight"].T.copy(), depth + 1)
        self._output_bias = arrays["output.bias"]
        self._logits = arrays["logits.weight"].T.copy()
        self._logits_bias = arrays["logits.bias"]

    def condition(self, weights: FloatArray) -> FloatArray:
        """Turn weights (batch, countries + 2) into what each step adds (batch, width)."""
        return weights @ self._condition + self._condition_bias

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
            condition: what each is read under (inputs, width).
            read: which of these inputs each name reads (batch). A quarter of the work is the same
                for all names that read the same, and done once.
            memories: of each name, each (batch, width).
        """
        signal = np.maximum(self._letter[letters] + condition, 0)
        hidden = (signal @ self._outputs[0] + self._output_bias)[read]
        changed: list[FloatArray] = []
        for layer, memory, output in zip(self._layers, memories, self._outputs[1:], strict=True):
            driven = layer.drive(changed[-1]) if changed else layer.drive(signal)[read]
            changed.append(layer.step(driven, memory))
            hidden += changed[-1] @ output
        hidden = np.maximum(hidden, 0)
        return Step(hidden @ self._logits + self._logits_bias, tuple(changed))


class _Layer:
    """One gated memory."""

    def __init__(self, arrays: Mapping[str, FloatArray], prefix: str) -> None:
        gates, candidate = arrays[prefix + "gates.weight"], arrays[prefix + "candidate.weight"]
        width = candidate.shape[0]
        self._driven = np.concatenate([gates[:, :width], candidate[:, :width]]).T.copy()
        self._bias = np.concatenate(
            [arrays[prefix + "gates.bias"], arrays[prefix + "candidate.bias"]]
        )
        self._gates = gates[:, width:].T.copy()
        self._candidate = candidate[:, width:].T.copy()

    def drive(self, signal: FloatArray) -> FloatArray:
        """Return what a signal adds to both gates and to the candidate (batch, 3 width)."""
        driven: FloatArray = signal @ self._driven + self._bias
        return driven

    def step(self, driven: FloatArray, memory: FloatArray) -> FloatArray:
        """Return the changed memory (batch, width)."""
        width = memory.shape[1]
        gates = _sigmoid(driven[:, : 2 * width] + memory @ self._gates)
        kept: FloatArray = gates[:, :width] * memory
        candidate: FloatArray = np.tanh(driven[:, 2 * width :] + kept @ self._candidate)
        return memory + gates[:, width:] * (candidate - memory)


def _sigmoid(signal: FloatArray) -> FloatArray:
    """Change a signal in place; by tanh it never overflows."""
    signal *= 0.5
    np.tanh(signal, out=signal)
    signal *= 0.5
    signal += 0.5
    return signal
