"""The shipped network in PyTorch, its matrices mixed once per condition, as a server would do."""

from collections.abc import Sequence
from typing import Self

import numpy as np
import torch
from torch import Tensor, nn

from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.generation import MAX_NAME_LENGTH
from model.domain.spelling import lower
from model.inference.sampler import UNIFORM_WEIGHT
from model.network.torch_rnn import MixtureLinear, NameRNN, RNNState
from model.network.weights import Weights

BATCH_SIZE = 512


class PyTorchStepper:
    """Scores and samples names, gender unknown; an `evaluation.NameModel`."""

    def __init__(self, weights: Weights) -> None:
        """Build the network with stored weights."""
        self._mixture, self._network = (NameRNN.from_weights(weights) for _ in range(2))
        # The matrices of the second are those of a condition: it has no experts to mix.
        self._network.router.weight = nn.Parameter(torch.zeros(0, len(weights.countries)))
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
            countries = self._condition_on(condition)
            for start in range(0, len(all_rows), BATCH_SIZE):
                rows = all_rows[start : start + BATCH_SIZE]
                nats[rows] = self._score([names[row] for row in rows], countries)
        return nats

    def _score(self, names: Sequence[str], countries: Tensor) -> DoubleArray:
        lengths = torch.tensor([len(name) for name in names])
        letters = torch.zeros(len(names), int(lengths.max()) + 2, dtype=torch.long)
        for row, name in zip(letters, names, strict=True):
            row[1 : len(name) + 1] = torch.tensor([self._letter_ids[letter] for letter in name])
        logits, _ = self._read(letters[:, :-1], countries, self._network.start(1, len(names)))
        probabilities = torch.softmax(logits, dim=2).gather(2, letters[:, 1:, None])[..., 0]
        smoothed = (1 - UNIFORM_WEIGHT) * probabilities + UNIFORM_WEIGHT / logits.shape[2]
        counts = torch.arange(letters.shape[1] - 1) <= lengths[:, None]
        return torch.where(counts, -smoothed.log(), 0).sum(dim=1).double().numpy()

    @torch.no_grad()
    def sample(self, condition: Condition, count: int, rng: np.random.Generator) -> list[str]:
        """Sample names of 2 to `MAX_NAME_LENGTH` letters; longer ones are left out."""
        generator = torch.Generator().manual_seed(int(rng.integers(2**32)))
        letters = torch.zeros(count, MAX_NAME_LENGTH + 2, dtype=torch.long)
        active, state = torch.arange(count), self._network.start(1, count)
        countries = self._condition_on(condition)
        for step in range(MAX_NAME_LENGTH + 1):
            every, state = self._read(letters[active, step, None], countries, state)
            logits = every[:, 0]
            if step < 2:  # no name in the data has one letter
                logits[:, 0] = -torch.inf
            sampled = torch.softmax(logits, dim=1).multinomial(1, generator=generator)[:, 0]
            letters[active, step + 1] = sampled
            unfinished = sampled != 0
            active = active[unfinished]
            state = state.select(unfinished)
            if not len(active):
                break
        return [
            "".join(self._alphabet[letter] for letter in row if letter)
            for row in letters.tolist()
            if row[-1] == 0
        ]

    def _condition_on(self, condition: Condition) -> Tensor:
        """Mix the matrices for a condition, and return the countries' weights (1, countries)."""
        countries = torch.zeros(1, len(self._countries))
        for code, weight in condition.countries:
            countries[0, self._countries.index(code)] = weight
        routing = self._mixture.router(countries)
        for layer, own in zip(self._mixture.children(), self._network.children(), strict=True):
            if isinstance(layer, MixtureLinear):
                own.weight = nn.Parameter(layer.mix_weights(routing))
        return countries

    def _read(self, letters: Tensor, countries: Tensor, state: RNNState) -> tuple[Tensor, RNNState]:
        """Read letters of names (names, time); return logits (names, time, letters), and on."""
        genders = torch.full((1, len(letters), 2), 0.5)
        logits, state = self._network.read(letters[None], countries, genders, state)
        return logits[0], state
