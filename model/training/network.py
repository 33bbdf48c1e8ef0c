"""The shipped network in PyTorch; `cell.Cell` steps the same weights in NumPy.

It keeps the seed's idea: letter and condition meet, a memory of zeros is changed after each letter
by adding something, and the next letter's probabilities come out. What is added is gated by one
gate (Collins et al. 2016, arXiv:1611.09913, the update-gate RNN):

    x    = relu(told(letter + bigram + trigram))
    u, c = sigmoid(U [m, x]), tanh(C [m, x]),   m <- m + u * (c - m)

and the logits are P relu(told(O [m, x])). Three things tell the network more than the letter:

- The last two letters and the last three have embeddings of their own, where `Grams` knows them.
- told(y) = scale * y + shift, both linear in the condition, so that a country says how much each
  part of what is read matters there (Perez et al. 2017, arXiv:1709.07871).
- U, C, O and P are mixtures of several matrices each, by weights that are linear in the countries'
  (Yang et al. 2019, arXiv:1904.04971). Under one condition they are mixed once and for all letters,
  so that the network knows as much as a wide one does, and steps as fast as a narrow one.
"""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - what all of PyTorch's users call it

from model.domain.arrays import FloatArray
from model.inference.ngrams import NGramVocabulary
from model.inference.weights import Weights


@dataclass(frozen=True, slots=True)
class RNNConfig:
    """How large a network is, and how much of it is left out while it trains.

    Attributes:
        memory: width of the memory.
        signal: width of what is read.
        hidden: width of the layer before the logits.
        experts: matrices that each country mixes its own from, beside one that all have in common.
        dropout: share of a layer's signals dropped; half of it of the memory's additions.
        gram_dropout: share of the bigrams and trigrams that are not read.
    """

    memory: int = 96
    signal: int = 96
    hidden: int = 128
    experts: int = 16
    dropout: float = 0.0
    gram_dropout: float = 0.0


class MixedLinear(nn.Module):
    """A linear layer whose matrix each group of inputs mixes for itself."""

    def __init__(self, inputs: int, outputs: int, experts: int) -> None:
        super().__init__()
        bound = 1 / math.sqrt(inputs)
        self.weight = nn.Parameter(
            torch.empty(experts + 1, inputs, outputs).uniform_(-bound, bound)
        )
        self.bias = nn.Parameter(torch.zeros(outputs))
        with torch.no_grad():
            self.weight[1:] /= 2

    def mixed(self, mixture: Tensor) -> Tensor:
        """Return the matrix (groups, inputs, outputs) of each mixture (groups, experts)."""
        common, *_ = self.weight
        mixed: Tensor = common + torch.einsum("ge,eio->gio", mixture, self.weight[1:])
        return mixed

    def forward(self, signals: Tensor, mixture: Tensor) -> Tensor:
        """Map signals (groups, names, time, inputs) to (groups, names, time, outputs)."""
        result: Tensor = torch.bmm(signals.flatten(1, 2), self.mixed(mixture)) + self.bias
        return result.view(*signals.shape[:3], -1)


