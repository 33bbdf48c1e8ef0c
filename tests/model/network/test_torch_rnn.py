"""The PyTorch network, which `test_parity.py` compares with the NumPy one."""

import pytest
import torch

from model.network.ngrams import NGramVocabulary
from model.network.torch_rnn import Dropout, NameRNN, RNNConfig, copy_arrays, load_arrays
from model.network.weights import Weights


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


def test_loading_refuses_missing_and_unknown_parameters(weights: Weights) -> None:
    network = NameRNN.from_weights(weights)
    arrays = copy_arrays(network)
    with pytest.raises(RuntimeError, match="Unexpected key"):
        load_arrays(network, {**arrays, "unknown": arrays["letter.weight"]})
    del arrays["router.weight"]
    with pytest.raises(RuntimeError, match="Missing key"):
        load_arrays(network, arrays)
