"""Losses of a network's logits, by letter and summed over names."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - what all of PyTorch's users call it


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
    mask = torch.arange(targets.shape[-1]) < lengths[..., None]
    return (losses * mask).sum(dim=-1)


def soft_cross_entropy(logits: Tensor, probabilities: Tensor, lengths: Tensor) -> Tensor:
    """Sum the cross-entropy against target distributions over each name, the stop included (...).

    Args:
        logits: after each letter but the last (..., time, alphabet).
        probabilities: the target distributions there (same shape).
        lengths: letters of each name that count, the stop being one (...).
    """
    losses = -(probabilities * torch.log_softmax(logits.float(), dim=-1)).sum(dim=-1)
    mask = torch.arange(losses.shape[-1]) < lengths[..., None]
    return (losses * mask).sum(dim=-1)
