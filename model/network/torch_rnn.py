"""The shipped network in PyTorch; `numpy_rnn.RNNCell` steps the same weights in NumPy.

It keeps the assignment's idea: letter and country meet, a memory of zeros is changed after each
letter by adding something, and the next letter's probabilities come out. Letter by letter:

    e    = letter + n-grams                           embeddings of it and of those that it ends
    x    = relu(film(e))
    u, c = sigmoid(U [m, x]), tanh(C [m, x])          update gate and candidate
    m    = m + u * (c - m)                            memory
    h    = relu(film(O [m, x]))
    P h                                               logits of the next letter

- Memory: the update-gate RNN (Collins et al. 2016, arXiv:1611.09913).
- N-grams have embeddings of their own where `NGramVocabulary` has them, zeros elsewhere.
- FiLM: film(y) = scale * y + shift, both linear in countries and genders (Perez et al. 2017,
  arXiv:1709.07871).
- Mixtures of experts: U, C, O and P are weighted sums of matrices, the weights linear in the
  countries (conditional convolutions, Yang et al. 2019, arXiv:1904.04971). They are mixed once per
  condition, so the network has the capacity of a wide one at the cost per letter of a narrow one.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - what all of PyTorch's users call it

from model.domain.arrays import FloatArray, IdArray
from model.network.ngrams import NGramVocabulary
from model.network.weights import Weights


@dataclass(frozen=True, slots=True)
class RNNConfig:
    """Size and regularisation of a `NameRNN`.

    Attributes:
        memory: width of the memory.
        embedding_dim: width of the embeddings.
        hidden: width of the layer before the logits.
        experts: matrices to mix in each layer, beside the one that all conditions share.
        dropout: probability of dropping an activation; half of it for additions to the memory.
        ngram_dropout: probability of dropping an n-gram's whole embedding.
    """

    memory: int = 96
    embedding_dim: int = 96
    hidden: int = 128
    experts: int = 16
    dropout: float = 0.0
    ngram_dropout: float = 0.0


class MixtureLinear(nn.Module):
    """A linear layer with a matrix for each group of inputs, mixed from experts."""

    def __init__(self, in_features: int, out_features: int, experts: int) -> None:
        super().__init__()
        bound = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(
            torch.empty(experts + 1, in_features, out_features).uniform_(-bound, bound)
        )
        self.bias = nn.Parameter(torch.zeros(out_features))
        with torch.no_grad():
            self.weight[1:] /= 2

    def mix_weights(self, routing: Tensor) -> Tensor:
        """Return each group's matrix (groups, in, out) by its routing weights (groups, experts)."""
        # The shared matrix has weight 1. Not in bfloat16, as casting the experts would take longer.
        shares = F.pad(routing.to(self.weight.dtype), (1, 0), value=1.0)
        with torch.autocast(routing.device.type, enabled=False):
            mixed = shares @ self.weight.flatten(1)
        return mixed.view(-1, *self.weight.shape[1:])

    def forward(self, inputs: Tensor, routing: Tensor) -> Tensor:
        """Map inputs (groups, names, time, in) to (groups, names, time, out)."""
        result: Tensor = torch.bmm(inputs.flatten(1, 2), self.mix_weights(routing)) + self.bias
        return result.view(*inputs.shape[:3], -1)


