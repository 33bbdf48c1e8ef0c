"""Duels: few questions, and the right answer whatever the list and what is settled of it."""

import random
import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.tournament import Start, decode_answers, encode_answers, hold_duel, max_questions
from bot.store.stars import MAX_FAVOURITES, Standing

Choice = Callable[[str, str], bool]
NINE = [f"name{index}" for index in range(9)]


def play(start: Start, prefers_first: Choice) -> tuple[list[str], int]:
    """Answer until the end; return the best names, and how many questions it took."""
    answers: list[bool] = []
    while True:
        duel = hold_duel(start, answers)
        assert duel is not None
        if duel.question is None:
            return [*duel.best], len(answers)
        assert not duel.best
        answers.append(prefers_first(*duel.question))


def names_of(number: int) -> list[str]:
    return [f"name{index}" for index in range(number)]


def by_liking(liked: Sequence[str]) -> Choice:
    return lambda one, other: liked.index(one) < liked.index(other)


def start_of(liked: Sequence[str], num_settled: int, num_behind: int, num_new: int) -> Start:
    """Return a start with what is true of names, given in the order of liking."""
    new = random.Random(len(liked)).sample(liked, num_new)  # noqa: S311 - for a test
    standings = [Standing.SETTLED] * num_settled + [Standing.BEHIND] * num_behind
    old = zip((name for name in liked if name not in new), standings, strict=True)
    return Start.of(dict(old) | dict.fromkeys(new, Standing.NEW))


@st.composite
def starts(draw: st.DrawFn, most_new: int) -> tuple[Start, list[str]]:
    """Draw what is known of a list, and its names in the order of liking."""
    numbers = draw(st.tuples(st.integers(0, 7), st.integers(0, 20), st.integers(0, most_new)))
    liked = names_of(sum(numbers))
    draw(st.randoms()).shuffle(liked)
    return start_of(liked, *numbers), liked


@pytest.mark.slow
@given(starts(MAX_FAVOURITES - 27))
def test_finds_the_five_that_a_member_likes_most(drawn: tuple[Start, list[str]]) -> None:
    start, liked = drawn
    best, asked = play(start, by_liking(liked))
    assert best == liked[:5]
    assert asked <= max_questions(start)


@pytest.mark.parametrize(("num_new", "most"), [(0, 0), (1, 3), (2, 7), (3, 11)])
def test_few_new_names_take_few_questions(num_new: int, most: int) -> None:
    assert max_questions(start_of(names_of(20 + num_new), 5, 15, num_new)) == most


def test_settled_names_never_meet_nor_those_behind() -> None:
    liked = names_of(12)
    start = start_of(liked, 5, 6, 1)
    (new,) = start.new

    def choose(one: str, other: str) -> bool:
        assert new in {one, other}
        return liked.index(one) < liked.index(other)

    play(start, choose)


def test_without_settled_names_nothing_is_known() -> None:
    assert Start.of(dict.fromkeys(["ana", "bo"], Standing.BEHIND)) == Start.anew(["ana", "bo"])


def most_asked(start: Start, answers: tuple[bool, ...] = ()) -> int:
    """Return how many more questions the most unlucky answers lead to."""
    duel = hold_duel(start, answers)
    assert duel is not None
    if duel.question is None:
        return 0
    return 1 + max(most_asked(start, (*answers, answer)) for answer in (True, False))


@pytest.mark.parametrize("number", range(1, 7))
def test_no_answers_lead_to_more_questions_than_promised(number: int) -> None:
    start = Start.anew(names_of(number))
    assert most_asked(start) == max_questions(start)


def test_promises_two_questions_a_name_at_most() -> None:
    numbers = range(1, MAX_FAVOURITES + 1)
    assert all(max_questions(Start.anew(names_of(number))) <= 2 * number for number in numbers)


def test_list_in_another_order_is_the_same_duel() -> None:
    start, turned, answers = Start.anew(NINE), Start.anew(NINE[::-1]), [True, False, False]
    assert Start.decode(start.encode(), NINE[::-1]) == start == turned
    assert hold_duel(start, answers) == hold_duel(turned, answers)


@given(starts(9))
def test_start_is_known_again_after_its_end(drawn: tuple[Start, list[str]]) -> None:
    """So that the last answer can be taken back when the list has been put in order."""
    start, liked = drawn
    best, _ = play(start, by_liking(liked))
    listed = [*start.settled, *start.behind, *start.new]
    settled = [*best, *(name for name in listed if name not in best)]
    assert Start.decode(start.encode(), listed) == Start.decode(start.encode(), settled) == start


@pytest.mark.parametrize(
    ("start", "order"),
    [
        (Start.anew(NINE), NINE[:8]),
        (Start.anew(NINE), [*NINE, "bo"]),
        (Start.anew(NINE), [*NINE[:8], "bo"]),
        (start_of(NINE, 5, 4, 0), [NINE[1], NINE[0], *NINE[2:]]),
    ],
    ids=["one fewer", "one more", "another", "settled otherwise"],
)
def test_other_names_are_another_start(start: Start, order: list[str]) -> None:
    assert Start.decode(start.encode(), order) is None


@pytest.mark.parametrize("text", ["", "kmgqrYdU", "kmgqrYdUé", "kmgqrYdU5HQ", "kmgqrYdUxHQ"])
def test_other_texts_are_no_start(text: str) -> None:
    assert Start.decode(text, ["ana", "bo", "cas"]) is None


def test_more_answers_than_questions_are_no_duel() -> None:
    assert hold_duel(Start.anew(["bo"]), [True]) is None
    assert hold_duel(Start.anew(["ana", "bo"]), [True, True]) is None


@given(st.lists(st.booleans(), max_size=2 * MAX_FAVOURITES))
def test_answers_round_trip(answers: list[bool]) -> None:
    assert decode_answers(encode_answers(answers)) == tuple(answers)


@pytest.mark.parametrize("text", ["", "A", "AAAA", "Aw==", "é", "A B", "w7-"])
def test_other_texts_are_no_answers(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        decode_answers(text)
