from dataclasses import replace

import numpy as np
import pytest

from data.attested.traditions import TEST_LISTS, read_archetypes
from model.domain.arrays import DoubleArray
from model.domain.spelling import fold
from model.inference.bearers import Bearers, Use, UseKind
from model.origin.classifier import OriginClassifier
from model.origin.use import USE_FEATURES, UseFeatures, UseModel, is_spelled_otherwise

COUNTRIES = ("FR", "IT", "SE")
TOTALS = (
    Use("FR", UseKind.REGISTER, 500_000, 500_000),
    Use("IT", UseKind.PEOPLE, 30_000),
    Use("FR", UseKind.PEOPLE, 50_000),
    Use("IT", UseKind.CLASS, 5_000),
)
EVEN = np.full(3, 1 / 3)
JOSE = Bearers(
    "Jose",
    (),
    {"José": {"FR": 90, "IT": 10}, "Jose": {"FR": 10, "IT": 90}, "Josè": {"ZZ": 5}},
)


def compute(name: str, bearers: Bearers | None) -> DoubleArray:
    features = UseFeatures(COUNTRIES, TOTALS).compute(name, bearers, EVEN, np.zeros(3))
    assert features.shape == (3, len(USE_FEATURES))
    return features


def features_of(*uses: Use) -> dict[str, list[float]]:
    bearers = Bearers("Pino", uses) if uses else None
    return dict(zip(USE_FEATURES, compute("Pino", bearers).T.tolist(), strict=True))


def test_a_name_that_nobody_bears_has_its_spelling_alone() -> None:
    features = features_of()
    assert features.pop("spelling") == pytest.approx([np.log(1 / 3)] * 3)
    assert all(value == pytest.approx([0] * 3) for value in features.values())


def test_bearers_count_by_their_share_and_not_their_number() -> None:
    people = features_of(Use("IT", UseKind.PEOPLE, 30), Use("FR", UseKind.PEOPLE, 30))["people"]
    assert people[1] > people[0]  # as many of fewer people
    assert people[2] == 0  # nobody is counted in Sweden


def test_a_country_where_nobody_is_counted_is_told_the_highest_of_the_others() -> None:
    features = features_of(Use("IT", UseKind.PEOPLE, 30))
    assert features["people elsewhere"][2] == max(features["people"])
    assert features["people elsewhere"][:2] == [0, 0]


def test_traditions_are_at_home_above_all_there_too_or_elsewhere() -> None:
    features = features_of(Use("IT", UseKind.TRADITION, 2), Use("FR", UseKind.TRADITION, 1))
    assert features["home above all"] == [0, 1, 0]
    assert features["home there too"] == [1, 0, 0]
    assert features["home elsewhere"] == [0, 0, 1]
    assert features["home by place"] == [1 / 2, 1, 0]


def test_typed_diacritics_speak_for_countries_where_the_name_is_written_like_this() -> None:
    features = compute("JOSÉ", JOSE)
    assert features[:, USE_FEATURES.index("written")] == pytest.approx(
        [np.log(90.5 / 101 / 0.5), np.log(10.5 / 101 / 0.5), 0]
    )
    assert is_spelled_otherwise(features).tolist() == [False, True, False]


@pytest.mark.parametrize(
    "name",
    ["Jose", "Jòse", "Josè"],
    ids=["none are typed", "nobody writes it so", "only abroad do people"],
)
def test_other_spellings_speak_for_no_country(name: str) -> None:
    assert not compute(name, JOSE)[:, USE_FEATURES.index("written")].any()


def test_a_country_that_the_typed_diacritics_speak_against_is_no_home() -> None:
    homes = [Use(country, UseKind.TRADITION, 2) for country in ("IT", "FR")]
    jose = replace(JOSE, uses=tuple(homes))
    by_place = USE_FEATURES.index("home by place")
    assert compute("José", jose)[:, by_place].tolist() == [1, 0, 0]
    assert compute("Jose", jose)[:, by_place].tolist() == [1 / 2, 1, 0]


def test_probabilities_are_sharpened_as_much_as_calibration_needs() -> None:
    model = UseModel(np.ones(1), np.array([0.0, 1.0]), np.array(2.0))
    probabilities = model.probabilities(np.zeros((3, 2, 1)))
    expected = np.exp([0, 2]) / np.exp([0, 2]).sum()
    np.testing.assert_allclose(probabilities, np.tile(expected, (3, 1)))


@pytest.mark.slow
def test_archetypes_that_nothing_was_fitted_to_are_at_home(origin: OriginClassifier) -> None:
    """A tenth of these: the first country is right for 95 %, one of three for 99 %."""
    archetypes = [each for each in read_archetypes() if each.list in TEST_LISTS][::10]
    ranked = [
        [score.country for score in origin.rank(each.name).ranking[:3]] for each in archetypes
    ]
    pairs = [*zip(ranked, archetypes, strict=True)]
    assert np.mean([first[0] in each.right for first, each in pairs]) >= 0.95
    assert np.mean([not each.right.isdisjoint(first) for first, each in pairs]) >= 0.99


@pytest.mark.parametrize(
    ("name", "country"),
    [
        *[("María", "ES"), ("Jürgen", "DE"), ("Péter", "HU"), ("Agnès", "FR")],
        *[("Eusébio", "PT"), ("Žófie", "CZ"), ("Ângelo", "PT"), ("Zsófia", "HU")],
        *[("Mônica", "BR"), ("Dániel", "HU"), ("Inés", "ES"), ("Inês", "PT"), ("Tomáš", "CZ")],
        *[("Giuseppe", "IT"), ("Siobhan", "IE"), ("Saoirse", "IE"), ("Javier", "ES")],
        *[("Declan", "IE"), ("Nigel", "GB"), ("Zofia", "PL"), ("Vladimir", "RU")],
        *[("Sergei", "RU"), ("Dmitri", "RU"), ("Neymar", "BR"), ("Pierre", "FR")],
        ("Olivia", "GB"),
    ],
)
def test_names_that_everybody_tries_come_from_where_they_come_from(
    origin: OriginClassifier, name: str, country: str
) -> None:
    ranking = origin.rank(name)
    assert ranking.ranking[0].country == country
    assert ranking.uses[0].country == country


@pytest.mark.parametrize(
    ("typed", "read"), [("Ryō", "Ryo"), ("Đức", "Đuc"), ("Nguyệt", "Nguyet"), ("Ilčo", "")]
)
def test_letters_that_fold_are_folded(origin: OriginClassifier, typed: str, read: str) -> None:
    ranking = origin.rank(typed)
    assert (ranking.name, ranking.read_as) == (typed, read)
    assert len(ranking.letters) == len(fold(typed)) + 1
