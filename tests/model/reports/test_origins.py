from pathlib import Path

import pytest

from model.evaluation.card import CARD
from model.reports.origins import origins


@pytest.mark.slow  # the test split is ranked
def test_the_cards_table_is_that_of_the_weights_which_are_calibrated(tmp_path: Path) -> None:
    table, fitted = origins(tmp_path, small=False)
    card = CARD.read_text("utf-8")
    assert table in card
    assert fitted in card
    (served,) = (row for row in table.splitlines() if "too: as served" in row)
    assert float(served.split("|")[-2]) <= 0.03
