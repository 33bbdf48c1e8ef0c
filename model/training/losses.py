"""What a network's logits can be held to, letter by letter and summed over names."""

from collections.abc import Callable, Mapping
from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - what all of PyTorch's users call it


def cross_entropy(logits: Tensor, true: Tensor) -> Tensor:
    """Return −log of each true letter's probability, in nats: (places, letters), (places)."""
    return F.cross_entropy(logits, true, reduction="none")


def binary_cross_entropy(logits: Tensor, true: Tensor) -> Tensor:
    """Return the assignment's loss of each place: (places, letters), (places).

    It is `F.binary_cross_entropy` of the softmax against the one-hot true letter, which asks of
    every letter whether it is the one, and averages over the alphabet. But that function takes no
    logarithm below −100, and a probability that was rounded to 1 gives it no gradient.
    """
    log = torch.log_softmax(logits, dim=1)
    # One minus the likeliest letter's probability is the sum of the others', exactly.
    top = log.argmax(dim=1, keepdim=True)
    others = log.scatter(1, top, -torch.inf)
    log_not = torch.log1p(-others.exp()).scatter(1, top, others.logsumexp(dim=1, keepdim=True))
    place = true[:, None]
    return -log_not.scatter(1, place, log.gather(1, place)).mean(dim=1)


Loss = Literal["cross-entropy", "binary-cross-entropy"]
LOSSES: Mapping[Loss, Callable[[Tensor, Tensor], Tensor]] = {
    "cross-entropy": cross_entropy,
    "binary-cross-entropy": binary_cross_entropy,
}
"""What each letter's logits can be held to."""


def by_name(logits: Tensor, names: Tensor, lengths: Tensor, loss: Loss = "cross-entropy") -> Tensor:
    """Sum a loss over each name, the stop included (...).

    Args:
        logits: of the letter behind each but the last (..., time - 1, letters).
        names: letters by number, the stop symbol before, behind and as padding (..., time).
        lengths: letters of each name that count, the stop being one (...).
        loss: by its name; of the first a name's sum is −log P(name, stop | condition), in nats.
    """
    true = names[..., 1:]
    each = LOSSES[loss](logits.flatten(0, -2).float(), true.flatten()).view(true.shape)
    inside = torch.arange(true.shape[-1]) < lengths[..., None]
    return (each * inside).sum(dim=-1)


def soft_by_name(logits: Tensor, expected: Tensor, lengths: Tensor) -> Tensor:
    """Sum the cross-entropy of expected letters over each name, the stop included (...).

    Args:
        logits: of the letter behind each but the last (..., time, letters).
        expected: probabilities there, by whatever the network is to learn from (same shape).
        lengths: letters of each name that count, the stop being one (...).
    """
    each = -(expected * torch.log_softmax(logits.float(), dim=-1)).sum(dim=-1)
    inside = torch.arange(each.shape[-1]) < lengths[..., None]
    return (each * inside).sum(dim=-1)
