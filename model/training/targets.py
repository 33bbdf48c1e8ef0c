"""Training targets: names, and the distribution of each next letter to learn."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from model.training.dataset import NameDataset
from model.training.losses import Loss, sequence_loss, soft_cross_entropy


@dataclass(frozen=True, slots=True)
class HardTargets:
    """The letters of the data as targets; half of the genders are hidden.

    Attributes:
        names: the names.
        loss: the loss of each letter.
    """

    names: NameDataset
    loss: Loss = "cross-entropy"

    def augment_genders(self, genders: Tensor, rng: np.random.Generator) -> Tensor:
        """Hide half of the gender weights (..., 2)."""
        hidden = torch.from_numpy(rng.random(genders.shape[:-1]) < 0.5)  # noqa: PLR2004 - half
        return torch.where(hidden[..., None], 0.5, genders)

    def losses(self, logits: Tensor, rows: Tensor, lengths: Tensor) -> Tensor:
        """Return the loss summed over each name's letters (...).

        Args:
            logits: after each letter but the last (..., time - 1, alphabet).
            rows: indices of the names (...).
            lengths: letters of each name that count, the stop being one (...).
        """
        letters = self.names.letters[rows, : logits.shape[-2] + 1]
        return sequence_loss(logits, letters, lengths, self.loss)


@dataclass(frozen=True, slots=True)
class SoftTargets:
    """Distributions of each next letter as targets, such as teachers give; used as `HardTargets`.

    Attributes:
        names: the names.
        offsets: row in `probabilities` of each name's first letter (names).
        probabilities: of every letter of the alphabet, name after name, the stop included: float16
            (letters and stops of all names, alphabet).
    """

    names: NameDataset
    offsets: Tensor
    probabilities: Tensor

    def augment_genders(self, genders: Tensor, _: np.random.Generator) -> Tensor:
        """Return the genders unchanged, since the probabilities were computed under them."""
        return genders

    def losses(self, logits: Tensor, rows: Tensor, lengths: Tensor) -> Tensor:
        """Return −Σ target · log P over each name, in nats (...)."""
        steps = torch.arange(logits.shape[-2])
        last = self.names.lengths[rows][..., None] - 1
        targets = self.probabilities[self.offsets[rows][..., None] + steps.minimum(last)]
        return soft_cross_entropy(logits, targets.float(), lengths)
