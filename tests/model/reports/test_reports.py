"""Every part is computed from few names, and the card's are those of the weights."""

import math
import re
from itertools import pairwise
from pathlib import Path

import pytest

from model.evaluation.card import CARD, CardBlock
from model.inference.name_generator import NameGenerator
from model.network.weights import ASSIGNMENT_WEIGHTS, Weights
from model.reports.__main__ import PARTS, main
from model.reports.figures import samples
from model.reports.report import Cell, table

PLOTS = {"figures": ["curve.png"]}
TEXT = CARD.read_text("utf-8")


@pytest.mark.parametrize("name", PARTS)
def test_a_trial_writes_tables_like_the_cards_and_a_plot(name: str, tmp_path: Path) -> None:
    block = CardBlock(name, "by hand")
    (tmp_path / CARD.name).write_text(block.fill(TEXT, "outdated"), "utf-8")
    main([name, "--small", "--folder", str(tmp_path)])
    text = (tmp_path / CARD.name).read_text("utf-8")
    assert "outdated" not in text
    assert f"<!-- {name}: python -m model.reports {name} -->" in text
    assert rules(text) == rules(TEXT)
    assert [path.name for path in tmp_path.glob("*.png")] == PLOTS.get(name, [])


def rules(page: str) -> list[str]:
    """Return the head of every table."""
    lines = page.splitlines()
    return [head for head, rule in pairwise(lines) if set(rule) == set("|-:")]


def test_the_cards_names_are_made_by_the_weights(generator: NameGenerator) -> None:
    lists = list(samples(generator))
    assert [len(names.split(", ")) for names in lists] == [10] * 7
    assert all(names in TEXT for names in lists)


@pytest.mark.parametrize("path", [ASSIGNMENT_WEIGHTS, None], ids=["assignment", "shipped"])
def test_the_picture_of_the_networks_has_their_sizes(path: Path | None) -> None:
    weights = Weights.load(path) if path else Weights.load()
    picture = CARD.with_name("architecture.svg").read_text("utf-8")
    _, assignment, shipped = re.split(r"<!-- The .* network -->", picture)
    part = assignment if path else shipped
    assert f"network: {weights.size:,} weights" in part
    for sizes in weights.arrays["letter.weight"].shape, (len(weights.countries),):
        assert all(f">{size}</text>" in part for size in sizes)


def test_table_shows_figures_by_their_formats_and_texts_as_they_are() -> None:
    rows: list[list[Cell]] = [["a", 0.5, 1234.0, None], ["b", 0.25, math.inf, "x (1)"]]
    assert table("name | share:.1% | sum:,.1f | pair:>", rows).splitlines() == [
        "| name | share | sum | pair |",
        "|---|--:|--:|--:|",
        "| a | 50.0% | 1,234.0 | – |",
        "| b | 25.0% | ∞ | x (1) |",
    ]
