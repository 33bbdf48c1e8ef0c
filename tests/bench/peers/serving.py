"""A peer in PyTorch as an `evaluation.Model`: it scores and draws names."""

from collections.abc import Sequence
from typing import Self

import numpy as np
import torch
from torch import Tensor

from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.generation import MAX_NAME_LENGTH
from model.domain.spelling import lower
from model.inference.weights import Weights
from model.training.losses import by_name
from tests.bench.peers.networks import Kind, Peer, build

BATCH = 512


class Serving:
    """Scores and draws names with a trained peer, gender unknown."""

    def __init__(self, network: Peer, alphabet: str, countries: tuple[str, ...]) -> None:
        """Take a network, which is set to evaluation mode for good."""
        self._network = network.eval()
        self._alphabet = alphabet
        self._numbers = {letter: number for number, letter in enumerate(alphabet)}
        self._countries = countries

    @classmethod
    def load(cls, kind: Kind, weights: Weights) -> Self:
        """Build the peer that holds stored weights."""
        network = build(kind, len(weights.alphabet), len(weights.countries))
        network.load(weights.arrays)
        return cls(network, weights.alphabet, weights.countries)

    @torch.no_grad()
    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return −log P(name, stop | condition) of each pair, in nats (pairs)."""
        names = [lower(name, condition.dominant_country) for name, condition in pairs]
        nats = np.zeros(len(pairs))
        order = sorted(range(len(pairs)), key=lambda row: len(names[row]))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            lengths = torch.tensor([len(names[row]) + 1 for row in rows])
            letters = torch.zeros(len(rows), int(lengths.max()) + 1, dtype=torch.long)
            for written, row in zip(letters, rows, strict=True):
                numbers = [self._numbers[letter] for letter in names[row]]
                written[1 : len(numbers) + 1] = torch.tensor(numbers)
            condition = torch.cat([self._vector(pairs[row][1]) for row in rows])
            logits = self._network(letters[:, :-1], condition)
            nats[rows] = by_name(logits, letters, lengths).numpy()
        return nats

    @torch.no_grad()
    def sample(self, condition: Condition, count: int, rng: np.random.Generator) -> list[str]:
        """Draw names of 2 to `LONGEST` letters; those that do not stop in time are left out."""
        names: list[str] = []
        for start in range(0, count, BATCH):
            names += self._draw(condition, min(BATCH, count - start), rng)
        return names

    def _draw(self, condition: Condition, size: int, rng: np.random.Generator) -> list[str]:
        letters = torch.zeros(size, MAX_NAME_LENGTH + 2, dtype=torch.long)
        going = torch.arange(size)
        for place in range(MAX_NAME_LENGTH + 1):
            vectors = self._vector(condition).expand(len(going), -1)
            logits = self._network(letters[going, : place + 1], vectors)[:, -1]
            if place < 2:  # no name in the data has one letter
                logits[:, 0] = -torch.inf
            reached = torch.softmax(logits.double(), dim=1).cumsum(dim=1)
            drawn = torch.searchsorted(reached, torch.from_numpy(rng.random((len(going), 1))))[:, 0]
            drawn = drawn.clamp(max=reached.shape[1] - 1)
            letters[going, place + 1] = drawn
            going = going[drawn != 0]
            if not len(going):
                break
        return [
            "".join(self._alphabet[number] for number in row if number)
            for row in letters.tolist()
            if row[-1] == 0
        ]

    def _vector(self, condition: Condition) -> Tensor:
        vector = torch.zeros(1, len(self._countries) + 2)
        for code, weight in condition.countries:
            vector[0, self._countries.index(code)] = weight
        vector[0, -2:] = 0.5
        return vector
