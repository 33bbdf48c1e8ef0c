import numpy as np
import pytest
import torch

from model.domain.condition import Condition
from model.selection.blend_ranker import BlendRanker
from model.selection.blends import compute_blend_features
from model.selection.rater import CountryRater
from model.selection.selector import NameSelector
from model.training.blend_net import BlendNet

NAMES = ["lucianna", "elwina", "karlin", "anatela"]


@pytest.fixture
def rater(selector: NameSelector) -> CountryRater:
    return selector.rater.countries


def blend_features(rater: CountryRater, *codes: str) -> np.ndarray:
    return rater.blend_inputs(NAMES, Condition.blend(dict.fromkeys(codes, 1.0))).features


def test_exported_network_rates_as_the_fitted() -> None:
    torch.manual_seed(1)
    features = np.random.default_rng(1).normal(5, 3, (20, 12)).astype(np.float32)
    means, scales = features.mean(axis=0), features.std(axis=0)
    net = BlendNet(12, panels=3).eval()
    torch.nn.init.normal_(net.strictness.weight)
    expected = net(torch.from_numpy((features - means) / scales), torch.full((20,), 2))
    exported = net.export(means, scales)
    np.testing.assert_allclose(exported.rate(features), expected.detach(), atol=1e-3)


def test_equally_rated_names_do_not_depend_on_the_order_of_the_countries_either() -> None:
    rng = np.random.default_rng(1)
    ratings, nll = np.full((2, 5), 3.0), rng.uniform(10, 20, (2, 5))
    hidden, lengths = rng.uniform(0, 1, (2, 5, 4)).astype(np.float32), np.arange(3, 8)
    one = compute_blend_features(ratings, nll, lengths, hidden)
    other = compute_blend_features(ratings, nll[::-1], lengths, hidden[::-1])
    np.testing.assert_array_equal(one, other)


def test_no_unit_that_hardly_ever_fires_can_change_a_rating_much() -> None:
    assert np.abs(BlendRanker.load().hidden_layer).max() < 5


def test_three_countries_are_rated_by_the_best_and_the_worst_of_them(rater: CountryRater) -> None:
    of_three = blend_features(rater, "NL", "PL", "JP")
    pairs = [blend_features(rater, *pair) for pair in (("NL", "PL"), ("NL", "JP"), ("PL", "JP"))]
    highest = np.max([pair[:, 0] for pair in pairs], axis=0)
    lowest = np.min([pair[:, 1] for pair in pairs], axis=0)
    np.testing.assert_allclose(of_three[:, :2], np.column_stack([highest, lowest]), atol=1e-3)
