from itertools import pairwise

import numpy as np
import pytest

from data.attested.readings import NEW_BLENDS, NEW_NAMES, read_judgements
from model.domain.areas import equals
from model.domain.condition import Condition, Gender
from model.domain.generation import NUM_DECKS, NameRequest, RequestedKind, Style
from model.domain.spelling import fold, lower
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier
from model.selection.filtered import load_gender_endings
from model.selection.good_names import GoodName, GoodNames, NamesOfGroup
from model.selection.rounds import are_of_style
from model.selection.selector import NameSelector

DUTCH = Condition.for_country("NL")
BEST, SECOND = (
    GoodName("florinde", 4.5, 2.0, 1.5, 6.0, 0.75),
    GoodName("évert", 4.25, 4.0, 1.75, -4.0, 0.5),
)
BLENDED = GoodName("annemira", 4.0, 2.5, 2.0, 3.0, 0.25)
GOOD = GoodNames.collect({"NL": [BEST, SECOND], "PL+NL": [BLENDED]})
SAMPLED = frozenset(
    {
        *("raw", "served as new", "card 20 to 250", "attested nowhere", "ranker alone, unread"),
        *("ranker alone, 20,000 samples, attested nowhere", "put first by a judge"),
        "put first by the ranker",
    }
)
"""What readings say of names that the network spelled."""


@pytest.fixture(scope="module")
def shipped() -> GoodNames:
    return GoodNames.load()


def test_a_country_has_its_names_in_their_order() -> None:
    dutch = GOOD.of(["NL"])
    assert dutch.names == ["florinde", "évert"]
    assert dutch.worth.tolist() == [4.5, 4.25]
    assert dutch.ages.tolist() == [2, 4]
    assert dutch.nll_per_letter.tolist() == [1.5, 1.75]
    assert dutch.leanings.tolist() == [6, -4]
    assert dutch.homes.tolist() == [0.75, 0.5]


@pytest.mark.parametrize("codes", [["NL", "PL"], ["PL", "NL"]])
def test_the_order_of_blended_countries_makes_no_difference(codes: list[str]) -> None:
    assert GOOD.of(codes).names == ["annemira"]


def test_others_have_none() -> None:
    assert GOOD.of(["PL"]).names == []
    assert len(GoodNames.collect({}).of(["NL"]).worth) == 0


def test_shipped_names_are_nobodys_and_fit(generator: NameGenerator, shipped: GoodNames) -> None:
    for group in shipped.groups.tolist():
        good = shipped.of(group.split("+"))
        assert generator.existence.are_new(good.names).all()
        assert not any(map(generator.blocklist.blocks, good.names))
        assert len({*map(fold, good.names)}) == len(good.names)
        assert (np.diff(good.worth) <= 0).all()


def test_every_shipped_name_was_spelled_by_the_network(shipped: GoodNames) -> None:
    sampled = {
        (frozenset(judged.country.split("+")), fold(judged.name))
        for path in (NEW_NAMES, NEW_BLENDS)
        for judged in read_judgements(path)
        if judged.made in SAMPLED
    }
    for group in shipped.groups.tolist():
        codes = group.split("+")
        for name in shipped.of(codes).names:
            assert (frozenset(codes), fold(name)) in sampled, (group, name)


def test_most_countries_have_eight_good_cards(generator: NameGenerator, shipped: GoodNames) -> None:
    few = [code for code in generator.countries if len(shipped.of([code]).names) < 40]
    assert len(few) <= 2, few


@pytest.mark.parametrize("style", Style)
def test_every_deck_begins_with_good_names(
    selector: NameSelector, shipped: GoodNames, style: Style
) -> None:
    request = NameRequest(DUTCH, inverse_temperature=style.inverse_temperature)
    good = {*shipped.of(["NL"]).names}
    for deck in range(NUM_DECKS):
        for place in range(8):
            result = selector.suggest(request, request.seed_at(place, deck))
            assert {lower(each.name, "NL") for each in result} <= good


def test_decks_differ_in_their_order(selector: NameSelector) -> None:
    request = NameRequest(DUTCH)
    cards = [selector.suggest(request, request.seed_at(0, deck)) for deck in range(NUM_DECKS)]
    assert len({tuple(each.name for each in card) for card in cards}) == NUM_DECKS


