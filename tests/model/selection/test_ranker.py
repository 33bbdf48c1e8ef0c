import numpy as np
import pytest
import torch

from model.inference.name_generator import NameGenerator
from model.selection.features import FEATURES
from model.selection.ranker import MAX_LETTERS, PADDING, START, STOP, NameRanker, letter_ids
from model.training.ranker_net import RankerConfig, RankerNet

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
NAMES = ["anna", "bo", "maximiliaan", "maximжiliaanж", "q" * (MAX_LETTERS + 5)]


@pytest.fixture
def features() -> np.ndarray:
    return np.random.default_rng(1).normal(size=(len(NAMES), len(FEATURES))).astype(np.float32)


def test_letters_stand_between_start_and_stop_the_unknown_as_padding() -> None:
    assert letter_ids(["ab", "c", "ж"], ALPHABET).tolist() == [
        [START, STOP + 1, STOP + 2, STOP],
        [START, STOP + 3, STOP, PADDING],
        [START, PADDING, STOP, PADDING],
    ]


@pytest.mark.parametrize(("country", "row"), [("NL", 1), ("PL", 2), ("TR", 0)])
def test_exported_network_rates_as_the_fitted(country: str, row: int, features: np.ndarray) -> None:
    """A country without ratings is one that the network does not know."""
    torch.manual_seed(1)
    net = RankerNet(len(ALPHABET), 3, len(FEATURES), (3, 2, 2), RankerConfig(32, 64, 0.3)).eval()
    torch.nn.init.normal_(net.log_gain.weight, std=0.1)
    torch.nn.init.normal_(net.strictness.weight)
    means, scales = features.mean(axis=0), features.std(axis=0)
    for strictness in (net.of_quality, net.of_impressions):
        torch.nn.init.normal_(strictness.weight)
    hidden = net.encode(
        torch.from_numpy(letter_ids(NAMES, ALPHABET)),
        torch.from_numpy((features - means) / scales),
        torch.full((len(NAMES),), row),
    )
    expected = net.rate(hidden, torch.full((len(NAMES),), 2))
    panels = [torch.full((len(NAMES),), panel) for panel in range(2)]
    judged = [
        torch.column_stack([net.quality(hidden, panel), net.impressions(hidden, panel)])
        for panel in panels
    ]
    with_ratings = frozenset({"NL", "PL"})
    exported = net.export(ALPHABET, ["NL", "PL", "TR"], with_ratings, means, scales)
    rated = exported.rate(NAMES, features, country)
    np.testing.assert_allclose(rated, expected.detach(), atol=1e-3)
    said = exported.judge(exported.encode(NAMES, features, country))
    np.testing.assert_allclose(said, torch.stack(judged).mean(dim=0).detach(), atol=1e-3)


def test_rating_does_not_depend_on_other_names(features: np.ndarray) -> None:
    ranker = NameRanker.load()
    together = ranker.rate(NAMES, features, "NL")
    alone = [
        ranker.rate([name], row[None], "NL")[0] for name, row in zip(NAMES, features, strict=True)
    ]
    np.testing.assert_allclose(together, alone, atol=2e-4)


def test_ranker_knows_countries_and_letters(generator: NameGenerator) -> None:
    ranker = NameRanker.load()
    assert tuple(ranker.countries) == tuple(generator.countries)
    assert str(ranker.alphabet) == generator.alphabet
