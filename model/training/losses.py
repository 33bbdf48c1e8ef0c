"""Losses of a network's logits, by letter and summed over names, and what names are trained on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - what all of PyTorch's users call it

from model.network.weights import Teacher
from model.training.dataset import NameDataset


def binary_cross_entropy(logits: Tensor, targets: Tensor) -> Tensor:
    """Return the assignment's loss of each letter; shapes (letters, alphabet), (letters).

    It is `F.binary_cross_entropy` of the softmax against the one-hot target, averaged over the
    alphabet, but computed from logits: that function clamps logarithms at −100 and has no gradient
    where a probability rounds to 1.
    """
    log = torch.log_softmax(logits, dim=1)
    # 1 − p of the likeliest letter is summed from the others, as subtracting would cancel digits.
    top = log.argmax(dim=1, keepdim=True)
    others = log.scatter(1, top, -torch.inf)
    log_not = torch.log1p(-others.exp()).scatter(1, top, others.logsumexp(dim=1, keepdim=True))
    index = targets[:, None]
    return -log_not.scatter(1, index, log.gather(1, index)).mean(dim=1)


Loss = Literal["cross-entropy", "binary-cross-entropy"]
LOSSES: Mapping[Loss, Callable[[Tensor, Tensor], Tensor]] = {
    "cross-entropy": partial(F.cross_entropy, reduction="none"),
    "binary-cross-entropy": binary_cross_entropy,
}
"""Losses by letter: logits (letters, alphabet) and ids of the targets (letters) -> (letters)."""


def sequence_loss(
    logits: Tensor, names: Tensor, lengths: Tensor, loss: Loss = "cross-entropy"
) -> Tensor:
    """Sum a loss over each name, the stop included (...).

    Args:
        logits: after each letter but the last (..., time - 1, alphabet).
        names: ids of letters, the stop symbol before, after and as padding (..., time).
        lengths: letters of each name that count, the stop being one (...).
        loss: summed cross-entropy is −log P(name, stop | condition), in nats.
    """
    targets = names[..., 1:]
    losses = LOSSES[loss](logits.flatten(0, -2).float(), targets.flatten()).view(targets.shape)
    return _sum_over_letters(losses, lengths)


def soft_cross_entropy(logits: Tensor, probabilities: Tensor, lengths: Tensor) -> Tensor:
    """Sum the cross-entropy against target distributions over each name, the stop included (...).

    Args:
        logits: after each letter but the last (..., time, alphabet).
        probabilities: the target distributions there (same shape).
        lengths: letters of each name that count, the stop being one (...).
    """
    losses = -(probabilities * torch.log_softmax(logits.float(), dim=-1)).sum(dim=-1)
    return _sum_over_letters(losses, lengths)


def _sum_over_letters(losses: Tensor, lengths: Tensor) -> Tensor:
    """Sum losses (..., time) over the letters of each name that count (...)."""
    mask = torch.arange(losses.shape[-1], device=losses.device) < lengths[..., None]
    return (losses * mask).sum(dim=-1)


@dataclass(frozen=True, slots=True)
class HardTargets:
    """The letters of the data as targets; half of the genders are hidden.

    Attributes:
        names: the names.
        loss: the loss of each letter.
    """

    names: NameDataset
    loss: Loss = "cross-entropy"

    def to(self, device: torch.device) -> "HardTargets":
        """Return the targets on a device."""
        return replace(self, names=self.names.to(device))

    def augment_genders(self, genders: Tensor, rng: np.random.Generator) -> Tensor:
        """Hide half of the gender weights (..., 2)."""
        hidden = torch.from_numpy(rng.random(genders.shape[:-1]) < 0.5)  # noqa: PLR2004 - half
        return torch.where(hidden[..., None].to(genders.device), 0.5, genders)

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
        teachers: the networks that they were computed from.
    """

    names: NameDataset
    offsets: Tensor
    probabilities: Tensor
    teachers: Sequence[Teacher] = ()

    def to(self, device: torch.device) -> "SoftTargets":
        """Return the targets on a device."""
        return replace(
            self,
            names=self.names.to(device),
            offsets=self.offsets.to(device),
            probabilities=self.probabilities.to(device),
        )

    def augment_genders(self, genders: Tensor, _: np.random.Generator) -> Tensor:
        """Return the genders unchanged, since the probabilities were computed under them."""
        return genders

    def losses(self, logits: Tensor, rows: Tensor, lengths: Tensor) -> Tensor:
        """Return −Σ target · log P over each name, in nats (...)."""
        steps = torch.arange(logits.shape[-2], device=logits.device)
        last = self.names.lengths[rows][..., None] - 1
        targets = self.probabilities[self.offsets[rows][..., None] + steps.minimum(last)]
        return soft_cross_entropy(logits, targets.float(), lengths)
