"""The shipped network in NumPy: steps one letter at a time.

`training.network.NameRNN` is the same network in PyTorch, and documents its formulas; a test
compares the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from model.domain.arrays import FloatArray, IntArray
from model.inference.ngrams import IdTable, NGramVocabulary
from model.inference.weights import quantize_int8

_MIXED_LAYERS = ("change", "output", "logits")
"""Stored names of the layers that are mixtures of experts."""


@dataclass(frozen=True, slots=True)
class ConditionedCell:
    """The cell's parameters for a batch of conditions.

    The last row of each matrix is the layer's bias, and the layer's inputs end in a one.

    Attributes:
        scale: FiLM's, for embeddings (conditions, 1, embedding).
        shift: likewise.
        recurrent: from inputs to gate and candidate (conditions, memory + embedding + 1, 2 memory).
        hidden_layer: from inputs to hidden units and a one (conditions, ..., hidden + 1).
        output_layer: from hidden units to logits (conditions, hidden + 1, letters).
    """

    scale: FloatArray
    shift: FloatArray
    recurrent: FloatArray
    hidden_layer: FloatArray
    output_layer: FloatArray

    def initial_inputs(self, names: int) -> FloatArray:
        """Return inputs with memories of zeros (conditions, names, memory + embedding + 1)."""
        conditions, width, _ = self.recurrent.shape
        inputs = np.zeros((conditions, names, width), np.float32)
        inputs[..., -1] = 1
        return inputs

    def step(self, embedded: FloatArray, inputs: FloatArray) -> FloatArray:
        """Read one letter of each name and return the next one's logits.

        Args:
            embedded: embeddings of the letters (names, embedding).
            inputs: memories, which are updated in place, room for the embeddings, and a one
                (conditions, names, memory + embedding + 1).

        Returns:
            (conditions, names, letters).
        """
        width = self.recurrent.shape[2] // 2
        memory, modulated = inputs[..., :width], inputs[..., width:-1]
        np.multiply(embedded, self.scale, out=modulated)
        modulated += self.shift
        np.maximum(modulated, 0, out=modulated)
        gates = inputs @ self.recurrent
        np.tanh(gates, out=gates)
        update, candidate = gates[..., :width], gates[..., width:]
        # The gate's half of the matrix is halved, for sigmoid(y) = (1 + tanh(y / 2)) / 2.
        update += 1
        candidate -= memory
        candidate *= update
        candidate *= 0.5
        memory += candidate
        hidden: FloatArray = inputs @ self.hidden_layer
        np.maximum(hidden, 0, out=hidden)
        logits: FloatArray = np.matmul(hidden, self.output_layer)
        return logits


class RNNCell:
    """The network's weights, laid out for stepping; immutable, so threads may share it."""

    def __init__(self, arrays: Mapping[str, FloatArray], ngrams: NGramVocabulary) -> None:
        """Take the parameters of a `NameRNN` by stored name."""
        self._film = arrays["condition.weight"].T.copy(), arrays["condition.bias"]
        self._router = arrays["mixture.weight"].T.copy()
        layers = [
            _append_bias(arrays[f"{name}.weight"], arrays[f"{name}.bias"]) for name in _MIXED_LAYERS
        ]
        # See `ConditionedCell.step`.
        layers[0][..., : layers[0].shape[2] // 2] /= 2
        # The hidden units end in a one as well.
        layers[1] = np.pad(layers[1], [(0, 0), (0, 0), (0, 1)])
        layers[1][0, -1, -1] = 1
        self._shapes = [layer.shape[1:] for layer in layers]
        self._experts = np.concatenate([layer.reshape(len(layer), -1) for layer in layers], axis=1)
        self._embedding = _Embedding.from_arrays(arrays, ngrams)

    def condition_on(self, countries: FloatArray, genders: FloatArray) -> ConditionedCell:
        """Precompute the cell's parameters for a batch of conditions.

        Args:
            countries: weights of the countries (conditions, countries).
            genders: weights of female and male (conditions, 2).
        """
        weight, bias = self._film
        film = np.concatenate([countries, genders], axis=1) @ weight + bias
        embedding_dim, hidden = self._embedding.dim, self._shapes[2][0] - 1
        scale, shift, hidden_scale, hidden_shift = np.split(
            film[:, None], np.cumsum([embedding_dim, embedding_dim, hidden]), axis=2
        )
        shared = np.ones((len(countries), 1), np.float32)
        mixed = np.concatenate([shared, countries @ self._router], axis=1) @ self._experts
        sizes = [inputs * outputs for inputs, outputs in self._shapes]
        recurrent, hidden_layer, output_layer = (
            matrix.reshape(len(countries), *shape)
            for matrix, shape in zip(
                np.split(mixed, np.cumsum(sizes)[:-1], axis=1), self._shapes, strict=True
            )
        )
        hidden_layer[..., :-1] *= hidden_scale
        hidden_layer[:, -1:, :-1] += hidden_shift
        return ConditionedCell(scale, shift, recurrent, hidden_layer, output_layer)

    def embed(
        self, letters: IntArray, last: IntArray, bigrams: IdTable
    ) -> tuple[FloatArray, IdTable]:
        """Embed letters, each with the bigram and the trigram that it ends.

        Args:
            letters: ids (names).
            last: ids of the letters before; the stop symbol's for a name's first letter (names).
            bigrams: the bigram ids returned for those; zeros for a name's first letter (names).

        Returns:
            Embeddings (names, embedding), and ids of the bigrams that the letters end (names).
        """
        return self._embedding(letters, last, bigrams)


def _append_bias(weight: FloatArray, bias: FloatArray) -> FloatArray:
    """Append a row to matrices (experts, in, out): the bias to the first, zeros to the others."""
    padded = np.pad(weight, [(0, 0), (0, 1), (0, 0)])
    padded[0, -1] = bias
    return padded


@dataclass(frozen=True, slots=True)
class _Embedding:
    """Sums of the embeddings of a letter, a bigram and a trigram.

    Attributes:
        bigram_ids: see `NGramVocabulary.id_tables`.
        trigram_ids: likewise.
        letters: embeddings (letters, embedding).
        bigrams: embeddings by id, that of 0 being zeros.
        trigrams: likewise.
    """

    bigram_ids: IdTable
    trigram_ids: IdTable
    letters: FloatArray
    bigrams: "_QuantizedEmbedding"
    trigrams: "_QuantizedEmbedding"

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, FloatArray], ngrams: NGramVocabulary) -> Self:
        letters = arrays["letter.weight"]
        bigrams, trigrams = (
            _QuantizedEmbedding(*quantize_int8(arrays[f"{kind}.weight"]))
            for kind in ("bigram", "trigram")
        )
        return cls(*ngrams.id_tables(len(letters)), letters, bigrams, trigrams)

    @property
    def dim(self) -> int:
        dim: int = self.letters.shape[1]
        return dim

    def __call__(
        self, letters: IntArray, last: IntArray, last_bigrams: IdTable
    ) -> tuple[FloatArray, IdTable]:
        bigrams: IdTable = self.bigram_ids[last, letters]
        embedded: FloatArray = self.letters.take(letters, axis=0)
        embedded += self.bigrams.take(bigrams)
        embedded += self.trigrams.take(self.trigram_ids[last_bigrams, letters])
        return embedded, bigrams


@dataclass(frozen=True, slots=True)
class _QuantizedEmbedding:
    """Embeddings of 8 bits: there are many, and few are read.

    Attributes:
        steps: multiples of the step size (embeddings, embedding).
        step_sizes: one for each embedding (embeddings, 1).
    """

    steps: npt.NDArray[np.int8]
    step_sizes: FloatArray

    def take(self, ids: IdTable) -> FloatArray:
        """Return embeddings by id (ids, embedding)."""
        taken: FloatArray = self.steps.take(ids, axis=0) * self.step_sizes.take(ids, axis=0)
        return taken