@pytest.mark.parametrize("gender", ["F", "M"])
def test_good_names_suit_the_gender_asked_for(
    selector: NameSelector, shipped: GoodNames, gender: Gender
) -> None:
    good, request = shipped.of(["NL"]), NameRequest(Condition.for_country("NL", gender), count=10)
    names = [lower(each.name, "NL") for each in selector.suggest(request, 0)]
    assert {*names} <= {*good.names}
    shares = load_gender_endings().female_shares([*map(fold, names)], "NL")
    assert np.mean((shares > 0.5) == (gender == "F")) >= 0.9


@pytest.mark.parametrize("kind", [RequestedKind.RARE, RequestedKind.ANY])
def test_only_requests_for_new_names_begin_with_them(
    selector: NameSelector, shipped: GoodNames, kind: RequestedKind
) -> None:
    result = selector.suggest(NameRequest(DUTCH, kind=kind), 0)
    assert not {lower(each.name, "NL") for each in result} & {*shipped.of(["NL"]).names}


def test_the_first_cards_have_names_that_origin_places_there_too(
    generator: NameGenerator, selector: NameSelector
) -> None:
    """Of four in five a country of the same language comes first, where two in five were not so."""
    origin, are_at_home = OriginClassifier.load(generator), []
    for code in ("NL", "CZ", "MX", "MK", "DZ", "EE", "GE", "ID"):
        request = NameRequest(Condition.for_country(code))
        cards = [selector.suggest(request, request.seed_at(0, deck)) for deck in range(NUM_DECKS)]
        names = [each.name for card in cards for each in card]
        first = origin.probabilities(names).argmax(axis=1)
        are_at_home += [origin.countries[column] in equals(code) for column in first]
    assert np.mean(are_at_home) > 0.75


@pytest.mark.parametrize("countries", [{"NL": 1}, {"IR": 1}, {"CL": 1}, {"NL": 1, "PL": 1}])
def test_another_style_begins_with_other_names(
    generator: NameGenerator, selector: NameSelector, countries: dict[str, float]
) -> None:
    """Classic ones are more usual, over all decks."""
    condition = Condition.blend(countries)
    plain, classic = (
        NameRequest(condition, count=10, inverse_temperature=style.inverse_temperature)
        for style in (Style.PLAIN, Style.CLASSIC)
    )

    def cards(request: NameRequest) -> list[list[str]]:
        seeds = [request.seed_at(0, deck) for deck in range(NUM_DECKS)]
        return [[each.name for each in selector.suggest(request, seed)] for seed in seeds]

    def surprise(cards: list[list[str]]) -> float:
        names = [name for card in cards for name in card]
        nats = sum(generator.nll([(name, condition) for name in names]))
        return nats / sum(len(name) + 1 for name in names)

    plain_cards, classic_cards = cards(plain), cards(classic)
    assert len({*plain_cards[0], *classic_cards[0]}) >= 18
    assert surprise(classic_cards) < surprise(plain_cards)


@pytest.mark.parametrize("code", ["ES", "NL"])
def test_letters_that_few_names_of_the_country_have_come_once_on_a_card(
    selector: NameSelector, code: str
) -> None:
    """Half of the best names for Spain are Basque."""
    request = NameRequest(Condition.for_country(code))
    common = selector.rounds.common_pairs(request.condition)
    for seed in range(8):
        names = [fold(each.name) for each in selector.suggest(request, seed)]
        pairs = [pair for name in names for pair in {*map("".join, pairwise(name))} - common]
        assert len(names) == 5
        assert len(pairs) == len({*pairs})


def test_letters_that_were_asked_for_come_on_the_whole_card(selector: NameSelector) -> None:
    request = NameRequest(Condition.for_country("ES"), ends_with="tze")
    names = [each.name for each in selector.suggest(request, 0)]
    assert len([name for name in names if name.endswith("tze")]) == 5


def test_classic_decks_leave_the_best_twenty_to_plain_ones_and_take_half_of_the_next_hundred() -> (
    None
):
    """Of 307 names, of which a better one is more old-fashioned."""
    worse, none = np.arange(307.0), np.zeros(307)
    good = NamesOfGroup([], none, -worse, worse, none, none)
    plain, classic = (
        np.flatnonzero(
            are_of_style(
                -worse, good, NameRequest(DUTCH, inverse_temperature=style.inverse_temperature)
            )
        ).tolist()
        for style in Style
    )
    assert plain == [*range(307)]
    assert classic == [*range(20, 70)]