class Dropout(nn.Module):
    """`nn.Dropout` in a tenth of its time, with probabilities in 256ths.

    PyTorch asks its generator for every activation, this one for eight of them at once.
    """

    def __init__(self, probability: float) -> None:
        super().__init__()
        self.threshold = round(256 * probability)

    def forward(self, inputs: Tensor) -> Tensor:
        """Zero some activations (any shape) and scale the others up to keep the mean."""
        if not self.training or not self.threshold:
            return inputs
        random = torch.empty(-(-inputs.numel() // 8), dtype=torch.long, device=inputs.device)
        random.random_(torch.iinfo(torch.long).min, None)
        mask = random.view(torch.uint8)[: inputs.numel()].float().ge_(self.threshold)
        return inputs * mask.mul_(256 / (256 - self.threshold)).view(inputs.shape)


class NGramEmbedding(nn.Embedding):
    """Embeddings of the n-grams of one length, and the look-up table of their ids."""

    table: Tensor

    def __init__(self, table: IdArray, ngrams: int, width: int) -> None:
        super().__init__(ngrams + 1, width, padding_idx=0)
        self.register_buffer("table", torch.from_numpy(table.astype(np.int64)), persistent=False)

    def ids(self, first: Tensor, shorter: Tensor, letters: Tensor) -> Tensor:
        """Return the ids of the n-grams that letters end (..., time).

        Args:
            first: id of what is one letter shorter and ends before the first letter (...).
            shorter: ids of what is one letter shorter and ends in each letter (..., time).
            letters: ids (..., time).
        """
        before = torch.cat([first[..., None], shorter[..., :-1]], dim=-1)
        found: Tensor = self.table[before, letters]
        return found


class RNNState(NamedTuple):
    """What the network remembers of names that it is reading.

    Attributes:
        memory: (groups, names, memory).
        context: ids of the last letter, and of the n-gram of each length that it ends
            (groups, names); the stop symbol's, and zeros, before the first letter.
    """

    memory: Tensor
    context: Sequence[Tensor]

    def select(self, names: Tensor) -> "RNNState":
        """Return the state of some names, by index or by a mask."""
        return RNNState(self.memory[:, names], [ids[:, names] for ids in self.context])


class NameRNN(nn.Module):
    """Predicts the next letter of a name under a condition.

    Attributes:
        memory_width: of the memory.
        film_widths: of what FiLM modulates: the embeddings, and the layer before the logits.
    """

    def __init__(
        self, letters: int, countries: int, ngrams: NGramVocabulary, config: RNNConfig
    ) -> None:
        super().__init__()
        memory, embedding_dim, hidden = config.memory, config.embedding_dim, config.hidden
        self.letter = nn.Embedding(letters, embedding_dim)
        self.ngrams: Sequence[NGramEmbedding] = nn.ModuleList(  # type: ignore[assignment] # PyTorch's
            NGramEmbedding(table, len(of_length), embedding_dim)
            for table, of_length in zip(ngrams.id_tables(letters), ngrams.by_length, strict=True)
        )
        self.memory_width, self.film_widths = memory, (embedding_dim, hidden)
        self.film = nn.Linear(countries + 2, 2 * sum(self.film_widths))
        self.router = nn.Linear(countries, config.experts, bias=False)
        self.recurrent = MixtureLinear(memory + embedding_dim, 2 * memory, config.experts)
        self.hidden_layer = MixtureLinear(memory + embedding_dim, hidden, config.experts)
        self.logits = MixtureLinear(hidden, letters, config.experts)
        self.dropout = Dropout(config.dropout)
        self.recurrent_dropout = Dropout(config.dropout / 2)
        self.ngram_dropout = Dropout(config.ngram_dropout)
        self._init_weights()

    @torch.no_grad()
    def _init_weights(self) -> None:
        nn.init.normal_(self.letter.weight, std=0.1)
        for embedding in self.ngrams:
            nn.init.normal_(embedding.weight[1:], std=0.02)
        nn.init.normal_(self.router.weight, std=1 / math.sqrt(max(1, self.router.out_features)))
        # Every scale starts at 1, whatever the condition.
        first, last = self.film_widths
        for start, width in ((0, first), (2 * first, last)):
            self.film.weight[start : start + width] = 0
            self.film.bias[start : start + width] = 1

    def forward(self, letters: Tensor, countries: Tensor, genders: Tensor) -> Tensor:
        """Return the logits after each letter.

        Args:
            letters: ids of the letters read, the stop symbol first (groups, names, time).
            countries: weights that a group's names share (groups, countries).
            genders: weights of female and male (groups, names, 2).

        Returns:
            Logits of each following letter (groups, names, time, letters).
        """
        logits, _ = self.read(letters, countries, genders, self.start(*letters.shape[:2]))
        return logits

    def start(self, groups: int, names: int) -> RNNState:
        """Return the state of names of which nothing is read."""
        memory = self.recurrent.bias.new_zeros(groups, names, self.memory_width)
        nothing = torch.zeros(groups, names, dtype=torch.long, device=memory.device)
        return RNNState(memory, [nothing] * len(self.ngrams))

    def read(
        self, letters: Tensor, countries: Tensor, genders: Tensor, state: RNNState
    ) -> tuple[Tensor, RNNState]:
        """Read on, and return the logits after each letter, and the state after the last one.

        The arguments and the logits are those of `forward`, beside the state.
        """
        routing = self.router(countries)
        _, hidden, state = self._encode(letters, countries, genders, routing, state)
        return self.logits(hidden, routing), state

    def encode(self, letters: Tensor, countries: Tensor, genders: Tensor) -> tuple[Tensor, Tensor]:
        """Return the memory and the layer before the logits after each letter.

        The arguments are those of `forward`; the results are (groups, names, time, width).
        """
        routing, state = self.router(countries), self.start(*letters.shape[:2])
        memories, hidden, _ = self._encode(letters, countries, genders, routing, state)
        return memories, hidden

    def _encode(
        self, letters: Tensor, countries: Tensor, genders: Tensor, routing: Tensor, state: RNNState
    ) -> tuple[Tensor, Tensor, RNNState]:
        per_name = countries.unsqueeze(1).expand(-1, letters.shape[1], -1)
        film = self.film(torch.cat([per_name, genders], dim=2)).unsqueeze(2)
        input_film, hidden_film = film.tensor_split([2 * self.film_widths[0]], dim=3)
        embedded, context = self._embed(letters, state.context)
        inputs = self.dropout(torch.relu(self.modulate(input_film, embedded)))
        unrolled = self._unroll(inputs, routing, state.memory)
        memories = self.dropout(unrolled)
        hidden = self.hidden_layer(torch.cat([memories, inputs], dim=3), routing)
        hidden = self.dropout(torch.relu(self.modulate(hidden_film, hidden)))
        return memories, hidden, RNNState(unrolled[:, :, -1], context)

    @staticmethod
    def modulate(film: Tensor, inputs: Tensor) -> Tensor:
        """Scale and shift inputs (..., width) by scales and shifts side by side (..., 2 width)."""
        scale, shift = film.chunk(2, dim=-1)
        return inputs * scale + shift

    def _embed(self, letters: Tensor, context: Sequence[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """Return embeddings (groups, names, time, width) and the context of the next letters."""
        ids, embedded = [letters], self.letter(letters)
        for first, embedding in zip(context, self.ngrams, strict=True):
            ids.append(embedding.ids(first, ids[-1], letters))
            # Whole n-grams are dropped, so that the network also learns to do without them.
            mask = self.ngram_dropout(torch.ones(letters.shape, device=letters.device))
            embedded = embedded + mask.unsqueeze(-1) * embedding(ids[-1])
        return embedded, [of_length[..., -1] for of_length in ids[:-1]]

    def _unroll(self, inputs: Tensor, routing: Tensor, memory: Tensor) -> Tensor:
        """Return the memory after each letter (groups, names, time, memory)."""
        weight = self.recurrent.mix_weights(routing)
        width = weight.shape[2] // 2
        # The inputs' part of the product is computed for all letters at once.
        product = torch.bmm(inputs.flatten(1, 2), weight[:, width:])
        input_projection = (product + self.recurrent.bias).view(*inputs.shape[:3], -1)
        # Cast once, not at every letter, to the type that autocast multiplies in.
        recurrent_weight = weight[:, :width].to(product.dtype)
        memories = []
        for projected in input_projection.unbind(2):
            gates = projected + torch.bmm(memory.to(recurrent_weight.dtype), recurrent_weight)
            update, candidate = gates.chunk(2, dim=2)
            addition = torch.sigmoid(update) * (torch.tanh(candidate) - memory)
            # Dropping parts of the addition, not of the memory, lets the memory survive
            # (Semeniuta et al. 2016, arXiv:1603.05118).
            memory = memory + self.recurrent_dropout(addition)
            memories.append(memory)
        return torch.stack(memories, dim=2)

    @classmethod
    def from_weights(cls, weights: Weights, dropout: float = 0.0) -> Self:
        """Build the network with stored weights, in evaluation mode.

        Args:
            weights: of a network.
            dropout: as in `RNNConfig`, for who trains it further.
        """
        config = replace(RNNConfig(**weights.network), dropout=dropout, ngram_dropout=0.0)
        network = cls(len(weights.alphabet), len(weights.countries), weights.ngrams, config)
        load_arrays(network, weights.arrays)
        return network.eval()


def copy_arrays(network: nn.Module) -> dict[str, FloatArray]:
    """Copy the parameters of a network out by name."""
    return {name: tensor.cpu().numpy().copy() for name, tensor in network.state_dict().items()}


def load_arrays(network: nn.Module, arrays: Mapping[str, FloatArray]) -> None:
    """Load the parameters of a network by name.

    Raises:
        RuntimeError: a parameter is missing, unknown or of another shape.
    """
    network.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()})
