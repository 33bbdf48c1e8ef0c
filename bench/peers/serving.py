"""A PyTorch peer as an `evaluation.NameModel`."""

from collections.abc import Sequence
from typing import Self

import numpy as np
import torch
from torch import Tensor

from bench.peers.networks import Peer, PeerKind, build_peer
from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.generation import MAX_NAME_LENGTH
from model.domain.spelling import lower
from model.network.torch_rnn import load_arrays
from model.network.weights import Weights
from model.training.losses import sequence_loss

BATCH_SIZE = 512


class PeerModel:
    """Scores and samples names with a trained peer, gender unknown."""

    def __init__(self, network: Peer, alphabet: str, countries: tuple[str, ...]) -> None:
        """Take a network and put it into evaluation mode."""
        self._network = network.eval()
        self._alphabet = alphabet
        self._letter_ids = {letter: index for index, letter in enumerate(alphabet)}
        self._countries = countries

    @classmethod
    def load(cls, kind: PeerKind, weights: Weights) -> Self:
        """Build the peer with stored weights."""
        network = build_peer(kind, len(weights.alphabet), len(weights.countries))
        load_arrays(network, weights.arrays)
        return cls(network, weights.alphabet, weights.countries)

    @torch.no_grad()
    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return −log P(name, stop | condition) of each pair, in nats (pairs)."""
        names = [lower(name, condition.dominant_country) for name, condition in pairs]
        nats = np.zeros(len(pairs))
        order = sorted(range(len(pairs)), key=lambda row: len(names[row]))
        for start in range(0, len(order), BATCH_SIZE):
            rows = order[start : start + BATCH_SIZE]
            lengths = torch.tensor([len(names[row]) + 1 for row in rows])
            letters = torch.zeros(len(rows), int(lengths.max()) + 1, dtype=torch.long)
            for name_letters, row in zip(letters, rows, strict=True):
                ids = [self._letter_ids[letter] for letter in names[row]]
                name_letters[1 : len(ids) + 1] = torch.tensor(ids)
            condition = torch.cat([self._condition_vector(pairs[row][1]) for row in rows])
            logits = self._network(letters[:, :-1], condition)
            nats[rows] = sequence_loss(logits, letters, lengths).numpy()
        return nats

    @torch.no_grad()
    def sample(self, condition: Condition, count: int, rng: np.random.Generator) -> list[str]:
        """Sample names of 2 to `MAX_NAME_LENGTH` letters; longer ones are left out."""
        names: list[str] = []
        for start in range(0, count, BATCH_SIZE):
            names += self._sample_batch(condition, min(BATCH_SIZE, count - start), rng)
        return names

    def _sample_batch(self, condition: Condition, size: int, rng: np.random.Generator) -> list[str]:
        letters = torch.zeros(size, MAX_NAME_LENGTH + 2, dtype=torch.long)
        active = torch.arange(size)
        for step in range(MAX_NAME_LENGTH + 1):
            vectors = self._condition_vector(condition).expand(len(active), -1)
            logits = self._network(letters[active, : step + 1], vectors)[:, -1]
            if step < 2:  # no name in the data has one letter
                logits[:, 0] = -torch.inf
            cumulative = torch.softmax(logits.double(), dim=1).cumsum(dim=1)
            uniform = torch.from_numpy(rng.random((len(active), 1)))
            sampled = torch.searchsorted(cumulative, uniform)[:, 0]
            sampled = sampled.clamp(max=cumulative.shape[1] - 1)
            letters[active, step + 1] = sampled
            active = active[sampled != 0]
            if not len(active):
                break
        return [
            "".join(self._alphabet[letter] for letter in row if letter)
            for row in letters.tolist()
            if row[-1] == 0
        ]

    def _condition_vector(self, condition: Condition) -> Tensor:
        vector = torch.zeros(1, len(self._countries) + 2)
        for code, weight in condition.countries:
            vector[0, self._countries.index(code)] = weight
        vector[0, -2:] = 0.5
        return vector
