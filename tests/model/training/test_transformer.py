from dataclasses import asdict
from itertools import product
from pathlib import Path

import pytest
import torch
from torch import Tensor

from model.domain.corpus import alphabet, country_codes
from model.network.torch_rnn import copy_arrays, load_arrays
from model.network.weights import Weights
from model.training.transformer import Transformer, TransformerConfig, attend_causally

LETTERS = torch.tensor([[[0, 5, 9, 2], [0, 7, 0, 0]], [[0, 3, 3, 3], [0, 4, 8, 1]]])
GENDERS = torch.tensor([[[1.0, 0.0], [0.5, 0.5]], [[0.0, 1.0], [0.5, 0.5]]])
CONFIG = TransformerConfig(2, 16, 4)
RECIPE = {"network": asdict(CONFIG)}


@pytest.fixture
def network() -> Transformer:
    torch.manual_seed(1)
    network = Transformer(len(alphabet()), len(country_codes()), CONFIG).eval()
    for parameter in network.parameters():  # the modulation starts at zero
        torch.nn.init.normal_(parameter, std=0.2)
    return network


def one_hot(*countries: int) -> Tensor:
    return torch.nn.functional.one_hot(torch.tensor(countries), len(country_codes())).float()


def test_attention_is_that_of_pytorch() -> None:
    query, key, value = torch.randn(3, 2, 4, 7, 8, generator=torch.Generator().manual_seed(1))
    theirs = torch.nn.functional.scaled_dot_product_attention(query, key, value, is_causal=True)
    torch.testing.assert_close(attend_causally(query, key, value), theirs)


def test_batching_does_not_change_a_names_logits(network: Transformer) -> None:
    batched = network(LETTERS, one_hot(1, 2), GENDERS)
    for group, name in product(range(2), range(2)):
        letters, gender = (part[group, name][None, None] for part in (LETTERS, GENDERS))
        alone = network(letters, one_hot(1, 2)[group][None], gender)
        torch.testing.assert_close(batched[group, name], alone[0, 0])


def test_stored_weights_reproduce_the_logits(
    network: Transformer, weights: Weights, tmp_path: Path
) -> None:
    arrays = {name: array.astype("e").astype("f") for name, array in copy_arrays(network).items()}
    stored = Weights(arrays, weights.alphabet, weights.countries, weights.ngrams, RECIPE)
    stored.save(tmp_path / "w.npz")
    restored = Transformer.from_weights(Weights.load(tmp_path / "w.npz"))
    load_arrays(network, arrays)
    torch.testing.assert_close(
        restored(LETTERS, one_hot(1, 2), GENDERS), network(LETTERS, one_hot(1, 2), GENDERS)
    )
