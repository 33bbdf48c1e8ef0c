from dataclasses import astuple
from pathlib import Path

import pytest

from model.domain.condition import BlendMethod
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier
from model.reports import blend_methods
from model.reports.blend_methods import PAIRS, cell, kin, measure, table
from model.reports.card_file import CARD


@pytest.fixture(scope="module")
def origin(namer: NameGenerator) -> OriginClassifier:
    return OriginClassifier.load(namer)


def test_kin_share_half_of_the_shorter_list_both_ways() -> None:
    assert {"MX", "CO", "AR", "ES"} < kin()["CL"]
    assert kin()["PL"] == {"PL"}
    for code, relatives in kin().items():
        assert code in relatives
        assert all(code in kin()[other] for other in relatives)


def test_no_pair_of_the_table_is_of_kin() -> None:
    assert len(PAIRS) == 10
    assert all(other not in kin()[one] for one, other in PAIRS)


def test_the_cards_figures_are_those_of_the_weights(
    namer: NameGenerator, origin: OriginClassifier
) -> None:
    row = next(line for line in CARD.read_text("utf-8").splitlines() if line.startswith("| NL+PL"))
    default = list(BlendMethod).index(BlendMethod.DISTINCT)
    expected = row.strip("| ").split(" | ")[1 + default]
    figures = measure(namer, origin, ("NL", "PL"), BlendMethod.DISTINCT, blend_methods.COUNT)
    assert cell(figures) == expected


def test_figures_are_shares(namer: NameGenerator, origin: OriginClassifier) -> None:
    figures = measure(namer, origin, ("ES", "IT"), BlendMethod.GEOMETRIC, 60)
    assert all(0 <= share <= 1 for share in astuple(figures))
    assert 0 < figures.lesser < min(figures.first, 1 - figures.first)
    assert figures.both > 0


def test_the_command_writes_a_row_for_each_method_and_pair(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    card = tmp_path / "README.md"
    card.write_text(f"before{blend_methods.BEGIN}old{blend_methods.END}after", "utf-8")
    monkeypatch.setattr(blend_methods, "PAIRS", PAIRS[:2])
    monkeypatch.setattr(blend_methods, "COUNT", 5)
    blend_methods.main(card)
    text = card.read_text("utf-8")
    assert text.startswith("before")
    assert text.endswith("after")
    assert "old" not in text
    assert all(f"\n| {method} | " in text for method in BlendMethod)
    assert "\n| NL+PL | " in text
    assert "\n| NL+CL | " in text


def test_a_table_has_the_means_of_all_pairs() -> None:
    low = blend_methods.Figures(both=0.1, lesser=0.2, first=0.5, odd=0.0, novel=0.7)
    high = blend_methods.Figures(both=0.3, lesser=0.4, first=0.5, odd=0.02, novel=0.9)
    found = {BlendMethod.GEOMETRIC: [low, high] * 5}
    assert "| geometric | 20.0% | 0.300 | 1.0% | 80.0% |" in list(table(found))
