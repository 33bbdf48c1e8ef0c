"""A network of any configuration serves from its file as it was in training, NumPy for PyTorch."""

from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

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


@settings(max_examples=40)
@given(
    weights=st.builds(untrained, configurations, vocabularies, st.integers(0, 1000)),
    conditions=st.integers(1, 3),
    names=st.integers(1, 5),
    length=st.integers(1, 8),
    seed=st.integers(0, 1000),
)
def test_numpy_matches_pytorch_whatever_the_configuration(
    weights: Weights, conditions: int, names: int, length: int, seed: int
) -> None:
    """NumPy reads letter by letter, and goes on with any of the names; PyTorch reads each whole."""
    rng = np.random.default_rng(seed)
    letters = rng.integers(1, len(ALPHABET), (names, length))
    letters[:, 0] = 0
    countries = rng.dirichlet(np.ones(len(COUNTRIES)), conditions).astype(np.float32)
    genders = rng.dirichlet(np.ones(2), conditions).astype(np.float32)
    with torch.no_grad():
        logits = NameRNN.from_weights(weights)(
            torch.from_numpy(letters).expand(conditions, -1, -1),
            torch.from_numpy(countries),
            torch.from_numpy(genders)[:, None].expand(-1, names, -1),
        )
    expected = logits.numpy()
    assert float(np.ptp(expected)) > 0
    cell = RNNCell(weights.arrays, weights.ngrams).condition_on(countries, genders)
    rows, state = np.arange(names), cell.start(names)
    selected_at = rng.integers(length)
    for position in range(length):
        if position == selected_at:
            chosen = rng.integers(names, size=4)
            rows, state = chosen, state.select(chosen)
        actual = cell.step(letters[rows, position], state)
        np.testing.assert_allclose(actual, expected[:, rows, position], rtol=1e-4, atol=1e-5)
