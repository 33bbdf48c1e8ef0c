"""Names as tensors, and the batches of an epoch."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - what all of PyTorch's users call it

from model.domain import corpus
from model.domain.arrays import DoubleArray, IntArray
from model.domain.condition import gender_weights
from model.training.bearers import draw


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

    @property
    def device(self) -> torch.device:
        """Where the tensors are."""
        return self.lengths.device

    def to(self, device: torch.device) -> "NameDataset":
        """Return the names on a device."""
        return NameDataset(*(getattr(self, field.name).to(device) for field in fields(self)))

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

    def arrange(self, names_per_row: int, rng: np.random.Generator) -> IntArray:
        """Draw as many names as there are, by weight, and arrange them in rows for an epoch.

        The names of a row are of one country and similar lengths, and rows of similar lengths are
        adjacent, so that a batch of rows has little padding.

        Args:
            names_per_row: names in a row.
            rng: draws the names, and shuffles those that are less than a letter apart.

        Returns:
            Indices; −1 pads the row of a country's shortest names (rows, names_per_row).
        """
        countries = self.countries.numpy()
        drawn = draw(self.weights.numpy(), countries, rng)
        jittered_lengths = self.lengths.numpy()[drawn] + rng.random(len(drawn))
        rows = bucket_by_country_and_length(jittered_lengths, countries[drawn], names_per_row, rng)
        return np.where(rows >= 0, drawn[rows], -1)


def bucket_by_country_and_length(
    lengths: DoubleArray,
    countries: npt.NDArray[np.int64],
    names_per_row: int,
    rng: np.random.Generator,
) -> npt.NDArray[np.int64]:
    """Arrange names in rows of one country and similar lengths, rows of similar lengths adjacent.

    Args:
        lengths: of each name (names).
        countries: id of each name's country (names).
        names_per_row: names in a row.
        rng: shuffles rows that are less than a letter apart.

    Returns:
        Every name's index once; −1 pads the row of a country's shortest names
        (rows, names_per_row).
    """
    buckets = []
    for country in np.unique(countries):
        names = np.flatnonzero(countries == country)
        names = names[lengths[names].argsort()]
        padding = np.full(-len(names) % names_per_row, -1)
        buckets.append(np.concatenate([padding, names]).reshape(-1, names_per_row))
    rows = np.concatenate(buckets)
    longest = lengths[rows[:, -1]] + rng.random(len(rows))
    by_length: npt.NDArray[np.int64] = rows[longest.argsort()]
    return by_length
