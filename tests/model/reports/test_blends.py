import pytest

from model.domain.condition import BlendMethod
from model.evaluation.card import CARD
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier
from model.reports.blends import PAIRS, measure, related_countries, show_pair


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
    pairs = [pair.split("+") for pair in PAIRS]
    assert all(second not in related_countries()[first] for first, second in pairs)


@pytest.mark.slow
def test_card_matches_the_weights(generator: NameGenerator, origin: OriginClassifier) -> None:
    row = next(line for line in CARD.read_text("utf-8").splitlines() if line.startswith("| NL+PL"))
    expected = row.strip("| ").split(" | ")[1 + [*BlendMethod].index(BlendMethod.DISTINCT)]
    metrics = measure(generator, origin, "NL+PL", BlendMethod.DISTINCT, 500)
    assert show_pair(metrics) == expected


@pytest.mark.slow
def test_metrics_are_shares(generator: NameGenerator, origin: OriginClassifier) -> None:
    both, minority, *others = measure(generator, origin, "ES+IT", BlendMethod.BALANCED, 60)
    assert 0 < both <= 1
    assert 0 < minority < 0.5
    assert all(0 <= share <= 1 for share in others)
