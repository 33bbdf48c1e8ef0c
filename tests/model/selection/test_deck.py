"""The pool of names that may still be dealt."""

import numpy as np
import pytest

from model.domain.condition import Condition
from model.domain.generation import NameRequest
from model.selection.deck import Deck, Entry, deal_hands

DUTCH = Condition.for_country("NL")


@pytest.fixture
def deck() -> Deck:
    return Deck(np.random.default_rng(1))


def test_the_pool_is_dealt_from_the_best_whichever_round_it_came_in(deck: Deck) -> None:
    deck.keep([Entry("anna", score=3.0), Entry("bente", score=1.0)])
    deck.keep([Entry("carin", score=2.0)])
    assert [entry.name for entry in deck.ordered()] == ["anna", "carin", "bente"]


def test_only_the_best_stay_in_the_pool(deck: Deck) -> None:
    deck.keep(Entry(f"name{score:03}", float(score)) for score in range(200))
    deck.trim()
    scores = [entry.score for entry in deck.pool.values()]
    assert scores == sorted(scores, reverse=True)
    assert 10 <= len(scores) < 200
    assert min(scores) == 200 - len(scores)


def test_a_dealt_name_leaves_the_pool_and_does_not_come_again(deck: Deck) -> None:
    deck.keep([Entry("zoë", 2.0), Entry("anna", 1.0)])
    deck.add([Entry("zoë", 2.0)])
    assert [entry.name for entry in deck.ordered()] == ["anna"]
    assert deck.has("zoe")
    assert deck.has("anna")
    assert not deck.has("bente")


def test_of_two_equally_good_names_the_one_unlike_those_dealt_comes_first(deck: Deck) -> None:
    deck.add([Entry("marina", 2.0), Entry("karina", 2.0)])
    deck.keep([Entry("sabrina", 2.0), Entry("mette", 2.0), Entry("bente", 2.0)])
    assert [name for name, _ in deck.ordered()] == ["bente", "mette", "sabrina"]


def test_a_much_better_name_comes_first_though_like_those_dealt(deck: Deck) -> None:
    deck.add([Entry("marina", 2.0), Entry("karina", 2.0)])
    deck.keep([Entry("sabrina", 2.5), Entry("bente", 2.0)])
    assert [name for name, _ in deck.ordered()] == ["sabrina", "bente"]


def test_what_was_shown_leaves_the_deck_and_joins_no_more(deck: Deck) -> None:
    request = NameRequest(DUTCH, count=2)
    deck.join([Entry(name, 2.0) for name in ("anna", "bente", "carin")], ripe=3)
    deck.leave_out({"anna", "dirkje"})
    assert deck.has("dirkje")
    assert deck.deal(request)
    assert {entry.name for entry in deck.hands[0]} == {"bente", "carin"}
    assert deck.ripe == 0


@pytest.mark.parametrize(
    ("names", "hands"),
    [
        ("lorina celina martina mette", [["lorina", "celina", "mette"], ["martina"]]),
        ("marina karina bente mette", [["marina", "bente", "mette"], ["karina"]]),
        ("marina marije bente mette", [["marina", "bente", "mette"], ["marije"]]),
        ("marlies marina marco mette", [["marlies", "marina", "mette"], ["marco"]]),
    ],
    ids=["two end in three letters", "one in four", "one begins with four", "two with three"],
)
def test_similar_names_come_in_other_hands(names: str, hands: list[list[str]]) -> None:
    best = [Entry(name, 2.0) for name in names.split()]
    dealt = deal_hands(best, NameRequest(DUTCH, count=3))
    assert [[name for name, _ in hand] for hand in dealt] == hands


def test_letters_that_few_names_of_the_country_have_come_once_on_a_card() -> None:
    best = [Entry(name, 2.0) for name in ("aitzara", "mirentza", "elisora", "nerea")]
    common = frozenset({"er", "en", "re", "ra", "el"})
    dealt = deal_hands(best, NameRequest(DUTCH, count=3), common_pairs=common)
    assert [[name for name, _ in hand] for hand in dealt] == [
        ["aitzara", "elisora", "nerea"],
        ["mirentza"],
    ]


def test_a_hand_is_dealt_of_as_many_names_as_are_ripe(deck: Deck) -> None:
    request = NameRequest(DUTCH, count=2)
    deck.join([Entry(name, 2.0) for name in ("anna", "bente", "carin", "dirkje")], ripe=3)
    assert deck.deal(request)
    assert not deck.deal(request)  # one is ripe, and two are left
    assert [entry.name for entry in deck.hands[0]] == ["anna", "bente"]
    assert len(deck.pool) == 2


def test_a_hand_that_would_not_be_full_waits_for_other_names(deck: Deck) -> None:
    request = NameRequest(DUTCH, count=3)
    deck.join([Entry(name, 2.0) for name in ("marina", "karina", "sabrina")], ripe=3)
    assert not deck.deal(request)
    deck.deal_rest(request)
    assert len(deck.hands[0]) == 3
