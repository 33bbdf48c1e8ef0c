"""The data as tensors, for training."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - what all of PyTorch's users call it

from model.domain import corpus

_GENDERS = {"F": (1.0, 0.0), "M": (0.0, 1.0), "U": (0.5, 0.5)}


@dataclass(frozen=True, slots=True)
class NameDataset:
    """Names as tensors, sorted by length.

    Attributes:
        letters: numbers, the stop symbol before and behind and as padding (names, longest + 2).
        lengths: letters of each name plus one, for the stop (names).
        countries: numbers (names).
        genders: weights of female and male (names, 2).
    """

    letters: Tensor
    lengths: Tensor
    countries: Tensor
    genders: Tensor

    @classmethod
    def of(cls, entries: Sequence[corpus.Entry]) -> "NameDataset":
        """Encode entries of the data."""
        entries = sorted(entries, key=lambda entry: len(entry.letters))
        alphabet = {letter: number for number, letter in enumerate(corpus.alphabet())}
        country = {code: number for number, code in enumerate(corpus.countries())}
        letters = torch.zeros(len(entries), len(entries[-1].letters) + 2, dtype=torch.long)
        for row, entry in zip(letters, entries, strict=True):
            numbers = [alphabet[letter] for letter in entry.letters]
            row[1 : len(numbers) + 1] = torch.tensor(numbers)
        return cls(
            letters,
            torch.tensor([len(entry.letters) + 1 for entry in entries]),
            torch.tensor([country[entry.country] for entry in entries]),
            torch.tensor([_GENDERS[entry.gender] for entry in entries]),
        )

    def batch(self, rows: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Pick rows (...): letters cut to the longest, lengths, countries one-hot, genders."""
        lengths = self.lengths[rows]
        letters = self.letters[rows, : int(lengths.max()) + 1]
        hot = F.one_hot(self.countries[rows], len(corpus.countries())).float()
        return letters, lengths, hot, self.genders[rows]
