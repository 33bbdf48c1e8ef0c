"""The network in PyTorch and the one in NumPy are one network."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from model.condition import Condition, Method
from model.corpus import Entry, entries
from model.namer import Namer
from model.network import Encoded, Network, nats_by_name, score
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
