"""The shipped network in NumPy: one letter in, the next letter's logits and a changed memory out.

`network.Network` is the same in PyTorch; a test holds the two together. See there for the formulas.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from model.domain.arrays import FloatArray, Numbers
from model.inference.ngrams import NGramVocabulary, Table
from model.inference.weights import quantize_int8

_MIXED = ("change", "output", "logits")
"""The layers whose matrices a condition mixes, in the order in which they are kept."""


@dataclass(frozen=True, slots=True)
class ConditionedCell:
    """The network under some conditions, all that a letter needs worked out but for the letter.

    A layer's bias is the last row of its matrix, and what it multiplies ends in a one.

    Attributes:
        scale: of what is read (voices, 1, signal).
        shift: of what is read, likewise.
        change: from signals to gate and candidate (voices, memory + signal + 1, 2 memory).
        output: from signals to the hidden layer, and a one, likewise (voices, ..., hidden + 1).
        logits: from there to the letters (voices, hidden + 1, letters).
    """

    scale: FloatArray
    shift: FloatArray
    change: FloatArray
    output: FloatArray
    logits: FloatArray

    def blank(self, names: int) -> FloatArray:
        """Begin names: signals whose memories are zeros (voices, names, memory + signal + 1)."""
        voices, width, _ = self.change.shape
        signals = np.zeros((voices, names, width), np.float32)
        signals[..., -1] = 1
        return signals

    def step(self, embedded: FloatArray, signals: FloatArray) -> FloatArray:
        """Read one letter a name and return the next one's logits (voices, names, letters).

        Args:
            embedded: of the letters read (names, signal).
            signals: the memories, which are changed, then room for what is read, and a one
                (voices, names, memory + signal + 1).
        """
        width = self.change.shape[2] // 2
        memory, read = signals[..., :width], signals[..., width:-1]
        np.multiply(embedded, self.scale, out=read)
        read += self.shift
        np.maximum(read, 0, out=read)
        gates = signals @ self.change
        np.tanh(gates, out=gates)
        update, candidate = gates[..., :width], gates[..., width:]
        # The gate's half of the matrix is halved, for sigmoid(y) = (1 + tanh(y / 2)) / 2.
        update += 1
        candidate -= memory
        candidate *= update
        candidate *= 0.5
        memory += candidate
        hidden: FloatArray = signals @ self.output
        np.maximum(hidden, 0, out=hidden)
        logits: FloatArray = np.matmul(hidden, self.logits)
        return logits


class RNNCell:
    """The network's weights, laid out for stepping; never changed, so threads may share it."""

    def __init__(self, arrays: Mapping[str, FloatArray], grams: NGramVocabulary) -> None:
        """Take the parameters by their names in `network.Network`."""
        self._condition = arrays["condition.weight"].T.copy(), arrays["condition.bias"]
        self._mixture = arrays["mixture.weight"].T.copy()
        layers = [_with_bias(arrays[f"{name}.weight"], arrays[f"{name}.bias"]) for name in _MIXED]
        layers[0][..., : layers[0].shape[2] // 2] /= 2
        # The hidden layer ends in a one as well.
        layers[1] = np.pad(layers[1], [(0, 0), (0, 0), (0, 1)])
        layers[1][0, -1, -1] = 1
        self._shapes = [layer.shape[1:] for layer in layers]
        self._experts = np.concatenate([one.reshape(len(one), -1) for one in layers], axis=1)
        self._embedding = _Embedding.of(arrays, grams)

    def voices(self, countries: FloatArray, genders: FloatArray) -> ConditionedCell:
        """Speak under some conditions.

        Args:
            countries: weights of the countries (voices, countries).
            genders: weights of female and male (voices, 2).
        """
        weight, bias = self._condition
        told = np.concatenate([countries, genders], axis=1) @ weight + bias
        signal, hidden = self._embedding.width, self._shapes[2][0] - 1
        scale, shift, last_scale, last_shift = np.split(
            told[:, None], np.cumsum([signal, signal, hidden]), axis=2
        )
        common = np.ones((len(countries), 1), np.float32)
        mixed = np.concatenate([common, countries @ self._mixture], axis=1) @ self._experts
        sizes = [inputs * outputs for inputs, outputs in self._shapes]
        change, output, logits = (
            part.reshape(len(countries), *shape)
            for part, shape in zip(
                np.split(mixed, np.cumsum(sizes)[:-1], axis=1), self._shapes, strict=True
            )
        )
        output[..., :-1] *= last_scale
        output[:, -1:, :-1] += last_shift
        return ConditionedCell(scale, shift, change, output, logits)

    def embed(self, letters: Numbers, last: Numbers, bigrams: Table) -> tuple[FloatArray, Table]:
        """Look up what letters are read as, each with the two before it.

        Args:
            letters: by number (names).
            last: the letters before them; the stop symbol before a name's first (names).
            bigrams: what this was called for the letters before; noughts before a name (names).

        Returns:
            Embeddings (names, signal), and the numbers of the bigrams that the letters end (names).
        """
        return self._embedding(letters, last, bigrams)


def _with_bias(weight: FloatArray, bias: FloatArray) -> FloatArray:
    """Put a bias below the first of some matrices (matrices, inputs, outputs), else noughts."""
    padded = np.pad(weight, [(0, 0), (0, 1), (0, 0)])
    padded[0, -1] = bias
    return padded


@dataclass(frozen=True, slots=True)
class _Embedding:
    """What letters are read as.

    Attributes:
        twos, threes: numbers of bigrams and trigrams, as `Grams.tables` makes them.
        letters: embeddings (letters, signal).
        bigrams, trigrams: likewise, the first of none.
    """

    twos: Table
    threes: Table
    letters: FloatArray
    bigrams: "_InSteps"
    trigrams: "_InSteps"

    @classmethod
    def of(cls, arrays: Mapping[str, FloatArray], grams: NGramVocabulary) -> Self:
        letters = arrays["letter.weight"]
        bigrams, trigrams = (
            _InSteps(*quantize_int8(arrays[f"{kind}.weight"])) for kind in ("bigram", "trigram")
        )
        return cls(*grams.tables(len(letters)), letters, bigrams, trigrams)

    @property
    def width(self) -> int:
        width: int = self.letters.shape[1]
        return width

    def __call__(self, letters: Numbers, last: Numbers, bigrams: Table) -> tuple[FloatArray, Table]:
        twos: Table = self.twos[last, letters]
        embedded: FloatArray = self.letters.take(letters, axis=0)
        embedded += self.bigrams.take(twos)
        embedded += self.trigrams.take(self.threes[bigrams, letters])
        return embedded, twos


@dataclass(frozen=True, slots=True)
class _InSteps:
    """Embeddings that take a byte a number: there are many, and few are read.

    Attributes:
        steps: whole ones (embeddings, signal).
        step: how large each embedding's is (embeddings, 1).
    """

    steps: npt.NDArray[np.int8]
    step: FloatArray

    def take(self, numbers: Table) -> FloatArray:
        """Return embeddings (numbers, signal)."""
        taken: FloatArray = self.steps.take(numbers, axis=0) * self.step.take(numbers, axis=0)
        return taken
