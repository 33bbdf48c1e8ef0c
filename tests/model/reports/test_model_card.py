from pathlib import Path

import pytest

from model.evaluation.card import CARD
from model.inference.name_generator import NameGenerator
from model.reports import model_card
from model.reports.card_file import ReportConfig
from tests.model.reports.outdated_card import update_card


@pytest.fixture(scope="module")
def card() -> str:
    return CARD.read_text("utf-8")


def test_card_names_are_generated_by_the_weights(card: str, generator: NameGenerator) -> None:
    for line in model_card.samples(generator):
        assert line in card


def test_seven_countries_have_thirty_names_each(generator: NameGenerator) -> None:
    lists = [line for line in model_card.samples(generator) if "," in line]
    assert [len(line.split(", ")) for line in lists] == [30] * 7


@pytest.mark.slow
def test_command_writes_the_cards_figures_and_curves(tmp_path: Path, card: str) -> None:
    config = ReportConfig(tmp_path)
    text = update_card(tmp_path, model_card.BLOCK, lambda: model_card.main(config))
    assert text[len("before") : -len("after")] in card
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")
