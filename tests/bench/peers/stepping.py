"""The shipped network stepped letter by letter in PyTorch, as a server built on it would."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import torch
from torch import Tensor

from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.generation import MAX_NAME_LENGTH
from model.domain.spelling import lower
from model.inference.sampler import UNIFORM_WEIGHT
from model.network.torch_rnn import NameRNN
from model.network.weights import Weights

BATCH_SIZE = 512


@dataclass(frozen=True, slots=True)
class ConditionedLayers:
    """FiLM parameters and mixed matrices under one condition."""

    film: Tensor
    recurrent: Tensor
    hidden_layer: Tensor
    logits: Tensor


@dataclass(frozen=True, slots=True)
class DecodingState:
    """State of names being decoded: memory (names, width), and the context.

    The context is the ids of the last letter and of the n-gram of each length that it ends (names).
    """

    memory: Tensor
    context: Sequence[Tensor]

    def select(self, names: Tensor) -> "DecodingState":
        """Select names by a mask."""
        return DecodingState(self.memory[names], [ids[names] for ids in self.context])


class PyTorchStepper:
    """Scores and samples names, gender unknown; an `evaluation.NameModel`."""

    def __init__(self, weights: Weights) -> None:
        """Build the network with stored weights."""
        self._network = NameRNN.from_weights(weights)
        self._alphabet = weights.alphabet
        self._letter_ids = {letter: index for index, letter in enumerate(weights.alphabet)}
        self._countries = weights.countries

    @classmethod
    def load(cls) -> Self:
        """Load the weights that the bot serves."""
        return cls(Weights.load())

    @torch.no_grad()
    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return −log P(name, stop | condition) of each pair, in nats (pairs)."""
        names = [lower(name, condition.dominant_country) for name, condition in pairs]
        nats = np.zeros(len(pairs))
        rows_by_condition: dict[Condition, list[int]] = {}
        for row in sorted(range(len(pairs)), key=lambda row: len(names[row])):
            rows_by_condition.setdefault(pairs[row][1], []).append(row)
        for condition, all_rows in rows_by_condition.items():
            layers = self.condition_layers(condition)
            for start in range(0, len(all_rows), BATCH_SIZE):
                rows = all_rows[start : start + BATCH_SIZE]
                nats[rows] = self._score([names[row] for row in rows], layers)
        return nats

    def _score(self, names: Sequence[str], layers: ConditionedLayers) -> DoubleArray:
        lengths = torch.tensor([len(name) for name in names])
        letters = torch.zeros(len(names), int(lengths.max()) + 2, dtype=torch.long)
        for row, name in zip(letters, names, strict=True):
            row[1 : len(name) + 1] = torch.tensor([self._letter_ids[letter] for letter in name])
        state, nats = self.initial_state(len(names)), torch.zeros(len(names))
        for step in range(letters.shape[1] - 1):
            logits, state = self.step(letters[:, step], layers, state)
            probabilities = torch.softmax(logits, dim=1)
            probability = probabilities.gather(1, letters[:, step + 1, None])[:, 0]
            smoothed = (1 - UNIFORM_WEIGHT) * probability + UNIFORM_WEIGHT / logits.shape[1]
            nats -= torch.where(step <= lengths, smoothed.log(), 0)
        return nats.double().numpy()

    @torch.no_grad()
    def sample(self, condition: Condition, count: int, rng: np.random.Generator) -> list[str]:
        """Sample names of 2 to `MAX_NAME_LENGTH` letters; longer ones are left out."""
        generator = torch.Generator().manual_seed(int(rng.integers(2**32)))
        letters = torch.zeros(count, MAX_NAME_LENGTH + 2, dtype=torch.long)
        active, state = torch.arange(count), self.initial_state(count)
        layers = self.condition_layers(condition)
        for step in range(MAX_NAME_LENGTH + 1):
            logits, state = self.step(letters[active, step], layers, state)
            if step < 2:  # no name in the data has one letter
                logits[:, 0] = -torch.inf
            sampled = torch.softmax(logits, dim=1).multinomial(1, generator=generator)[:, 0]
            letters[active, step + 1] = sampled
            unfinished = sampled != 0
            active, state = active[unfinished], state.select(unfinished)
            if not len(active):
                break
        return [
            "".join(self._alphabet[letter] for letter in row if letter)
            for row in letters.tolist()
            if row[-1] == 0
        ]

    def condition_layers(self, condition: Condition) -> ConditionedLayers:
        """Mix the network's matrices for a condition."""
        network, countries = self._network, torch.zeros(1, len(self._countries))
        for code, weight in condition.countries:
            countries[0, self._countries.index(code)] = weight
        routing = network.router(countries)
        layers = network.recurrent, network.hidden_layer, network.logits
        film = network.film(torch.cat([countries, torch.full((1, 2), 0.5)], dim=1))
        return ConditionedLayers(film[0], *(layer.mix_weights(routing)[0] for layer in layers))

    def initial_state(self, names: int) -> DecodingState:
        """Return the state at the start of a number of names."""
        width = self._network.recurrent.weight.shape[2] // 2
        zeros = torch.zeros(names, dtype=torch.long)
        return DecodingState(torch.zeros(names, width), [zeros] * len(self._network.ngrams))

    def step(
        self, letters: Tensor, layers: ConditionedLayers, state: DecodingState
    ) -> tuple[Tensor, DecodingState]:
        """Read a letter of each name (names); return logits (names, letters) and the new state."""
        network = self._network
        embedded, context = network.letter(letters), [letters]
        for before, ngrams in zip(state.context, network.ngrams, strict=True):
            context.append(ngrams.table[before, letters])
            embedded = embedded + ngrams(context[-1])
        input_film, hidden_film = layers.film.tensor_split([2 * network.film_widths[0]])
        inputs = torch.relu(network.modulate(input_film, embedded))
        joined = torch.cat([state.memory, inputs], dim=1)
        update, candidate = (joined @ layers.recurrent + network.recurrent.bias).chunk(2, dim=1)
        memory = torch.lerp(state.memory, torch.tanh(candidate), torch.sigmoid(update))
        joined = torch.cat([memory, inputs], dim=1)
        hidden = joined @ layers.hidden_layer + network.hidden_layer.bias
        hidden = torch.relu(network.modulate(hidden_film, hidden))
        logits = hidden @ layers.logits + network.logits.bias
        return logits, DecodingState(memory, context[:-1])