class Dropout(nn.Module):
    """What `nn.Dropout` does in a tenth of its time, with chances in 256ths.

    PyTorch asks its generator for each signal, this for eight of them at once.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.dropped = round(256 * share)

    def forward(self, signals: Tensor) -> Tensor:
        """Drop some signals of any shape, and raise the others by as much."""
        if not self.training or not self.dropped:
            return signals
        chances = torch.empty(-(-signals.numel() // 8), dtype=torch.long)
        chances.random_(torch.iinfo(torch.long).min, None)
        kept = chances.view(torch.uint8)[: signals.numel()].float().ge_(self.dropped)
        return signals * kept.mul_(256 / (256 - self.dropped)).view(signals.shape)


class Stored(nn.Module):
    """What has parameters that `Weights` keep."""

    def arrays(self) -> dict[str, FloatArray]:
        """Copy the parameters out, by name, for `Weights`."""
        return {
            name: parameter.detach().cpu().numpy().copy()
            for name, parameter in self.state_dict().items()
        }


class NameRNN(Stored):
    """Predicts the next letter of a name under a condition."""

    twos: Tensor
    threes: Tensor

    def __init__(
        self, letters: int, countries: int, grams: NGramVocabulary, shape: RNNConfig
    ) -> None:
        super().__init__()
        memory, signal, hidden = shape.memory, shape.signal, shape.hidden
        for name, table in zip(("twos", "threes"), grams.tables(letters), strict=True):
            self.register_buffer(name, torch.from_numpy(table.astype(np.int64)), persistent=False)
        self.letter = nn.Embedding(letters, signal)
        self.bigram = nn.Embedding(len(grams.bigrams) + 1, signal, padding_idx=0)
        self.trigram = nn.Embedding(len(grams.trigrams) + 1, signal, padding_idx=0)
        self.told = signal, hidden
        self.condition = nn.Linear(countries + 2, 2 * sum(self.told))
        self.mixture = nn.Linear(countries, shape.experts, bias=False)
        self.change = MixedLinear(memory + signal, 2 * memory, shape.experts)
        self.output = MixedLinear(memory + signal, hidden, shape.experts)
        self.logits = MixedLinear(hidden, letters, shape.experts)
        self.dropout = Dropout(shape.dropout)
        self.change_dropout = Dropout(shape.dropout / 2)
        self.gram_dropout = Dropout(shape.gram_dropout)
        self._begin()

    @torch.no_grad()
    def _begin(self) -> None:
        nn.init.normal_(self.letter.weight, std=0.1)
        nn.init.normal_(self.bigram.weight[1:], std=0.02)
        nn.init.normal_(self.trigram.weight[1:], std=0.02)
        nn.init.normal_(self.mixture.weight, std=1 / math.sqrt(self.mixture.out_features))
        # At first no country scales anything.
        for first, width in ((0, self.told[0]), (2 * self.told[0], self.told[1])):
            self.condition.weight[first : first + width] = 0
            self.condition.bias[first : first + width] = 1

    def forward(self, letters: Tensor, countries: Tensor, genders: Tensor) -> Tensor:
        """Return the logits after each letter; every group of names has one mixture of countries.

        Args:
            letters: numbers of the letters read, the stop symbol first (groups, names, time).
            countries: their weights (groups, countries).
            genders: weights of female and male (groups, names, 2).

        Returns:
            Logits of the letter that follows each (groups, names, time, letters).
        """
        of_group = countries.unsqueeze(1).expand(-1, letters.shape[1], -1)
        told = self.condition(torch.cat([of_group, genders], dim=2))
        first, last = told.unsqueeze(2).tensor_split([2 * self.told[0]], dim=3)
        mixture = self.mixture(countries)
        read = self.dropout(torch.relu(_tell(first, self._embed(letters))))
        signals = torch.cat([self.dropout(self._remember(read, mixture)), read], dim=3)
        hidden = self.dropout(torch.relu(_tell(last, self.output(signals, mixture))))
        logits: Tensor = self.logits(hidden, mixture)
        return logits

    def _embed(self, letters: Tensor) -> Tensor:
        bigrams = self.twos[F.pad(letters[..., :-1], (1, 0)), letters]
        trigrams = self.threes[F.pad(bigrams[..., :-1], (1, 0)), letters]
        embedded: Tensor = self.letter(letters)
        for grams, embedding in ((bigrams, self.bigram), (trigrams, self.trigram)):
            # A gram is dropped as a whole, so that a name is also read without it.
            kept = self.gram_dropout(torch.ones(grams.shape)).unsqueeze(-1)
            embedded = embedded + kept * embedding(grams)
        return embedded

    def _remember(self, read: Tensor, mixture: Tensor) -> Tensor:
        """Return the memory after each letter (groups, names, time, memory)."""
        matrix = self.change.mixed(mixture)
        width = matrix.shape[2] // 2
        # What does not depend on the memory is computed for all letters at once.
        product = torch.bmm(read.flatten(1, 2), matrix[:, width:])
        seen = product + self.change.bias
        # Of the type that it is multiplied in, so that this is not done at every letter.
        kept = matrix[:, :width].to(product.dtype)
        memory = read.new_zeros(*read.shape[:2], width, dtype=torch.float32)
        memories = []
        for driven in seen.view(*read.shape[:3], -1).unbind(2):
            update, candidate = (driven + torch.bmm(memory.to(kept.dtype), kept)).chunk(2, dim=2)
            change = torch.sigmoid(update) * (torch.tanh(candidate) - memory)
            # Dropping parts of the addition, not of the memory, lets what is remembered survive
            # (Semeniuta et al. 2016, arXiv:1603.05118).
            memory = memory + self.change_dropout(change)
            memories.append(memory)
        return torch.stack(memories, dim=2)

    @classmethod
    def from_weights(cls, weights: Weights) -> Self:
        """Build the network that holds stored weights, in evaluation mode."""
        arrays = weights.arrays
        experts, signal = arrays["mixture.weight"].shape[0], arrays["letter.weight"].shape[1]
        inputs, hidden = arrays["output.weight"].shape[1:]
        shape = RNNConfig(inputs - signal, signal, hidden, experts)
        network = cls(len(weights.alphabet), len(weights.countries), weights.ngrams, shape)
        network.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()})
        return network.eval()


def _tell(told: Tensor, signals: Tensor) -> Tensor:
    """Scale and shift signals (..., width) by what is told (..., 2 width)."""
    scale, shift = told.chunk(2, dim=-1)
    return signals * scale + shift
