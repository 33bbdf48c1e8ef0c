"""The shipped network in PyTorch, stepped letter by letter as one would who serves with PyTorch."""

from collections.abc import Sequence
from typing import Self, cast

import numpy as np
import torch
from torch import Tensor

from model.condition import Condition
from model.figures import DoubleArray
from model.network import GatedMemory, Network
from model.spelling import lower
from model.weights import Weights
from model.wish import LONGEST

BATCH = 512


class Stepping:
    """Scores and draws names, gender unknown; an `evaluation.Model`."""

    def __init__(self, weights: Weights) -> None:
        """Build the network that holds stored weights."""
        self._network = Network.from_weights(weights)
        self._alphabet = weights.alphabet
        self._numbers = {letter: number for number, letter in enumerate(weights.alphabet)}
        self._countries = weights.countries

    @classmethod
    def load(cls) -> Self:
        """Take the weights that the bot serves."""
        return cls(Weights.load())

    @torch.no_grad()
    def score(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return −log P(name, stop | condition) of each pair, in nats (pairs)."""
        names = [lower(name, condition.leading) for name, condition in pairs]
        nats = np.zeros(len(pairs))
        order = sorted(range(len(pairs)), key=lambda row: len(names[row]))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            nats[rows] = self._score([names[row] for row in rows], [pairs[row][1] for row in rows])
        return nats

    def _score(self, names: Sequence[str], conditions: Sequence[Condition]) -> DoubleArray:
        lengths = torch.tensor([len(name) for name in names])
        letters = torch.zeros(len(names), int(lengths.max()) + 2, dtype=torch.long)
        for row, name in zip(letters, names, strict=True):
            row[1 : len(name) + 1] = torch.tensor([self._numbers[letter] for letter in name])
        told, memories = self._begin(conditions)
        nats = torch.zeros(len(names))
        for place in range(letters.shape[1] - 1):
            logits, memories = self.step(letters[:, place], told, memories)
            likely = torch.log_softmax(logits, dim=1).gather(1, letters[:, place + 1, None])[:, 0]
            nats -= torch.where(place <= lengths, likely, 0)
        return nats.double().numpy()

    @torch.no_grad()
    def draw(self, condition: Condition, count: int, rng: np.random.Generator) -> list[str]:
        """Draw names of 2 to `LONGEST` letters; those that do not stop in time are left out."""
        chance = torch.Generator().manual_seed(int(rng.integers(2**32)))
        letters = torch.zeros(count, LONGEST + 2, dtype=torch.long)
        going = torch.arange(count)
        told, memories = self._begin([condition])
        told, memories = told.expand(count, -1), [one.expand(count, -1) for one in memories]
        for place in range(LONGEST + 1):
            logits, memories = self.step(letters[going, place], told, memories)
            if place < 2:  # no name in the data has one letter
                logits[:, 0] = -torch.inf
            drawn = torch.softmax(logits, dim=1).multinomial(1, generator=chance)[:, 0]
            letters[going, place + 1] = drawn
            stays = drawn != 0
            going, told, memories = going[stays], told[stays], [one[stays] for one in memories]
            if not len(going):
                break
        return [
            "".join(self._alphabet[number] for number in row if number)
            for row in letters.tolist()
            if row[-1] == 0
        ]

    def step(
        self, letters: Tensor, told: Tensor, memories: Sequence[Tensor]
    ) -> tuple[Tensor, list[Tensor]]:
        """Read one letter a name: the logits (batch, letters) and the changed memories."""
        network = self._network
        first, *between, last = told.view(-1, *network.told).unbind(1)
        read = torch.relu(_tell(first, network.letter(letters)))
        signal, seen = read, [read]
        layers = cast("Sequence[GatedMemory]", network.layers)
        for number, (layer, memory) in enumerate(zip(layers, memories, strict=True)):
            if number:
                signal = _tell(between[number - 1], read + seen[-1])
            gates = torch.sigmoid(layer.gates(torch.cat([signal, memory], dim=1)))
            reset, update = gates.chunk(2, dim=1)
            candidate = torch.tanh(layer.candidate(torch.cat([signal, reset * memory], dim=1)))
            seen.append(memory + update * (candidate - memory))
        hidden = torch.relu(_tell(last, network.output(torch.cat(seen, dim=1))))
        return network.logits(hidden), seen[1:]

    def _begin(self, conditions: Sequence[Condition]) -> tuple[Tensor, list[Tensor]]:
        vectors = torch.zeros(len(conditions), len(self._countries) + 2)
        for row, condition in zip(vectors, conditions, strict=True):
            for code, weight in condition.countries:
                row[self._countries.index(code)] = weight
        vectors[:, -2:] = 0.5
        told = self._network.condition(vectors)
        width = self._network.letter.embedding_dim
        return told, [torch.zeros(len(conditions), width) for _ in self._network.layers]


def _tell(told: Tensor, signal: Tensor) -> Tensor:
    """Scale and shift a signal (batch, width) by what is told (batch, 2, width)."""
    scale, shift = told.unbind(1)
    return signal * scale + shift
