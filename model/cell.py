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
        self._condition = arrays["condition.weight"].T.copy()
        self._condition_bias = arrays["condition.bias"]
        depth = sum(name.endswith("gates.weight") for name in arrays)
        self._layers = tuple(_Layer(arrays, f"layers.{number}.") for number in range(depth))
        self._output = arrays["output.weight"].T.copy()
        self._output_bias = arrays["output.bias"]
        self._logits = arrays["logits.weight"].T.copy()
        self._logits_bias = arrays["logits.bias"]
        self.width = self._letter.shape[1]

    def condition(self, weights: FloatArray) -> FloatArray:
        """Turn weights (batch, countries + 2) into what each step adds (batch, width)."""
        return weights @ self._condition + self._condition_bias

    def blank(self, batch: int) -> tuple[FloatArray, ...]:
        """Memories of zeros, as every name begins."""
        return tuple(np.zeros((batch, self.width), np.float32) for _ in self._layers)

    def step(
        self, letters: Numbers, condition: FloatArray, memories: tuple[FloatArray, ...]
    ) -> Step:
        """Read one letter a name: numbers (batch), condition (batch, width), memories."""
        signal = np.maximum(self._letter[letters] + condition, 0)
        seen = [signal]
        changed = []
        for layer, memory in zip(self._layers, memories, strict=True):
            signal = layer.step(signal, memory)
            changed.append(signal)
            seen.append(signal)
        hidden = np.maximum(np.concatenate(seen, axis=1) @ self._output + self._output_bias, 0)
        return Step(hidden @ self._logits + self._logits_bias, tuple(changed))


class _Layer:
    """One gated memory."""

    def __init__(self, arrays: Mapping[str, FloatArray], prefix: str) -> None:
        self._gates = arrays[prefix + "gates.weight"].T.copy()
        self._gates_bias = arrays[prefix + "gates.bias"]
        self._candidate = arrays[prefix + "candidate.weight"].T.copy()
        self._candidate_bias = arrays[prefix + "candidate.bias"]

    def step(self, signal: FloatArray, memory: FloatArray) -> FloatArray:
        width = memory.shape[1]
        both = np.concatenate([signal, memory], axis=1)
        # A sigmoid by tanh never overflows.
        gates = 0.5 + 0.5 * np.tanh(0.5 * (both @ self._gates + self._gates_bias))
        both[:, width:] *= gates[:, :width]
        candidate = np.tanh(both @ self._candidate + self._candidate_bias)
        changed: FloatArray = memory + gates[:, width:] * (candidate - memory)
        return changed
