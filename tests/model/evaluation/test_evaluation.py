"""Metrics worked out by hand, on six names and a model that generates five."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from model.domain import corpus
from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.corpus import Entry
from model.evaluation.evaluation import Evaluation, HeldOut, Report
from model.evaluation.metrics import GenerationMetrics, LanguageModelMetrics, calibration_error
from model.inference.name_generator import NameGenerator
from tests.model.distributions import UniformClassifier

TRAIN = [Entry("Sanne", "NL", "F"), Entry("Zofia", "PL", "F")]
VALIDATION = [Entry("Bogusława", "PL", "F")]
TEST = [Entry("Ellen", "NL", "F"), Entry("Ellen", "PL", "F"), Entry("Floris", "NL", "F")]
SAMPLES = {
    "NL": ["sanne", "ellen", "boguslawa", "qarl"],
    "PL": ["zofia", "bogusława", "bogusława", "zofia"],
}

Reports = tuple[Report, dict[str, Report]]
"""Of all countries together and of each."""


class UniformModel:
    """Every letter of a Dutch name is one of two, of a Polish name one of four."""

    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        nats = {"NL": math.log(2), "PL": math.log(4)}
        return np.array([(len(name) + 1) * nats[each.dominant_country] for name, each in pairs])

    def sample(self, condition: Condition, count: int, _rng: np.random.Generator) -> list[str]:
        return SAMPLES[condition.dominant_country][:count]


class FirstLetterClassifier:
    """Names that start with a vowel are Polish, all others Dutch."""

    countries: tuple[str, ...] = ("NL", "PL")

    def probabilities(self, names: Sequence[str]) -> DoubleArray:
        polish = np.array([0.9 if name[0] in "aeiou" else 0.2 for name in names])
        return np.stack([1 - polish, polish], axis=1)


@pytest.fixture(scope="module")
def reports() -> Reports:
    held_out = HeldOut([*TRAIN, *VALIDATION, *TEST])
    evaluation = Evaluation(held_out, FirstLetterClassifier(), ("NL", "PL"), names_per_country=4)
    overall, by_country = evaluation.run(UniformModel(), FirstLetterClassifier())
    return overall, dict(by_country)


def test_nats_are_the_mean_over_entries_of_the_test_split(reports: Reports) -> None:
    overall, by_country = reports
    # Ellen has six symbols with the stop, Floris seven: 6 and 7 choices of two, 6 of four.
    assert overall.language_model == LanguageModelMetrics.compute(
        math.log(2) * np.array([6.0, 12.0, 7.0]), [5, 5, 6]
    )
    assert overall.language_model.nats_per_name == pytest.approx(25 * math.log(2) / 3)
    assert by_country["NL"].language_model.nats_per_name == pytest.approx(6.5 * math.log(2))


def test_perplexity_is_the_number_of_equally_likely_letters(reports: Reports) -> None:
    _, by_country = reports
    assert by_country["NL"].language_model.perplexity == pytest.approx(2)
    assert by_country["PL"].language_model.perplexity == pytest.approx(4)


def test_origin_is_right_if_any_country_that_lists_the_name_is_predicted(reports: Reports) -> None:
    overall, by_country = reports
    # Ellen, on both lists and counted once, is Polish at 0.9; Floris is Dutch at 0.8.
    assert overall.origin.origins_tested == 2
    assert overall.origin.origin_top1 == 1
    assert by_country["PL"].origin.origins_tested == 1
    assert overall.origin.calibration_error == pytest.approx((0.1 + 0.2) / 2)


def test_samples_are_counted_by_novelty(reports: Reports) -> None:
    _, by_country = reports
    dutch, polish = by_country["NL"].generation, by_country["PL"].generation
    # Sanne is in training; Ellen and Bogusława are held out; no country lists Qarl.
    assert (dutch.names_drawn, dutch.unseen, dutch.held_out_hits) == (4, 3, 2)
    assert (dutch.held_out_hits_own, dutch.novel_share, dutch.distinct_share) == (1, 0.25, 1)
    assert (polish.unseen, polish.held_out_hits, polish.held_out_hits_own) == (2, 2, 2)
    assert (dutch.held_out_names, polish.held_out_names) == (2, 1)
    assert (polish.novel_share, polish.distinct_share) == (0, 0.5)


def test_style_is_judged_on_names_outside_the_training_split(reports: Reports) -> None:
    overall, by_country = reports
    # Of Ellen, Bogusława and Qarl two are judged Dutch; of the real Ellen and Floris one is.
    assert by_country["NL"].generation.style_agreement == pytest.approx((2 / 3) / (1 / 2))
    assert by_country["PL"].generation.style_agreement == 0
    assert overall.generation.style_agreement == pytest.approx((2 / 3 / 2) / (3 / 2 / 2))


def test_style_is_undefined_if_no_real_name_is_recognised() -> None:
    metrics = GenerationMetrics.compute(["ana"], {"ana"}, (), (), judged=(0.0, 0.0))
    assert metrics.style_agreement is None


def test_probabilities_equal_to_the_hit_rate_are_calibrated() -> None:
    hits = np.array([True] * 3 + [False])
    assert calibration_error(np.full(4, 0.75), hits) == 0
    assert calibration_error(np.full(4, 1.0), hits) == 0.25


def test_samples_of_a_country_do_not_depend_on_other_countries(generator: NameGenerator) -> None:
    held_out, classifier = HeldOut(corpus.entries()), UniformClassifier()

    def generation(countries: tuple[str, ...], seed: int = 1) -> GenerationMetrics:
        evaluation = Evaluation(held_out, classifier, countries, 50, seed)
        return evaluation.run(generator, classifier)[1]["CL"].generation

    assert generation(("CL",)) == generation(("PL", "CL"))
    assert generation(("CL",)) != generation(("CL",), seed=2)
