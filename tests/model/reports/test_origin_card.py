from pathlib import Path

import pytest

from model.domain import corpus
from model.domain.arrays import BoolArray, DoubleArray
from model.evaluation.card import CARD
from model.inference.name_generator import NameGenerator
from model.origin.parameters import OriginParameters
from model.origin.reversed_scorer import load_scorers
from model.reports import origin_card
from model.reports.card_file import ReportConfig
from model.training.fit_origin import LabelledNames, compute_features
from tests.model.reports.outdated_card import update_card

pytestmark = pytest.mark.slow  # the test split is ranked


@pytest.fixture(scope="module")
def evidence(generator: NameGenerator) -> tuple[DoubleArray, BoolArray]:
    test = LabelledNames.from_entries(corpus.select("test", corpus.entries()), generator.countries)
    return compute_features(load_scorers(generator), OriginParameters.load(), test), test.labels


def test_card_matches_the_weights(evidence: tuple[DoubleArray, BoolArray]) -> None:
    rows = "\n".join(origin_card.table(OriginParameters.load(), *evidence))
    assert rows in CARD.read_text("utf-8")


def test_served_probabilities_are_calibrated(evidence: tuple[DoubleArray, BoolArray]) -> None:
    (served,) = (
        row for row in origin_card.table(OriginParameters.load(), *evidence) if "too: as" in row
    )
    assert float(served.split("|")[-2]) <= 0.03


def test_report_writes_table_and_plot(
    tmp_path: Path, evidence: tuple[DoubleArray, BoolArray]
) -> None:
    config, parameters = ReportConfig(tmp_path), OriginParameters.load()
    update_card(
        tmp_path,
        origin_card.BLOCK,
        lambda: origin_card.write(config, parameters, *evidence),
    )
    assert (tmp_path / "reliability.png").read_bytes().startswith(b"\x89PNG")
