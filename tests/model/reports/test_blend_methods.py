from dataclasses import astuple
from pathlib import Path

import pytest

from model.domain.condition import BlendMethod
from model.evaluation.card import CARD
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier
from model.reports.blend_methods import (
    BLOCK,
    PAIRS,
    BlendConfig,
    BlendMetrics,
    format_cell,
    main,
    measure,
    related_countries,
    table,
)
from tests.model.reports.outdated_card import update_card


@pytest.fixture(scope="module")
def origin(generator: NameGenerator) -> OriginClassifier:
    return OriginClassifier.load(generator)


def test_related_countries_share_half_of_the_shorter_list() -> None:
    assert {"CO", "AR", "ES"} < related_countries()["CL"]
    assert related_countries()["PL"] == {"PL"}
    for code, related in related_countries().items():
        assert code in related
        assert all(code in related_countries()[other] for other in related)


def test_no_pair_of_the_table_is_related() -> None:
    assert len(PAIRS) == 10
    assert all(second not in related_countries()[first] for first, second in PAIRS)


@pytest.mark.slow
def test_card_matches_the_weights(generator: NameGenerator, origin: OriginClassifier) -> None:
    row = next(line for line in CARD.read_text("utf-8").splitlines() if line.startswith("| NL+PL"))
    default = list(BlendMethod).index(BlendMethod.DISTINCT)
    expected = row.strip("| ").split(" | ")[1 + default]
    metrics = measure(generator, origin, ("NL", "PL"), BlendMethod.DISTINCT, BlendConfig().count)
    assert format_cell(metrics) == expected


@pytest.mark.slow
def test_metrics_are_shares(generator: NameGenerator, origin: OriginClassifier) -> None:
    metrics = measure(generator, origin, ("ES", "IT"), BlendMethod.GEOMETRIC, 60)
    assert all(0 <= share <= 1 for share in astuple(metrics))
    assert 0 < metrics.minority_share < min(metrics.first_share, 1 - metrics.first_share)
    assert metrics.both > 0


@pytest.mark.slow
def test_command_writes_a_row_per_method_and_pair(tmp_path: Path) -> None:
    config = BlendConfig(tmp_path, pairs=PAIRS[:2], count=2)
    text = update_card(tmp_path, BLOCK, lambda: main(config))
    assert all(f"\n| {method} | " in text for method in BlendMethod)
    assert "\n| NL+PL | " in text
    assert "\n| NL+CL | " in text


def test_table_has_the_means_over_pairs() -> None:
    low = BlendMetrics(both=0.1, minority_share=0.2, first_share=0.5, unrecognised=0.0, novel=0.7)
    high = BlendMetrics(both=0.3, minority_share=0.4, first_share=0.5, unrecognised=0.02, novel=0.9)
    results = {BlendMethod.GEOMETRIC: [low, high] * 5}
    assert "| geometric | 20.0% | 0.300 | 1.0% | 80.0% |" in list(table(results))
