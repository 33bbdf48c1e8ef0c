from pathlib import Path

import numpy as np
import pytest
import torch

from model.domain.condition import Condition
from model.inference.name_generator import NameGenerator
from model.selection.blend_ranker import BlendRanker
from model.selection.country_names import CountryLists
from model.selection.ranker import NameRanker
from model.selection.rater import CountryRater
from model.training.blend_net import BlendNet

NAMES = ["lucianna", "elwina", "karlin", "anatela"]


@pytest.fixture(scope="module")
def rater(generator: NameGenerator) -> CountryRater:
    lists = CountryLists.load(generator.known, generator.countries)
    return CountryRater(generator, NameRanker.load(), lists.country_names)


def blend_features(rater: CountryRater, *codes: str) -> np.ndarray:
    return rater.blend_features(NAMES, Condition.blend(dict.fromkeys(codes, 1.0)))[0]


def test_exported_network_rates_as_the_fitted_one_does() -> None:
    torch.manual_seed(1)
    features = np.random.default_rng(1).normal(5, 3, (20, 12)).astype(np.float32)
    means, scales = features.mean(axis=0), features.std(axis=0)
    net = BlendNet(12, panels=3).eval()
    torch.nn.init.normal_(net.strictness.weight)
    expected = net(torch.from_numpy((features - means) / scales), torch.full((20,), 2))
    exported = net.export(means, scales)
    np.testing.assert_allclose(exported.rate(features), expected.detach(), atol=1e-3)


def test_rating_does_not_depend_on_the_order_of_the_countries(rater: CountryRater) -> None:
    ranker = BlendRanker.load()
    one, other = blend_features(rater, "NL", "PL"), blend_features(rater, "PL", "NL")
    np.testing.assert_allclose(ranker.rate(one), ranker.rate(other), atol=1e-3)


def test_three_countries_are_rated_by_the_best_and_the_worst_of_them(rater: CountryRater) -> None:
    of_three = blend_features(rater, "NL", "PL", "JP")
    pairs = [blend_features(rater, *pair) for pair in (("NL", "PL"), ("NL", "JP"), ("PL", "JP"))]
    highest = np.max([pair[:, 0] for pair in pairs], axis=0)
    lowest = np.min([pair[:, 1] for pair in pairs], axis=0)
    np.testing.assert_allclose(of_three[:, :2], np.column_stack([highest, lowest]), atol=1e-3)


def test_ranker_survives_saving(tmp_path: Path, rater: CountryRater) -> None:
    ranker, path = BlendRanker.load(), tmp_path / "ranker.npz"
    ranker.save(path)
    features = blend_features(rater, "NL", "PL")
    assert BlendRanker.load(path).rate(features).tolist() == ranker.rate(features).tolist()
