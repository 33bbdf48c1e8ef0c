import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional as F  # noqa: N812 - what all of PyTorch's users call it

from model.training.losses import binary_cross_entropy, sequence_loss

LOGITS = st.lists(st.lists(st.floats(-8, 8), min_size=5, max_size=5), min_size=1, max_size=4)


@given(LOGITS, st.integers(0, 4))
def test_the_binary_loss_equals_the_assignments(rows: list[list[float]], index: int) -> None:
    logits = torch.tensor(rows, requires_grad=True)
    targets = torch.full((len(rows),), index)
    expected = F.binary_cross_entropy(logits.softmax(dim=1), F.one_hot(targets, 5).float())
    actual = binary_cross_entropy(logits, targets).mean()
    assert actual.item() == pytest.approx(expected.item(), rel=1e-3, abs=1e-5)
    (gradient,) = torch.autograd.grad(actual, logits)
    (expected_gradient,) = torch.autograd.grad(expected, logits)
    assert torch.allclose(gradient, expected_gradient, rtol=1e-2, atol=1e-4)


def test_the_binary_loss_has_a_gradient_where_a_wrong_letter_is_certain() -> None:
    logits = torch.tensor([[200.0, 0.0, 0.0]], requires_grad=True)
    loss = binary_cross_entropy(logits, torch.tensor([1]))
    loss.sum().backward()  # type: ignore[no-untyped-call] # PyTorch's own lack
    # 1 - p of the first letter is 2 e^-200; p of the second is e^-200.
    assert loss.item() == pytest.approx((200 - np.log(2) + 200) / 3)
    assert logits.grad is not None
    np.testing.assert_allclose(logits.grad, [[2 / 3, -1 / 2, -1 / 6]], rtol=1e-5)


def test_a_sequence_loss_sums_letters_and_stop_without_padding() -> None:
    logits = torch.randn(2, 3, 4, 5, generator=torch.Generator().manual_seed(1))
    names = torch.tensor([[[0, 1, 2, 0, 0], [0, 3, 0, 0, 0], [0, 4, 4, 4, 0]]] * 2)
    lengths = torch.tensor([[3, 2, 4]] * 2)
    losses = sequence_loss(logits, names, lengths)
    by_letter = -torch.log_softmax(logits, dim=3)
    expected = by_letter[1, 1, 0, 3] + by_letter[1, 1, 1, 0]
    assert losses.shape == (2, 3)
    assert losses[1, 1].item() == pytest.approx(expected.item(), rel=1e-5)
