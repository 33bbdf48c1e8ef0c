from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.domain import corpus
from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.corpus import Entry
from model.domain.generation import Style
from model.evaluation.card import CARD
from model.evaluation.evaluation import Evaluation, HeldOut
from model.evaluation.metrics import GenerationMetrics
from model.inference.name_generator import NameGenerator
from model.reports.sharpness import (
    BLOCK,
    SharpenedModel,
    SharpnessConfig,
    SharpnessMetrics,
    compare,
    compare_squares,
    main,
    measure_samples,
    measure_suggestions,
    samples,
)
from model.training.reference_classifier import ReferenceClassifier
from tests.model.reports.outdated_card import update_card


class UniformClassifier:
    """All countries have the same probability, so that the first is predicted."""

    countries: tuple[str, ...] = corpus.country_codes()

    def probabilities(self, names: Sequence[str]) -> DoubleArray:
        return np.full((len(names), len(self.countries)), 1 / len(self.countries))


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return Evaluation(
        HeldOut(corpus.entries()), UniformClassifier(), ("NL", "PL"), names_per_country=300
    )


PLAIN = GenerationMetrics(
    names_drawn=500,
    distinct_share=0.9,
    novel_share=0.8,
    unseen=400,
    held_out_hits=20,
    held_out_names=10,
    held_out_hits_own=5,
    judged_drawn=0.3,
    judged_real=0.5,
)


def test_sharper_names_are_more_likely_and_less_varied(
    evaluation: Evaluation, generator: NameGenerator
) -> None:
    flat, plain, sharp = (
        measure_samples(evaluation, SharpenedModel(generator, s)) for s in (0.5, 1.0, 3.0)
    )
    assert flat.nats > plain.nats > sharp.nats
    assert flat.generation.distinct_share >= plain.generation.distinct_share
    assert plain.generation.distinct_share > sharp.generation.distinct_share


def test_inverse_temperature_1_gives_the_names_of_the_evaluation(
    evaluation: Evaluation, generator: NameGenerator
) -> None:
    names = evaluation.sample(generator, "NL")
    assert names == evaluation.sample(SharpenedModel(generator, 1.0), "NL")
    assert names != evaluation.sample(SharpenedModel(generator, 2.0), "NL")
    pairs = [(name, Condition.for_country("NL")) for name in names[:20]]
    np.testing.assert_array_equal(SharpenedModel(generator, 2.0).nll(pairs), generator.nll(pairs))


def test_suggestions_are_novel_and_distinct(
    evaluation: Evaluation, generator: NameGenerator
) -> None:
    metrics = measure_suggestions(evaluation, generator, Style.CLASSIC.inverse_temperature, 30)
    assert metrics.inverse_temperature == 2
    assert metrics.generation.names_drawn == 30
    assert metrics.generation.distinct_share == metrics.generation.novel_share == 1


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [(1.0, 1.1, "better"), (1.0, 0.9, "worse"), (1.0, 1.01, "the same"), (0.0, 0.0, "the same")],
)
def test_two_percent_more_or_less_is_the_same(before: float, after: float, verdict: str) -> None:
    assert compare(before, after) == verdict


def test_squares_are_better_where_they_are_closer_to_the_style_of_real_names() -> None:
    squared = replace(
        PLAIN, judged_drawn=0.6, distinct_share=0.5, novel_share=0.79, held_out_names=12
    )
    rows = [SharpnessMetrics(1.0, PLAIN, 13.0), SharpnessMetrics(2.0, squared, 10.0)]
    assert list(compare_squares(rows))[2:] == [
        "| style | 0.600 | 1.200 | better |",
        "| distinct | 0.900 | 0.500 | worse |",
        "| novel | 0.800 | 0.790 | the same |",
        "| names hit | 10.0 | 12.0 | better |",
    ]
    overdone = replace(PLAIN, judged_drawn=0.9)
    rows = [SharpnessMetrics(1.0, PLAIN, 13.0), SharpnessMetrics(2.0, overdone, 10.0)]
    assert "| style | 0.600 | 1.800 | worse |" in list(compare_squares(rows))


def test_card_names_are_generated_by_the_weights(generator: NameGenerator) -> None:
    lines = list(samples(generator))
    assert [len(cell.split(", ")) for cell in lines[-1].strip("| ").split(" | ")] == [30, 30]
    assert "\n".join(lines) in CARD.read_text("utf-8")


@pytest.mark.slow
def test_command_writes_tables_and_curves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class SubsampledReference(ReferenceClassifier):
        def __init__(self, entries: Sequence[Entry], countries: tuple[str, ...]) -> None:
            super().__init__(entries[::100], countries)

    monkeypatch.setattr("model.reports.sharpness.ReferenceClassifier", SubsampledReference)
    config = SharpnessConfig(tmp_path, ("NL", "PL"), (1.0, 2.0), samples=40, suggestions=5)
    text = update_card(tmp_path, BLOCK, lambda: main(config))
    for row in ("1", "2", "style", "distinct", "novel", "names hit", "plain", "classic", "bold"):
        assert f"\n| {row} | " in text
    assert (tmp_path / "sharpness.png").read_bytes().startswith(b"\x89PNG")
