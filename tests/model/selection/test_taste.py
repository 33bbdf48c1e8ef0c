import numpy as np
import pytest

from bench.model.tastes import simulate
from model.domain.condition import Condition
from model.domain.generation import Suggestion
from model.domain.spelling import fold
from model.inference.name_generator import NameGenerator
from model.selection.selector import NameSelector
from model.selection.taste import Traits, join_traits, score_by_taste

DUTCH, FRENCH = Condition.for_country("NL"), Condition.for_country("FR")
NAMES = ["marlise", "bo", "annelien", "joris", "tess", "willemijn", "daan", "elise"]


def traits(*names: str, country: str = "NL") -> Traits:
    return Traits(names, np.zeros(len(names)), [country] * len(names))


def more(
    selector: NameSelector, stars: list[tuple[str, Condition]], count: int = 5, seed: int = 1
) -> tuple[tuple[Suggestion, Condition], ...]:
    steps = selector.suggest_to_taste(stars, count, seed)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            found: tuple[tuple[Suggestion, Condition], ...] = stop.value
            return found


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


@pytest.mark.slow
def test_names_are_new_for_the_starred_conditions_and_reproducible(
    generator: NameGenerator, selector: NameSelector
) -> None:
    stars = [("Jorianne", DUTCH), ("Marlien", DUTCH), ("Clarisse", FRENCH)]
    found = more(selector, stars, count=10)
    assert len(found) == 10
    assert {condition for _, condition in found} <= {DUTCH, FRENCH}
    names = [fold(suggestion.name) for suggestion, _ in found]
    assert not set(names) & {fold(name) for name, _ in stars}
    assert not any(suggestion.name in generator.known for suggestion, _ in found)
    assert [s.name for s, _ in more(NameSelector.load(generator), stars, 10)] == [
        s.name for s, _ in found
    ]
