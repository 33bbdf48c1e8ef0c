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
from model.evaluation.evaluation import Evaluation, HeldOut
from model.evaluation.metrics import GenerationMetrics
from model.inference.name_generator import NameGenerator
from model.reports import sharpness
from model.reports.card_file import CARD
from model.reports.sharpness import (
    Figures,
    SharpenedModel,
    compared,
    drawn,
    main,
    samples,
    suggested,
    verdict,
)
from model.training.reference_classifier import ReferenceClassifier


class Undecided:
    """Finds all countries equally likely, so that it guesses the first."""

    countries: tuple[str, ...] = corpus.countries()

    def probabilities(self, names: Sequence[str]) -> DoubleArray:
        return np.full((len(names), len(self.countries)), 1 / len(self.countries))


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return Evaluation(HeldOut(corpus.entries()), Undecided(), ("NL", "PL"), names=300)


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


def test_sharper_names_are_likelier_and_less_varied(
    evaluation: Evaluation, namer: NameGenerator
) -> None:
    dull, plain, sharp = (drawn(evaluation, SharpenedModel(namer, s)) for s in (0.5, 1.0, 3.0))
    assert dull.nats > plain.nats > sharp.nats
    assert dull.invention.distinct_share >= plain.invention.distinct_share
    assert plain.invention.distinct_share > sharp.invention.distinct_share


def test_at_sharpness_1_names_are_those_of_the_evaluation(
    evaluation: Evaluation, namer: NameGenerator
) -> None:
    names = evaluation.draw(namer, "NL")
    assert names == evaluation.draw(SharpenedModel(namer, 1.0), "NL")
    assert names != evaluation.draw(SharpenedModel(namer, 2.0), "NL")
    pairs = [(name, Condition.for_country("NL")) for name in names[:20]]
    np.testing.assert_array_equal(SharpenedModel(namer, 2.0).nll(pairs), namer.nll(pairs))


def test_what_members_get_is_novel_and_never_twice(
    evaluation: Evaluation, namer: NameGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharpness, "SUGGESTED", 30)
    got = suggested(evaluation, namer, Style.CLASSIC.inverse_temperature)
    assert got.sharpness == 2
    assert got.invention.names_drawn == 30
    assert got.invention.distinct_share == got.invention.novel_share == 1


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [(1.0, 1.1, "better"), (1.0, 0.9, "worse"), (1.0, 1.01, "the same"), (0.0, 0.0, "the same")],
)
def test_a_fiftieth_more_or_less_is_the_same(before: float, after: float, said: str) -> None:
    assert compared(before, after) == said


def test_squares_are_better_where_style_comes_nearer_to_that_of_real_names() -> None:
    squared = replace(
        PLAIN, judged_drawn=0.6, distinct_share=0.5, novel_share=0.79, held_out_names=12
    )
    rows = [Figures(1.0, PLAIN, 13.0), Figures(2.0, squared, 10.0)]
    assert list(verdict(rows))[2:] == [
        "| style | 0.600 | 1.200 | better |",
        "| distinct | 0.900 | 0.500 | worse |",
        "| novel | 0.800 | 0.790 | the same |",
        "| names hit | 10.0 | 12.0 | better |",
    ]
    over = replace(PLAIN, judged_drawn=0.9)
    rows = [Figures(1.0, PLAIN, 13.0), Figures(2.0, over, 10.0)]
    assert "| style | 0.600 | 1.800 | worse |" in list(verdict(rows))


def test_the_cards_names_are_those_that_the_weights_invent(namer: NameGenerator) -> None:
    lines = list(samples(namer))
    assert [len(cell.split(", ")) for cell in lines[-1].strip("| ").split(" | ")] == [30, 30]
    assert "\n".join(lines) in CARD.read_text("utf-8")


def test_the_command_writes_tables_and_curves(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Hasty(ReferenceClassifier):
        def __init__(self, entries: Sequence[Entry], countries: tuple[str, ...]) -> None:
            super().__init__(entries[::100], countries)

    text = f"before{sharpness.BEGIN}stale{sharpness.END}after"
    (tmp_path / "README.md").write_text(text, "utf-8")
    monkeypatch.setattr(sharpness, "ReferenceClassifier", Hasty)
    monkeypatch.setattr(sharpness, "SHARPNESSES", (1.0, 2.0))
    monkeypatch.setattr(sharpness, "NAMES", 40)
    monkeypatch.setattr(sharpness, "SUGGESTED", 5)
    main(tmp_path, ("NL", "PL"))
    text = (tmp_path / "README.md").read_text("utf-8")
    assert text.startswith("before")
    assert text.endswith("after")
    assert "stale" not in text
    for line in ("1", "2", "style", "distinct", "novel", "names hit", "plain", "classic", "bold"):
        assert f"\n| {line} | " in text
    assert (tmp_path / "sharpness.png").read_bytes().startswith(b"\x89PNG")
