"""The network in PyTorch and the one in NumPy are one network."""

import numpy as np
import numpy.typing as npt
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from model.domain.condition import BlendMethod, Condition
from model.domain.corpus import Entry, entries
from model.inference.name_generator import NameGenerator
from model.inference.ngrams import NGramVocabulary
from model.inference.sampler import shared
from model.inference.weights import Weights
from model.training.dataset import NameDataset
from model.training.losses import by_name
from model.training.network import Dropout, NameRNN, RNNConfig


@pytest.fixture(scope="module")
def network(weights: Weights) -> NameRNN:
    return NameRNN.from_weights(weights)


def alone(entry: Entry) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """A batch of one group of one name: letters, lengths, countries and genders."""
    letters, lengths, countries, genders = NameDataset.of([entry]).batch(torch.tensor([[0]]))
    return letters, lengths, countries[:, 0], genders


def likely(logits: torch.Tensor) -> npt.NDArray[np.float32]:
    """Probabilities of letters by their logits (..., letters), as the NumPy network shares them."""
    return shared(torch.softmax(logits, dim=-1).numpy(), logits.shape[-1])


@settings(max_examples=50)
@given(entry=st.sampled_from(entries()))
def test_both_give_every_letter_the_same_probability(
    network: NameRNN, namer: NameGenerator, entry: Entry
) -> None:
    letters, _, countries, genders = alone(entry)
    with torch.no_grad():
        expected = likely(network(letters[..., :-1], countries, genders)[0, 0])
    got = namer.distributions(entry.name, entry.condition)
    np.testing.assert_allclose(got, expected, atol=1e-5)


def test_both_give_a_mixed_condition_the_same_probability(
    network: NameRNN, weights: Weights, namer: NameGenerator
) -> None:
    countries = torch.zeros(1, len(weights.countries))
    for code, weight in (("NL", 0.75), ("PL", 0.25)):
        countries[0, weights.countries.index(code)] = weight
    male = torch.tensor([[[0.0, 1.0]]])
    with torch.no_grad():
        logits = network(torch.tensor([[[0]]]), countries, male)
    got = namer.distributions("", Condition.blend({"NL": 3, "PL": 1}, "M", BlendMethod.CONDITION))[
        0
    ]
    np.testing.assert_allclose(got, likely(logits[0, 0, 0]), atol=1e-5)


def test_the_score_is_the_letter_by_letter_sum(network: NameRNN, namer: NameGenerator) -> None:
    sample = entries()[::2500]
    expected = []
    for entry in sample:
        letters, _, countries, genders = alone(entry)
        with torch.no_grad():
            logits = network(letters[..., :-1], countries, torch.full_like(genders, 0.5))
        came = np.take_along_axis(likely(logits[0, 0]), letters[0, 0, 1:, None].numpy(), axis=1)
        expected.append(-np.log(came).sum())
    got = namer.nll([(entry.name, Condition.for_country(entry.country)) for entry in sample])
    np.testing.assert_allclose(got, expected, rtol=1e-4)


def test_names_of_a_group_and_groups_of_a_batch_are_read_as_each_alone(network: NameRNN) -> None:
    names = [Entry("Jo", "NL", "M"), Entry("Maximiliaan", "NL", "M"), Entry("Li", "CN", "F")]
    encoded = NameDataset.of(names)  # sorted by length: Jo, Li, Maximiliaan
    letters, lengths, countries, genders = encoded.batch(torch.tensor([[0, 2], [1, 1]]))
    with torch.no_grad():
        logits = network(letters[..., :-1], countries[:, 0], genders)
    together = by_name(logits, letters, lengths)
    for place, entry in (((0, 0), names[0]), ((0, 1), names[1]), ((1, 0), names[2])):
        letters, lengths, country, gender = alone(entry)
        with torch.no_grad():
            logits = network(letters[..., :-1], country, gender)
        expected = float(by_name(logits, letters, lengths))
        assert float(together[place]) == pytest.approx(expected, rel=1e-5)


def test_what_is_left_out_in_training_is_all_there_in_serving() -> None:
    grams = NGramVocabulary.from_names(["ab", "ab", "ab"], "*ab")
    network = NameRNN(3, 2, grams, RNNConfig(4, 4, 4, 2, dropout=0.5, gram_dropout=0.5))
    batch = torch.tensor([[[0, 1, 2]]]), torch.tensor([[1.0, 0.0]]), torch.full((1, 1, 2), 0.5)
    torch.manual_seed(1)
    assert not torch.equal(network(*batch), network(*batch))
    network.eval()
    assert torch.equal(network(*batch), network(*batch))


def test_dropout_drops_its_share_and_leaves_the_mean() -> None:
    torch.manual_seed(1)
    dropped = Dropout(0.25)(torch.ones(400, 500))
    assert float((dropped == 0).float().mean()) == pytest.approx(0.25, abs=0.005)
    assert float(dropped.mean()) == pytest.approx(1, abs=0.01)
    assert len(dropped.unique()) == 2
