"""Figures that can be worked out by hand, on six names and a model that knows five."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.domain import corpus
from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.corpus import Entry
from model.evaluation.evaluation import Evaluation, HeldOut, Report
from model.evaluation.metrics import (
    GenerationMetrics,
    LanguageModelMetrics,
    OriginMetrics,
    calibration_error,
)
from model.inference.name_generator import NameGenerator
from model.training.reference_classifier import ReferenceClassifier

TRAINED = [Entry("Sanne", "NL", "F"), Entry("Zofia", "PL", "F")]
VALIDATION = [Entry("Bogusława", "PL", "F")]
TESTED = [Entry("Ellen", "NL", "F"), Entry("Ellen", "PL", "F"), Entry("Floris", "NL", "F")]
DRAWN = {
    "NL": ["sanne", "ellen", "boguslawa", "qarl"],
    "PL": ["zofia", "bogusława", "bogusława", "zofia"],
}


class Five:
    """A model that finds every letter of a Dutch name one of two, of a Polish one of four."""

    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        choices = {"NL": 2, "PL": 4}
        return np.array(
            [(len(name) + 1) * math.log(choices[one.dominant_country]) for name, one in pairs]
        )

    def sample(self, condition: Condition, count: int, _rng: np.random.Generator) -> list[str]:
        return DRAWN[condition.dominant_country][:count]


class ByFirstLetter:
    """Finds names that begin with a vowel Polish and all others Dutch, with few doubts."""

    countries: tuple[str, ...] = ("NL", "PL")

    def probabilities(self, names: Sequence[str]) -> DoubleArray:
        polish = np.array([0.9 if name[0] in "aeiou" else 0.2 for name in names])
        return np.stack([1 - polish, polish], axis=1)


@pytest.fixture(scope="module")
def reports() -> tuple[Report, dict[str, Report]]:
    data = HeldOut([*TRAINED, *VALIDATION, *TESTED])
    evaluation = Evaluation(data, ByFirstLetter(), ("NL", "PL"), names=4)
    together, each = evaluation.run(Five(), ByFirstLetter())
    return together, dict(each)


def test_the_made_up_data_falls_into_the_parts_it_should() -> None:
    for part, entries in (("train", TRAINED), ("validation", VALIDATION), ("test", TESTED)):
        assert {corpus.part_of(entry.name) for entry in entries} == {part}


def test_nats_are_the_mean_over_lines_of_the_test_part(
    reports: tuple[Report, dict[str, Report]],
) -> None:
    together, each = reports
    # Ellen has five letters and a stop, Floris six: 6 and 7 choices of two, 6 of four.
    assert together.spelling == LanguageModelMetrics.of(
        math.log(2) * np.array([6.0, 12.0, 7.0]), [5, 5, 6]
    )
    assert together.spelling.nats_per_name == pytest.approx(25 * math.log(2) / 3)
    assert each["NL"].spelling.nats_per_name == pytest.approx(6.5 * math.log(2))


def test_perplexity_is_the_number_of_equally_likely_letters(
    reports: tuple[Report, dict[str, Report]],
) -> None:
    _, each = reports
    assert each["NL"].spelling.perplexity == pytest.approx(2)
    assert each["PL"].spelling.perplexity == pytest.approx(4)


def test_an_origin_hits_where_any_list_has_the_name(
    reports: tuple[Report, dict[str, Report]],
) -> None:
    together, each = reports
    # Ellen, on both lists and counted once, is found Polish at 0.9; Floris Dutch at 0.8.
    assert together.origin.origins_tested == 2
    assert together.origin.origin_top1 == 1
    assert each["PL"].origin.origins_tested == 1
    assert together.origin.calibration_error == pytest.approx((0.1 + 0.2) / 2)


def test_drawn_names_are_counted_by_how_new_they_are(
    reports: tuple[Report, dict[str, Report]],
) -> None:
    _, each = reports
    dutch, polish = each["NL"].invention, each["PL"].invention
    # Sanne was trained on; Ellen and Bogusława are real; Qarl is no one's.
    assert (dutch.names_drawn, dutch.unseen, dutch.held_out_hits) == (4, 3, 2)
    assert (dutch.held_out_hits_own, dutch.novel_share, dutch.distinct_share) == (1, 0.25, 1)
    assert (polish.unseen, polish.held_out_hits, polish.held_out_hits_own) == (2, 2, 2)
    assert (dutch.held_out_names, polish.held_out_names) == (2, 1)
    assert (polish.novel_share, polish.distinct_share) == (0, 0.5)


def test_style_is_judged_on_names_that_the_judge_was_not_trained_on(
    reports: tuple[Report, dict[str, Report]],
) -> None:
    together, each = reports
    # Of Ellen, Bogusława and Qarl two are found Dutch; of the real Ellen and Floris one is.
    assert each["NL"].invention.style_agreement == pytest.approx((2 / 3) / (1 / 2))
    assert each["PL"].invention.style_agreement == 0
    assert together.invention.style_agreement == pytest.approx((2 / 3 / 2) / (3 / 2 / 2))


def test_style_has_no_figure_where_no_real_name_is_judged_right() -> None:
    assert GenerationMetrics.of(["ana"], {"ana"}, (), (), judged=(0.0, 0.0)).style_agreement is None


def test_a_model_that_draws_nothing_unseen_agrees_with_no_style() -> None:
    data = HeldOut([*TRAINED, *TESTED])
    _, each = Evaluation(data, ByFirstLetter(), ("PL",), names=1).run(Five(), ByFirstLetter())
    assert (each["PL"].invention.unseen, each["PL"].invention.judged_drawn) == (0, 0)


def test_figures_of_several_countries_are_the_means_of_each(
    reports: tuple[Report, dict[str, Report]],
) -> None:
    together, _ = reports
    assert together.invention.novel_share == 0.125
    assert together.invention.held_out_hits == 2
    assert together.invention.unseen == 2.5


def test_the_three_best_countries_count_and_the_fourth_does_not() -> None:
    probabilities = np.array([[0.4, 0.3, 0.2, 0.1]] * 4)
    origin = OriginMetrics.of(probabilities, np.eye(4, dtype=np.bool_))
    assert (origin.origin_top1, origin.origin_top3) == (0.25, 0.75)


def test_probabilities_that_come_true_as_often_as_they_say_are_calibrated() -> None:
    hits = np.array([True] * 3 + [False])
    assert calibration_error(np.full(4, 0.75), hits) == 0
    assert calibration_error(np.full(4, 1.0), hits) == 0.25


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=50),
)
def test_a_calibration_error_is_a_share(pairs: list[tuple[float, bool]]) -> None:
    probabilities, hits = zip(*pairs, strict=True)
    assert 0 <= calibration_error(np.array(probabilities), np.array(hits)) <= 1


def test_a_countrys_names_do_not_depend_on_what_else_is_evaluated(namer: NameGenerator) -> None:
    data = HeldOut(corpus.entries())

    class Doubtful(ByFirstLetter):
        countries = corpus.countries()

        def probabilities(self, names: Sequence[str]) -> DoubleArray:
            return np.full((len(names), len(self.countries)), 1 / len(self.countries))

    alone = Evaluation(data, Doubtful(), ("CL",), names=50).run(namer, Doubtful())
    both = Evaluation(data, Doubtful(), ("PL", "CL"), names=50).run(namer, Doubtful())
    other = Evaluation(data, Doubtful(), ("CL",), names=50, seed=2).run(namer, Doubtful())
    assert alone[1]["CL"].invention == both[1]["CL"].invention
    assert alone[1]["CL"].invention != other[1]["CL"].invention


def test_the_judge_tells_apart_what_it_was_trained_on() -> None:
    train = corpus.select("train", corpus.entries())
    some = [entry for entry in train if entry.country in ("CN", "IT")][::5]
    judge = ReferenceClassifier(some, ("CN", "FR", "IT"))
    names = ["xiaoming", "zhenghua", "giovannella", "pierfrancesco"]
    shares = judge.probabilities(names)
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert shares.argmax(axis=1).tolist() == [0, 0, 2, 2]
    assert not shares[:, 1].any()
