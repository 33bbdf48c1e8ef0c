from pathlib import Path

import pytest

from model.evaluation.card import CARD
from model.reports.origins import origins


def served(table: str) -> list[float]:
    """Return names, shares of first and of first three places, and calibration error."""
    (row,) = (row for row in table.splitlines() if "too: as served" in row)
    return [float(cell.replace(",", "")) for cell in row.strip("| ").split(" | ")[2:]]


def test_the_cards_figures_are_those_of_the_weights_which_are_calibrated(tmp_path: Path) -> None:
    """As far as a fiftieth of the names can tell: `make retrain` knows when all are outdated."""
    table, fitted = origins(tmp_path, small=True)
    card = CARD.read_text("utf-8")
    assert fitted in card
    names, *places, error = served(card)
    few, *found, _ = served(table)
    assert names > 50 * few > 5_000
    # Three standard deviations of a share of so few names.
    assert found == pytest.approx(places, abs=3 * (0.2 / few) ** 0.5)
    assert error <= 0.03
