from model.domain.condition import BlendMethod
from model.evaluation.card import CARD
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier
from model.reports.blends import measure, related_countries, show_pair


def test_related_countries_share_half_of_the_shorter_list() -> None:
    assert {"CO", "AR", "ES"} < related_countries()["CL"]
    assert related_countries()["PL"] == {"PL"}
    for code, related in related_countries().items():
        assert code in related
        assert all(code in related_countries()[other] for other in related)


def test_card_matches_the_weights(generator: NameGenerator, origin: OriginClassifier) -> None:
    row = next(line for line in CARD.read_text("utf-8").splitlines() if line.startswith("| NL+PL"))
    expected = row.strip("| ").split(" | ")[1 + [*BlendMethod].index(BlendMethod.DISTINCT)]
    metrics = measure(generator, origin, "NL+PL", BlendMethod.DISTINCT, 500)
    assert show_pair(metrics) == expected
