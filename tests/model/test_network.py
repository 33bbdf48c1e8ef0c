"""The network in PyTorch and the one in NumPy are one network."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional as F  # noqa: N812 - what all of PyTorch's users call it

from model.condition import Condition, Method
from model.corpus import Entry, entries
from model.namer import Namer
from model.network import Encoded, Network, binary_cross_entropy, nats_by_name, score
from model.weights import Weights


@pytest.fixture(scope="module")
def network(weights: Weights) -> Network:
    return Network.from_weights(weights)


@settings(max_examples=50)
@given(entry=st.sampled_from(entries()))
def test_both_give_every_letter_the_same_probability(
    network: Network, namer: Namer, entry: Entry
) -> None:
    letters, lengths, countries, genders = Encoded.of([entry]).batch(torch.tensor([0]))
    condition = torch.cat([countries, genders], dim=1)
    with torch.no_grad():
        expected = torch.softmax(network(letters[:, : int(lengths)], condition)[0], dim=1)
    got = namer.distributions(entry.name, entry.condition)
    np.testing.assert_allclose(got, expected.numpy(), atol=1e-5)


def test_both_give_a_mixed_condition_the_same_probability(
    network: Network, weights: Weights, namer: Namer
) -> None:
    condition = torch.zeros(1, len(weights.countries) + 2)
    for code, weight in (("NL", 0.75), ("PL", 0.25)):
        condition[0, weights.countries.index(code)] = weight
    condition[0, -2:] = torch.tensor([0.0, 1.0])
    with torch.no_grad():
        expected = torch.softmax(network(torch.tensor([[0]]), condition)[0, 0], dim=0)
    got = namer.distributions("", Condition.blend({"NL": 3, "PL": 1}, "M", Method.CONDITION))[0]
    np.testing.assert_allclose(got, expected.numpy(), atol=1e-5)


def test_the_score_is_the_letter_by_letter_sum(network: Network, namer: Namer) -> None:
    sample = entries()[::2500]
    expected = []
    for entry in sample:
        letters, lengths, countries, genders = Encoded.of([entry]).batch(torch.tensor([0]))
        condition = torch.cat([countries, torch.full_like(genders, 0.5)], dim=1)
        with torch.no_grad():
            each = torch.log_softmax(network(letters[:, :-1], condition)[0], dim=1)
        expected.append(
            -sum(float(each[place, letters[0, place + 1]]) for place in range(int(lengths)))
        )
    got = namer.score([(entry.name, Condition.of(entry.country)) for entry in sample])
    np.testing.assert_allclose(got, expected, rtol=1e-4)


def test_padding_does_not_count(network: Network) -> None:
    short, long = Entry("Jo", "NL", "M"), Entry("Maximiliaan", "NL", "M")
    alone, together = Encoded.of([short]), Encoded.of([short, long])

    def nats(names: Encoded) -> float:
        letters, lengths, countries, genders = names.batch(torch.arange(len(names.lengths)))
        with torch.no_grad():
            condition = torch.cat([countries, genders], dim=1)
            return float(nats_by_name(network, letters, lengths, condition)[0])

    assert nats(together) == pytest.approx(nats(alone), rel=1e-5)


def test_scoring_gives_the_network_back_in_the_mode_it_came(network: Network) -> None:
    network.train()
    score(network, Encoded.of(entries()[:3]))
    assert network.training
    network.eval()


LOGITS = st.lists(st.lists(st.floats(-8, 8), min_size=5, max_size=5), min_size=1, max_size=4)


@given(LOGITS, st.integers(0, 4))
def test_the_binary_loss_is_the_assignments(rows: list[list[float]], place: int) -> None:
    logits = torch.tensor(rows, requires_grad=True)
    true = torch.full((len(rows),), place)
    expected = F.binary_cross_entropy(logits.softmax(dim=1), F.one_hot(true, 5).float())
    got = binary_cross_entropy(logits, true).mean()
    assert got.item() == pytest.approx(expected.item(), rel=1e-3, abs=1e-5)
    (slope,) = torch.autograd.grad(got, logits)
    (wanted,) = torch.autograd.grad(expected, logits)
    assert torch.allclose(slope, wanted, rtol=1e-2, atol=1e-4)


def test_the_binary_loss_still_teaches_where_a_wrong_letter_is_certain() -> None:
    logits = torch.tensor([[200.0, 0.0, 0.0]], requires_grad=True)
    loss = binary_cross_entropy(logits, torch.tensor([1]))
    loss.sum().backward()  # type: ignore[no-untyped-call] # PyTorch's own lack
    # 1 - p of the first is twice e^-200; the second's own p is e^-200.
    assert loss.item() == pytest.approx((200 - np.log(2) + 200) / 3)
    assert logits.grad is not None
    np.testing.assert_allclose(logits.grad, [[2 / 3, -1 / 2, -1 / 6]], rtol=1e-5)
