"""The shipped network in NumPy: steps one letter at a time.

`torch_rnn.NameRNN` is the same network in PyTorch, and documents its formulas; a test
compares the two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from model.domain.arrays import FloatArray, IdArray, IntArray
from model.network.ngrams import NGramVocabulary
from model.network.weights import quantize_int8

_MIXED_LAYERS = ("recurrent", "hidden_layer", "logits")
"""Layers that are mixtures of experts."""


@dataclass(slots=True)
class RNNState:
    """What the network remembers of names that it is reading, each under every condition.

    Attributes:
        inputs: memories, room for the embeddings, and a one
            (conditions, names, memory + embedding + 1).
        context: ids of the last letter, and of the n-gram of each length that it ends (names); the
            stop symbol's, and zeros, before the first letter.
    """

    inputs: FloatArray
    context: Sequence[IdArray]

    def select(self, rows: IntArray) -> "RNNState":
        """Return the state of some names, by index; one given twice has a state each time."""
        return RNNState(self.inputs[:, rows], [ids[rows] for ids in self.context])


@dataclass(frozen=True, slots=True)
class ConditionedCell:
    """The cell's parameters for a batch of conditions.

    The last row of each matrix is the layer's bias, and the layer's inputs end in a one.

    Attributes:
        embeddings: of the letters and of the n-grams that each ends.
        scale: FiLM's, for embeddings (conditions, 1, embedding).
        shift: likewise.
        recurrent: from inputs to gate and candidate (conditions, memory + embedding + 1, 2 memory).
        hidden_layer: from inputs to hidden units and a one (conditions, ..., hidden + 1).
        logits: from hidden units to logits (conditions, hidden + 1, letters).
    """

    embeddings: "Embeddings"
    scale: FloatArray
    shift: FloatArray
    recurrent: FloatArray
    hidden_layer: FloatArray
    logits: FloatArray

    def start(self, names: int) -> RNNState:
        """Return the state of so many names, of which nothing is read."""
        conditions, width, _ = self.recurrent.shape
        inputs = np.zeros((conditions, names, width), np.float32)
        inputs[..., -1] = 1
        return RNNState(inputs, self.embeddings.context(names))

    def step(self, letters: IntArray, state: RNNState) -> FloatArray:
        """Read one letter of each name and return the next one's logits.

        Args:
            letters: ids (names); the stop symbol's at first.
            state: of the names, which is updated in place.

        Returns:
            (conditions, names, letters).
        """
        embedded, state.context = self.embeddings.embed(letters, state.context)
        inputs = state.inputs
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
        logits: FloatArray = np.matmul(hidden, self.logits)
        return logits


class RNNCell:
    """The network's weights, laid out for stepping; immutable, so threads may share it."""

    def __init__(self, arrays: Mapping[str, FloatArray], ngrams: NGramVocabulary) -> None:
        """Take the parameters of a `NameRNN` by name."""
        self._film = arrays["film.weight"].T.copy(), arrays["film.bias"]
        self._router = arrays["router.weight"].T.copy()
        layers = {
            name: _append_bias(arrays[f"{name}.weight"], arrays[f"{name}.bias"])
            for name in _MIXED_LAYERS
        }
        # See `ConditionedCell.step`.
        recurrent = layers["recurrent"]
        recurrent[..., : recurrent.shape[2] // 2] /= 2
        # The hidden units end in a one as well.
        layers["hidden_layer"] = np.pad(layers["hidden_layer"], [(0, 0), (0, 0), (0, 1)])
        layers["hidden_layer"][0, -1, -1] = 1
        self._shapes = {name: layer.shape[1:] for name, layer in layers.items()}
        flat = [layer.reshape(len(layer), -1) for layer in layers.values()]
        self._experts = np.concatenate(flat, axis=1)
        self._embeddings = Embeddings(arrays, ngrams)

    def condition_on(self, countries: FloatArray, genders: FloatArray) -> ConditionedCell:
        """Precompute the cell's parameters for a batch of conditions.

        Args:
            countries: weights of the countries (conditions, countries).
            genders: weights of female and male (conditions, 2).
        """
        weight, bias = self._film
        film = np.concatenate([countries, genders], axis=1) @ weight + bias
        embedding_dim, (_, hidden) = self._embeddings.width, self._shapes["hidden_layer"]
        scale, shift, hidden_scale, hidden_shift = np.split(
            film[:, None], np.cumsum([embedding_dim, embedding_dim, hidden - 1]), axis=2
        )
        shared = np.ones((len(countries), 1), np.float32)
        mixed = np.concatenate([shared, countries @ self._router], axis=1) @ self._experts
        ends = np.cumsum([inputs * outputs for inputs, outputs in self._shapes.values()])
        layers = {
            name: matrix.reshape(len(countries), *shape)
            for (name, shape), matrix in zip(
                self._shapes.items(), np.split(mixed, ends[:-1], axis=1), strict=True
            )
        }
        layers["hidden_layer"][..., :-1] *= hidden_scale
        layers["hidden_layer"][:, -1:, :-1] += hidden_shift
        return ConditionedCell(self._embeddings, scale, shift, **layers)


class Embeddings:
    """Embeddings of letters, each with the n-grams that it ends.

    Attributes:
        width: of an embedding.
    """

    def __init__(self, arrays: Mapping[str, FloatArray], ngrams: NGramVocabulary) -> None:
        self._letters = arrays["letter.weight"]
        self.width: int = self._letters.shape[1]
        self._tables = ngrams.id_tables(len(self._letters))
        self._ngrams = [
            _QuantizedEmbedding(arrays[f"ngrams.{index}.weight"])
            for index in range(len(self._tables))
        ]

    def context(self, names: int) -> Sequence[IdArray]:
        """Return what the first letters of so many names come after: see `RNNState`."""
        return [np.zeros(names, np.intp)] * len(self._tables)

    def embed(
        self, letters: IntArray, context: Sequence[IdArray]
    ) -> tuple[FloatArray, Sequence[IdArray]]:
        """Embed letters by id (names), after a context: see `RNNState`.

        Returns:
            Embeddings (names, embedding), and the context of the next letters.
        """
        embedded: FloatArray = self._letters.take(letters, axis=0)
        ids: list[IdArray] = [letters]
        for table, before, ngrams in zip(self._tables, context, self._ngrams, strict=True):
            ids.append(table[before, letters])
            embedded += ngrams.take(ids[-1])
        return embedded, ids[:-1]


def _append_bias(weight: FloatArray, bias: FloatArray) -> FloatArray:
    """Append a row to matrices (experts, in, out): the bias to the first, zeros to the others."""
    padded = np.pad(weight, [(0, 0), (0, 1), (0, 0)])
    padded[0, -1] = bias
    return padded


class _QuantizedEmbedding:
    """Embeddings of 8 bits, as there are many, and few are read; that of id 0 is zeros."""

    def __init__(self, embeddings: FloatArray) -> None:
        self._steps, self._step_sizes = quantize_int8(embeddings)

    def take(self, ids: IdArray) -> FloatArray:
        """Return embeddings by id (ids, embedding)."""
        taken: FloatArray = self._steps.take(ids, axis=0) * self._step_sizes.take(ids, axis=0)
        return taken
