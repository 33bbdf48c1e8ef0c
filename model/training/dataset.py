"""Names as tensors."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - what all of PyTorch's users call it

from model.domain import corpus
from model.domain.arrays import DoubleArray
from model.domain.condition import gender_weights


@dataclass(frozen=True, slots=True)
class NameDataset:
    """Names as tensors, sorted by length.

    Attributes:
        letters: ids, the stop symbol before, after and as padding (names, longest + 2).
        lengths: letters of each name plus one, for the stop (names).
        countries: ids (names).
        genders: weights of female and male (names, 2).
        weights: how often training draws each, on average (names).
    """

    letters: Tensor
    lengths: Tensor
    countries: Tensor
    genders: Tensor
    weights: Tensor

    @classmethod
    def from_entries(
        cls, entries: Sequence[corpus.Entry], weights: Sequence[float] | DoubleArray | None = None
    ) -> "NameDataset":
        """Encode entries of the data, drawn by weights, or once each (names)."""
        order = sorted(range(len(entries)), key=lambda index: len(entries[index].letters))
        weights = np.ones(len(entries)) if weights is None else np.asarray(weights)
        entries = [entries[index] for index in order]
        letter_ids = {letter: index for index, letter in enumerate(corpus.alphabet())}
        country_ids = {code: index for index, code in enumerate(corpus.country_codes())}
        letters = torch.zeros(len(entries), len(entries[-1].letters) + 2, dtype=torch.long)
        for row, entry in zip(letters, entries, strict=True):
            ids = [letter_ids[letter] for letter in entry.letters]
            row[1 : len(ids) + 1] = torch.tensor(ids)
        return cls(
            letters,
            torch.tensor([len(entry.letters) + 1 for entry in entries]),
            torch.tensor([country_ids[entry.country] for entry in entries]),
            torch.tensor([gender_weights(entry.known_gender) for entry in entries]),
            torch.from_numpy(weights[order]),
        )

    def batch(self, rows: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Select rows (...): letters up to the longest, lengths, one-hot countries, genders."""
        lengths = self.lengths[rows]
        letters = self.letters[rows, : int(lengths.max()) + 1]
        countries = F.one_hot(self.countries[rows], len(corpus.country_codes())).float()
        return letters, lengths, countries, self.genders[rows]
