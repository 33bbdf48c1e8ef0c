from pathlib import Path

import pytest
import torch
from torch import Tensor

from model.domain.corpus import alphabet, countries
from model.inference.weights import Weights
from model.training.transformer import Transformer, TransformerConfig, is_transformer

LETTERS = torch.tensor([[[0, 5, 9, 2], [0, 7, 0, 0]], [[0, 3, 3, 3], [0, 4, 8, 1]]])
GENDERS = torch.tensor([[[1.0, 0.0], [0.5, 0.5]], [[0.0, 1.0], [0.5, 0.5]]])


@pytest.fixture
def network() -> Transformer:
    torch.manual_seed(1)
    network = Transformer(len(alphabet()), len(countries()), TransformerConfig(2, 16, 4)).eval()
    for parameter in network.parameters():  # the condition says nothing at first
        torch.nn.init.normal_(parameter, std=0.2)
    return network


def hot(*numbers: int) -> Tensor:
    return torch.nn.functional.one_hot(torch.tensor(numbers), len(countries())).float()


def test_no_letter_sees_those_behind_it(network: Transformer) -> None:
    others = LETTERS.clone()
    others[..., 2:] = 1
    one, other = (network(letters, hot(1, 2), GENDERS) for letters in (LETTERS, others))
    torch.testing.assert_close(one[..., :2, :], other[..., :2, :])
    assert not torch.allclose(one[0, 0, 2], other[0, 0, 2])


def test_each_name_is_read_by_itself_under_its_own_condition(network: Transformer) -> None:
    together = network(LETTERS, hot(1, 2), GENDERS)
    for group in range(2):
        for name in range(2):
            alone = network(
                LETTERS[group : group + 1, name : name + 1],
                hot(1, 2)[group : group + 1],
                GENDERS[group : group + 1, name : name + 1],
            )
            torch.testing.assert_close(together[group, name], alone[0, 0])


def test_country_and_gender_are_heard(network: Transformer) -> None:
    plain = network(LETTERS, hot(1, 1), GENDERS)
    assert not torch.allclose(plain, network(LETTERS, hot(3, 3), GENDERS))
    assert not torch.allclose(plain, network(LETTERS, hot(1, 1), GENDERS.flip(-1)))


def test_stored_and_built_anew_it_expects_the_same(
    network: Transformer, weights: Weights, tmp_path: Path
) -> None:
    arrays = {name: array.astype("e").astype("f") for name, array in network.arrays().items()}
    stored = Weights(
        arrays, weights.alphabet, weights.countries, weights.ngrams, weights.known, {"curve": []}
    )
    stored.save(tmp_path / "w.npz")
    again = Transformer.from_weights(Weights.load(tmp_path / "w.npz"))
    network.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()})
    torch.testing.assert_close(
        again(LETTERS, hot(1, 2), GENDERS), network(LETTERS, hot(1, 2), GENDERS)
    )


def test_the_two_kinds_of_weights_are_told_apart(network: Transformer, weights: Weights) -> None:
    own = Weights(
        network.arrays(), weights.alphabet, weights.countries, weights.ngrams, weights.known, {}
    )
    assert is_transformer(own)
    assert not is_transformer(weights)
