"""The PyTorch network, which `test_parity.py` compares with the NumPy one."""

from pathlib import Path

import numpy as np
import pytest
import torch

from model.domain.corpus import Entry
from model.network.ngrams import NGramVocabulary
from model.network.torch_rnn import Dropout, NameRNN, RNNConfig, copy_arrays, load_arrays
from model.network.weights import SHIPPED_WEIGHTS, Weights
from model.origin.reversed_scorer import REVERSED_WEIGHTS
from model.training.dataset import NameDataset
from model.training.losses import sequence_loss


@pytest.fixture(scope="module")
def network(weights: Weights) -> NameRNN:
    return NameRNN.from_weights(weights)


def batch_of_one(entry: Entry) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return a batch of one group of one name: letters, lengths, countries and genders."""
    letters, lengths, countries, genders = NameDataset.from_entries([entry]).batch(
        torch.tensor([[0]])
    )
    return letters, lengths, countries[:, 0], genders


def test_batching_does_not_change_a_names_loss(network: NameRNN) -> None:
    names = [Entry("Jo", "NL", "M"), Entry("Maximiliaan", "NL", "M"), Entry("Li", "CN", "F")]
    dataset = NameDataset.from_entries(names)  # sorted by length: Jo, Li, Maximiliaan
    letters, lengths, countries, genders = dataset.batch(torch.tensor([[0, 2], [1, 1]]))
    with torch.no_grad():
        logits = network(letters[..., :-1], countries[:, 0], genders)
    batched = sequence_loss(logits, letters, lengths)
    for index, entry in (((0, 0), names[0]), ((0, 1), names[1]), ((1, 0), names[2])):
        letters, lengths, country, gender = batch_of_one(entry)
        with torch.no_grad():
            logits = network(letters[..., :-1], country, gender)
        expected = float(sequence_loss(logits, letters, lengths))
        assert float(batched[index]) == pytest.approx(expected, rel=1e-5)


def test_dropout_is_off_in_evaluation_mode() -> None:
    ngrams = NGramVocabulary.from_names(["ab", "ab", "ab"], "*ab")
    network = NameRNN(3, 2, ngrams, RNNConfig(4, 4, 4, 2, dropout=0.5, ngram_dropout=0.5))
    batch = torch.tensor([[[0, 1, 2]]]), torch.tensor([[1.0, 0.0]]), torch.full((1, 1, 2), 0.5)
    torch.manual_seed(1)
    assert not torch.equal(network(*batch), network(*batch))
    network.eval()
    assert torch.equal(network(*batch), network(*batch))


def test_dropout_drops_its_probability_and_keeps_the_mean() -> None:
    torch.manual_seed(1)
    dropped = Dropout(0.25)(torch.ones(400, 500))
    assert float((dropped == 0).float().mean()) == pytest.approx(0.25, abs=0.005)
    assert float(dropped.mean()) == pytest.approx(1, abs=0.01)
    assert len(dropped.unique()) == 2


@pytest.mark.parametrize("path", [SHIPPED_WEIGHTS, REVERSED_WEIGHTS])
def test_the_released_weights_load_and_keep_their_names(path: Path) -> None:
    stored = Weights.load(path).arrays
    exported = copy_arrays(NameRNN.from_weights(Weights.load(path)))
    assert exported.keys() == stored.keys()
    for name, array in stored.items():
        np.testing.assert_array_equal(exported[name], array)


def test_loading_refuses_missing_and_unknown_parameters(network: NameRNN) -> None:
    arrays = copy_arrays(network)
    with pytest.raises(RuntimeError, match="Unexpected key"):
        load_arrays(network, {**arrays, "unknown": arrays["letter.weight"]})
    del arrays["router.weight"]
    with pytest.raises(RuntimeError, match="Missing key"):
        load_arrays(network, arrays)
