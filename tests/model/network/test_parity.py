"""A network of any configuration serves from its file as it was in training, NumPy for PyTorch."""

from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from model.domain.arrays import FloatArray
from model.network.ngrams import NGramVocabulary
from model.network.numpy_rnn import RNNCell
from model.network.torch_rnn import NameRNN, RNNConfig, copy_arrays
from model.network.weights import Weights

ALPHABET, COUNTRIES = "*abcde", ("NL", "PL", "UY")
NAMES = ["abcde", "abcde", "abcde", "edcab", "edcab", "edcab"]
# Of which lengths the n-grams have embeddings: of none, of those of the shipped network, of more.
vocabularies = st.integers(1, 5).map(
    lambda longest: NGramVocabulary.from_names(
        NAMES, ALPHABET, dict.fromkeys(range(2, longest + 1), 2)
    )
)
widths = st.integers(1, 24)
configurations = st.builds(
    RNNConfig, memory=widths, embedding_dim=widths, hidden=widths, experts=st.integers(0, 6)
)
shares = st.lists(st.floats(0.01, 1), min_size=len(COUNTRIES), max_size=len(COUNTRIES))


def untrained(config: RNNConfig, ngrams: NGramVocabulary, seed: int) -> Weights:
    """Return a network's random weights, all of which count, after a file has held them."""
    generator = torch.Generator().manual_seed(seed)
    network = NameRNN(len(ALPHABET), len(COUNTRIES), ngrams, config)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(torch.randn(parameter.shape, generator=generator), alpha=0.3)
        for embedding in network.ngrams:
            embedding.weight[0] = 0
    with TemporaryDirectory() as folder:
        file = Path(folder, "weights.npz")
        Weights(
            copy_arrays(network), ALPHABET, COUNTRIES, ngrams, {"network": asdict(config)}
        ).save(file)
        return Weights.load(file)


def pytorch_logits(
    weights: Weights, letters: list[int], countries: FloatArray, genders: FloatArray
) -> FloatArray:
    network = NameRNN.from_weights(weights)
    with torch.no_grad():
        logits = network(
            torch.tensor([[letters]]),
            torch.from_numpy(countries),
            torch.from_numpy(genders)[:, None],
        )
    result: FloatArray = logits[0, 0].numpy()
    return result


def numpy_logits(
    weights: Weights, letters: list[int], countries: FloatArray, genders: FloatArray
) -> FloatArray:
    cell = RNNCell(weights.arrays, weights.ngrams)
    conditioned = cell.condition_on(countries, genders)
    state = conditioned.start(1)
    return np.stack([conditioned.step(np.array([letter]), state)[0, 0] for letter in letters])


@settings(max_examples=25)
@given(
    weights=st.builds(untrained, configurations, vocabularies, st.integers(0, 1000)),
    name=st.lists(st.integers(1, len(ALPHABET) - 1), max_size=8),
    country=shares,
    female=st.floats(0, 1),
)
def test_numpy_matches_pytorch_whatever_the_configuration(
    weights: Weights, name: list[int], country: list[float], female: float
) -> None:
    countries = np.array([country], np.float32) / np.float32(sum(country))
    genders = np.array([[female, 1 - female]], np.float32)
    arguments = [0, *name], countries, genders
    expected, actual = pytorch_logits(weights, *arguments), numpy_logits(weights, *arguments)
    assert float(np.ptp(expected)) > 0
    np.testing.assert_allclose(actual, expected, rtol=1e-4, atol=1e-5)
