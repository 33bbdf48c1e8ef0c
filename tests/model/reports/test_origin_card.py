from pathlib import Path

import pytest

from model.domain import corpus
from model.domain.arrays import BoolArray, DoubleArray
from model.inference.name_generator import NameGenerator
from model.origin.parameters import OriginParameters
from model.origin.reversed_scorer import load_scorers
from model.reports import origin_card
from model.reports.card_file import CARD
from model.training.fit_origin import Sample, gather


@pytest.fixture(scope="module")
def measured(namer: NameGenerator) -> tuple[DoubleArray, BoolArray]:
    test = Sample.of(corpus.select("test", corpus.entries()), namer.countries)
    return gather(load_scorers(namer), OriginParameters.load(), test), test.lists


def test_the_cards_origins_are_those_of_the_weights(
    measured: tuple[DoubleArray, BoolArray],
) -> None:
    rows = "\n".join(origin_card.table(OriginParameters.load(), *measured))
    assert rows in CARD.read_text("utf-8")


def test_probabilities_are_believable(measured: tuple[DoubleArray, BoolArray]) -> None:
    (served,) = (
        row for row in origin_card.table(OriginParameters.load(), *measured) if "too: as" in row
    )
    assert float(served.split("|")[-2]) <= 0.03


def test_writing_replaces_the_figures_and_draws_the_plot(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, measured: tuple[DoubleArray, BoolArray]
) -> None:
    card = tmp_path / "README.md"
    card.write_text(f"before{origin_card.BEGIN}old{origin_card.END}after", "utf-8")
    monkeypatch.setattr(origin_card, "HERE", tmp_path)
    monkeypatch.setattr(origin_card, "CARD", card)
    origin_card.write(OriginParameters.load(), *measured)
    text = card.read_text("utf-8")
    assert text.startswith("before")
    assert text.endswith("after")
    assert "old" not in text
    assert (tmp_path / "reliability.png").read_bytes().startswith(b"\x89PNG")
