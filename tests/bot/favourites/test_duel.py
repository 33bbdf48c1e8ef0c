"""Duels: few questions, and the right answer whatever the list."""

import random
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.favourites.duel import (
    Duel,
    decode_answers,
    digest_of,
    encode_answers,
    hold_duel,
    max_questions,
)
from bot.favourites.models import MAX_FAVOURITES

Choice = Callable[[str, str], bool]


def play(names: list[str], prefers_first: Choice) -> Duel:
    """Answer until the end."""
    answers: list[bool] = []
    while True:
        duel = hold_duel(names, answers)
        assert duel is not None
        if duel.question is None:
            return duel
        answers.append(prefers_first(*duel.question))


def names_of(number: int) -> list[str]:
    return [f"name{index}" for index in range(number)]


@given(st.integers(1, MAX_FAVOURITES), st.randoms())
def test_finds_the_five_that_a_member_likes_most(number: int, random_: random.Random) -> None:
    liked = names_of(number)
    random_.shuffle(liked)
    duel = play(names_of(number), lambda one, other: liked.index(one) < liked.index(other))
    assert list(duel.best) == liked[:5]
    assert duel.asked <= max_questions(number)


def most_asked(names: list[str], answers: tuple[bool, ...] = ()) -> int:
    """Return how many more questions the most unlucky answers lead to."""
    duel = hold_duel(names, answers)
    assert duel is not None
    if duel.question is None:
        return 0
    return 1 + max(most_asked(names, (*answers, answer)) for answer in (True, False))


@pytest.mark.parametrize("number", range(1, 7))
def test_no_answers_lead_to_more_questions_than_promised(number: int) -> None:
    assert most_asked(names_of(number)) == max_questions(number)


@pytest.mark.parametrize("number", range(1, MAX_FAVOURITES + 1))
def test_promises_two_questions_a_name_at_most(number: int) -> None:
    assert max_questions(number) <= 2 * number


def test_list_in_another_order_is_the_same_duel() -> None:
    names, answers = names_of(9), [True, False, False]
    assert hold_duel(names, answers) == hold_duel(names[::-1], answers)
    assert digest_of(names) == digest_of(names[::-1]) != digest_of(names[1:])


def test_more_answers_than_questions_are_no_duel() -> None:
    assert hold_duel(["bo"], [True]) is None
    assert hold_duel(["ana", "bo"], [True, True]) is None


@given(st.lists(st.booleans(), max_size=2 * MAX_FAVOURITES))
def test_answers_round_trip(answers: list[bool]) -> None:
    assert decode_answers(encode_answers(answers)) == tuple(answers)


@pytest.mark.parametrize("text", ["", "A", "AAAA", "Aw==", "é", "A B", "w7-"])
def test_other_texts_are_no_answers(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        decode_answers(text)
