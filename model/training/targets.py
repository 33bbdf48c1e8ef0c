"""What a network learns from: names, and what it is held to at each of their letters."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from model.training.dataset import NameDataset
from model.training.losses import Loss, by_name, soft_by_name


class TrainingTargets(Protocol):
    """Names to learn from, and how to tell how well they were foreseen."""

    @property
    def names(self) -> NameDataset:
        """All of them."""

    def told(self, genders: Tensor, rng: np.random.Generator) -> Tensor:
        """Return what the network is told of some names' genders (..., 2)."""

    def losses(self, logits: Tensor, rows: Tensor, lengths: Tensor) -> Tensor:
        """Return the loss of each name (...).

        Args:
            logits: behind each letter but the last (..., time - 1, letters).
            rows: numbers of the names (...).
            lengths: letters of each that count, the stop being one (...).
        """


@dataclass(frozen=True, slots=True)
class HardTargets:
    """Names of the data: at each letter the one that came counts. Half of the genders are hidden.

    Attributes:
        names: the names.
        loss: what they are held to.
    """

    names: NameDataset
    loss: Loss = "cross-entropy"

    def told(self, genders: Tensor, rng: np.random.Generator) -> Tensor:
        """Hide half of the genders."""
        hidden = torch.from_numpy(rng.random(genders.shape[:-1]) < 0.5)  # noqa: PLR2004 - half
        return torch.where(hidden[..., None], 0.5, genders)

    def losses(self, logits: Tensor, rows: Tensor, lengths: Tensor) -> Tensor:
        """Return the sum over each name's letters."""
        letters = self.names.letters[rows, : logits.shape[-2] + 1]
        return by_name(logits, letters, lengths, self.loss)


@dataclass(frozen=True, slots=True)
class SoftTargets:
    """Names with what others expected at each letter, which says more than the one that came.

    Attributes:
        names: the names.
        first: which of `expected` is that of a name's first letter (names).
        expected: probabilities of every letter, for each name in turn, its stop included: float16
            (letters and stops of all names, letters).
    """

    names: NameDataset
    first: Tensor
    expected: Tensor

    def told(self, genders: Tensor, _: np.random.Generator) -> Tensor:
        """Tell the genders as they are, for so the names were read."""
        return genders

    def losses(self, logits: Tensor, rows: Tensor, lengths: Tensor) -> Tensor:
        """Return −Σ expected · log P over each name, in nats."""
        places = torch.arange(logits.shape[-2])
        last = self.names.lengths[rows][..., None] - 1
        expected = self.expected[self.first[rows][..., None] + places.minimum(last)]
        return soft_by_name(logits, expected.float(), lengths)
