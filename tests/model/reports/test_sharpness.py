import numpy as np
import pytest

from model.domain import corpus
from model.domain.condition import Condition
from model.evaluation.evaluation import Evaluation, HeldOut, SharpenedModel
from model.inference.name_generator import NameGenerator
from model.reports.sharpness import compare, compare_squares
from tests.model.distributions import UniformClassifier

PLAIN = {"style": 0.6, "distinct": 0.9, "novel": 0.8, "names hit": 10.0}


def test_inverse_temperature_1_gives_the_names_of_the_evaluation(generator: NameGenerator) -> None:
    held_out = HeldOut(corpus.entries())
    evaluation = Evaluation(held_out, UniformClassifier(), ("NL", "PL"), names_per_country=300)
    names = evaluation.sample(generator, "NL")
    assert names == evaluation.sample(SharpenedModel(generator, 1.0), "NL")
    assert names != evaluation.sample(SharpenedModel(generator, 2.0), "NL")
    pairs = [(name, Condition.for_country("NL")) for name in names[:20]]
    np.testing.assert_array_equal(SharpenedModel(generator, 2.0).nll(pairs), generator.nll(pairs))


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [(1.0, 1.1, "better"), (1.0, 0.9, "worse"), (1.0, 1.01, "the same"), (0.0, 0.0, "the same")],
)
def test_two_percent_more_or_less_is_the_same(before: float, after: float, verdict: str) -> None:
    assert compare(before, after) == verdict


def test_squares_are_better_where_they_are_closer_to_the_style_of_real_names() -> None:
    squared = {"style": 1.2, "distinct": 0.5, "novel": 0.79, "names hit": 12.0}
    assert list(compare_squares(PLAIN, squared)) == [
        ["style", "0.600", "1.200", "better"],
        ["distinct", "0.900", "0.500", "worse"],
        ["novel", "0.800", "0.790", "the same"],
        ["names hit", "10.0", "12.0", "better"],
    ]
    overdone = next(compare_squares(PLAIN, {**squared, "style": 1.8}))
    assert overdone == ["style", "0.600", "1.800", "worse"]
