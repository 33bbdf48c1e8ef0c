"""The shipped network in PyTorch, stepped letter by letter as one would who serves with PyTorch."""

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
from model.inference.sampler import SHARED
from model.inference.weights import Weights
from model.training.network import NameRNN

BATCH = 512


@dataclass(frozen=True, slots=True)
class Voice:
    """What the network is under one condition: scales and shifts, and the matrices it mixes."""

    told: Tensor
    change: Tensor
    output: Tensor
    logits: Tensor


@dataclass(frozen=True, slots=True)
class State:
    """What is remembered of names: memory (names, width), last letter and last bigram (names)."""

    memory: Tensor
    last: Tensor
    bigram: Tensor

    def of(self, names: Tensor) -> "State":
        """Keep some names."""
        return State(self.memory[names], self.last[names], self.bigram[names])


class Stepping:
    """Scores and draws names, gender unknown; an `evaluation.Model`."""

    def __init__(self, weights: Weights) -> None:
        """Build the network that holds stored weights."""
        self._network = NameRNN.from_weights(weights)
        self._alphabet = weights.alphabet
        self._numbers = {letter: number for number, letter in enumerate(weights.alphabet)}
        self._countries = weights.countries

    @classmethod
    def load(cls) -> Self:
        """Take the weights that the bot serves."""
        return cls(Weights.load())

    @torch.no_grad()
    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return −log P(name, stop | condition) of each pair, in nats (pairs)."""
        names = [lower(name, condition.dominant_country) for name, condition in pairs]
        nats = np.zeros(len(pairs))
        asked: dict[Condition, list[int]] = {}
        for row in sorted(range(len(pairs)), key=lambda row: len(names[row])):
            asked.setdefault(pairs[row][1], []).append(row)
        for condition, all_rows in asked.items():
            voice = self.voice(condition)
            for start in range(0, len(all_rows), BATCH):
                rows = all_rows[start : start + BATCH]
                nats[rows] = self._score([names[row] for row in rows], voice)
        return nats

    def _score(self, names: Sequence[str], voice: Voice) -> DoubleArray:
        lengths = torch.tensor([len(name) for name in names])
        letters = torch.zeros(len(names), int(lengths.max()) + 2, dtype=torch.long)
        for row, name in zip(letters, names, strict=True):
            row[1 : len(name) + 1] = torch.tensor([self._numbers[letter] for letter in name])
        state, nats = self.blank(len(names)), torch.zeros(len(names))
        for place in range(letters.shape[1] - 1):
            logits, state = self.step(letters[:, place], voice, state)
            likely = torch.softmax(logits, dim=1).gather(1, letters[:, place + 1, None])[:, 0]
            likely = (1 - SHARED) * likely + SHARED / logits.shape[1]
            nats -= torch.where(place <= lengths, likely.log(), 0)
        return nats.double().numpy()

    @torch.no_grad()
    def sample(self, condition: Condition, count: int, rng: np.random.Generator) -> list[str]:
        """Draw names of 2 to `LONGEST` letters; those that do not stop in time are left out."""
        chance = torch.Generator().manual_seed(int(rng.integers(2**32)))
        letters = torch.zeros(count, MAX_NAME_LENGTH + 2, dtype=torch.long)
        going, state, voice = torch.arange(count), self.blank(count), self.voice(condition)
        for place in range(MAX_NAME_LENGTH + 1):
            logits, state = self.step(letters[going, place], voice, state)
            if place < 2:  # no name in the data has one letter
                logits[:, 0] = -torch.inf
            drawn = torch.softmax(logits, dim=1).multinomial(1, generator=chance)[:, 0]
            letters[going, place + 1] = drawn
            stays = drawn != 0
            going, state = going[stays], state.of(stays)
            if not len(going):
                break
        return [
            "".join(self._alphabet[number] for number in row if number)
            for row in letters.tolist()
            if row[-1] == 0
        ]

    def voice(self, condition: Condition) -> Voice:
        """Mix the network's matrices for a condition."""
        network, countries = self._network, torch.zeros(1, len(self._countries))
        for code, weight in condition.countries:
            countries[0, self._countries.index(code)] = weight
        mixture = network.mixture(countries)
        layers = network.change, network.output, network.logits
        told = network.condition(torch.cat([countries, torch.full((1, 2), 0.5)], dim=1))
        return Voice(told[0], *(layer.mixed(mixture)[0] for layer in layers))

    def blank(self, names: int) -> State:
        """Begin names."""
        width = self._network.change.weight.shape[2] // 2
        nothing = torch.zeros(names, dtype=torch.long)
        return State(torch.zeros(names, width), nothing, nothing)

    def step(self, letters: Tensor, voice: Voice, state: State) -> tuple[Tensor, State]:
        """Read one letter a name (names): the logits (names, letters) and what is remembered."""
        network = self._network
        bigram = network.twos[state.last, letters]
        trigram = network.threes[state.bigram, letters]
        embedded = network.letter(letters) + network.bigram(bigram) + network.trigram(trigram)
        first, last = voice.told.tensor_split([2 * network.told[0]])
        (scale, shift), (last_scale, last_shift) = first.chunk(2), last.chunk(2)
        read = torch.relu(embedded * scale + shift)
        gates = torch.cat([state.memory, read], dim=1) @ voice.change + network.change.bias
        update, candidate = gates.chunk(2, dim=1)
        memory = torch.lerp(state.memory, torch.tanh(candidate), torch.sigmoid(update))
        told = torch.cat([memory, read], dim=1) @ voice.output + network.output.bias
        logits = torch.relu(told * last_scale + last_shift) @ voice.logits + network.logits.bias
        return logits, State(memory, letters, bigram)
