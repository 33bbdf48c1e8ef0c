from pathlib import Path

import pytest

from model.inference.name_generator import NameGenerator
from model.inference.weights import ASSIGNMENT_WEIGHTS, Weights
from model.origin.reversed_scorer import REVERSED_WEIGHTS
from model.reports import model_card
from model.reports.card_file import CARD


@pytest.fixture(scope="module")
def written() -> str:
    return CARD.read_text("utf-8")


def test_the_cards_figures_are_those_of_the_weights(written: str, weights: Weights) -> None:
    seed, backwards = Weights.load(ASSIGNMENT_WEIGHTS), Weights.load(REVERSED_WEIGHTS)
    rows = list(model_card.table({"seed": seed, "shipped": weights, "backwards": backwards}))
    assert "\n".join(rows) in written


def test_the_cards_names_are_those_that_the_weights_invent(
    written: str, namer: NameGenerator
) -> None:
    for line in model_card.samples(namer):
        assert line in written


def test_the_seven_countries_have_thirty_names_each(namer: NameGenerator) -> None:
    lists = [line for line in model_card.samples(namer) if "," in line]
    assert [len(line.split(", ")) for line in lists] == [30] * 7


def test_the_command_writes_figures_and_curve(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: str
) -> None:
    (tmp_path / "README.md").write_text(
        f"before{model_card.BEGIN}old figures{model_card.END}after", "utf-8"
    )
    monkeypatch.setattr(model_card, "HERE", tmp_path)
    monkeypatch.setattr(model_card, "CARD", tmp_path / "README.md")
    model_card.main()
    text = (tmp_path / "README.md").read_text("utf-8")
    assert text.startswith("before")
    assert text.endswith("after")
    assert "old figures" not in text
    assert text[len("before") : -len("after")] in written
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")
