from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
import pytest

from model.domain.condition import Condition
from model.domain.generation import NameRequest, Suggestion
from model.domain.spelling import fold
from model.domain.steps import finish
from model.inference.name_generator import NameGenerator
from model.selection.deck import Entry
from model.selection.selector import NameSelector
from model.selection.taste import Traits, join_traits, score_by_taste
from model.selection.taste_card import deal_shares
from tests.model.selection.tastes import simulate

DUTCH, FRENCH = Condition.for_country("NL"), Condition.for_country("FR")
NAMES = ["marlise", "bo", "annelien", "joris", "tess", "willemijn", "daan", "elise"]


def traits(*names: str, country: str = "NL") -> Traits:
    return Traits(names, np.zeros(len(names)), [country] * len(names))


def more(
    selector: NameSelector,
    stars: list[tuple[str, Condition]],
    shares: dict[Condition, int],
    shown: Collection[str] = (),
) -> Sequence[tuple[Suggestion, NameRequest]]:
    parts = [NameRequest(condition, count) for condition, count in shares.items()]
    return finish(selector.suggest_to_taste(stars, parts, (1, 0), shown))


def test_names_that_end_like_the_starred_are_liked() -> None:
    scores = score_by_taste(traits("lise", "anise", "denise"), traits(*NAMES))
    best = np.argsort(-scores)[:2]
    assert {NAMES[row] for row in best.tolist()} == {"marlise", "elise"}


def test_each_star_adds_to_what_is_known() -> None:
    one, three = (
        score_by_taste(traits(*stars), traits(*NAMES))
        for stars in (("lise",), ("lise", "anise", "denise"))
    )
    assert np.ptp(three) > np.ptp(one)


def test_starred_country_is_liked() -> None:
    pool = join_traits([traits("ana"), traits("ana", country="FR")])
    dutch, french = score_by_taste(traits("iva", "oda", country="FR"), pool)
    assert french > dutch


@pytest.mark.slow
def test_members_like_twice_as_many_names_after_ten_stars(selector: NameSelector) -> None:
    """And no fewer than on plain cards after three."""
    outcomes = list(simulate(selector, 18))
    plain = np.mean([outcome.plain for outcome in outcomes])
    after = {stars: np.mean([outcome.shares[stars] for outcome in outcomes]) for stars in (3, 10)}
    assert after[3] >= plain
    assert after[10] >= 2 * plain
    assert np.mean([outcome.beginnings for outcome in outcomes]) > 4


STARS = [("Jorianne", DUTCH), ("Marlien", DUTCH), ("Clarisse", FRENCH)]


def names_on(card: Sequence[tuple[Suggestion, NameRequest]]) -> list[str]:
    return [fold(suggestion.name) for suggestion, _ in card]


@pytest.mark.slow
def test_names_are_new_for_the_starred_conditions_and_reproducible(
    generator: NameGenerator, selector: NameSelector
) -> None:
    card = more(selector, STARS, {DUTCH: 3, FRENCH: 2})
    assert Counter(request.condition for _, request in card) == {DUTCH: 3, FRENCH: 2}
    assert not {*names_on(card)} & {fold(name) for name, _ in STARS}
    assert not any(suggestion.name in generator.known for suggestion, _ in card)
    assert more(NameSelector.load(generator), STARS, {DUTCH: 3, FRENCH: 2}) == card


@pytest.mark.slow
def test_no_name_comes_twice_though_the_good_ones_end(selector: NameSelector) -> None:
    shown: set[str] = set()
    for _ in range(80):
        found = names_on(more(selector, STARS, {DUTCH: 5}, shown))
        assert len(found) == 5
        assert not shown & {*found}
        shown |= {*found}


def entries(*names: str) -> list[Entry]:
    return [Entry(name, float(-place)) for place, name in enumerate(names)]


def test_a_share_with_too_few_names_is_filled_by_the_others() -> None:
    shares = [NameRequest(condition, 2) for condition in (DUTCH, FRENCH)]
    pools = [entries("anna"), entries("bo", "cas", "dirk", "anna")]
    dealt = deal_shares(pools, shares)
    expected = [(0, "anna"), (1, "bo"), (1, "cas"), (1, "dirk")]
    assert sorted((at, entry.name) for at, entry in dealt) == expected
