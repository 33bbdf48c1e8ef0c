"""What is in memory alone: how much of it, and for how long."""

from collections.abc import Callable
from datetime import timedelta

import discord
import pytest
from discord.utils import time_snowflake, utcnow

from bot.interactions.deck_places import DeckPlace
from bot.interactions.left_names import LeftNames
from bot.interactions.live_boards import LiveBoards
from bot.interactions.open_decks import OpenDecks
from bot.interactions.open_duels import OpenDuels
from bot.interactions.shown_names import MAX_NAMES, ShownNames
from bot.interactions.weekly_firsts import WeeklyFirsts
from model.domain.condition import Condition
from model.domain.generation import NameRequest

GROUP, ADA, BEN, CLO = 7, 1, 2, 3
REQUEST = NameRequest(Condition.for_country("NL"))
NAMES = [("marle", 3.5), ("łucja", 3.25)]
PLACE = DeckPlace(2, number=5)

Memory = tuple[Callable[[int], object], Callable[[int], bool]]
"""What has something remembered of a group or member, and tells whether it is."""


def left_names() -> Memory:
    left = LeftNames()
    return (
        lambda member: left.keep((0, member), REQUEST, NAMES),
        lambda member: left.take((0, member), REQUEST) == NAMES,
    )


def shown_names() -> Memory:
    shown = ShownNames()
    return lambda group: shown.add((group, 0), ["Bo"]), lambda group: "bo" in shown.to((group, 0))


def live_boards() -> Memory:
    boards = LiveBoards()
    return lambda guild: boards.add(guild, 70, 1), lambda guild: bool(boards.latest(guild))


def weekly_firsts() -> Memory:
    firsts = WeeklyFirsts()
    return firsts.take, lambda guild: not firsts.take(guild)


def open_duels() -> Memory:
    duels = OpenDuels()
    return (
        lambda member: duels.keep((GROUP, member), "first"),
        lambda member: duels.answers_of((GROUP, member)) == "first",
    )


def open_decks() -> Memory:
    decks = OpenDecks()

    def remember(member: int) -> None:
        decks.open((GROUP, member, ADA)).place = PLACE

    return remember, lambda member: decks.open((GROUP, member, ADA)).place == PLACE


@pytest.mark.parametrize(
    ("memory", "most"),
    [
        *((left_names, 1500), (shown_names, 1000), (live_boards, 1000)),
        *((weekly_firsts, 10_000), (open_duels, 1000), (open_decks, 1000)),
    ],
)
def test_so_many_are_remembered_and_the_least_recent_are_forgotten(
    memory: Callable[[], Memory], most: int
) -> None:
    remember, is_remembered = memory()
    for number in range(most + 1):
        remember(number)
    assert is_remembered(1)
    assert is_remembered(most)
    assert not is_remembered(0)


@pytest.mark.parametrize(
    ("memory", "most"), [(live_boards, 1000), (open_duels, 1000), (open_decks, 1000)]
)
def test_what_is_used_again_is_recent(memory: Callable[[], Memory], most: int) -> None:
    remember, is_remembered = memory()
    for number in (*range(most), 0, most):
        remember(number)
    assert is_remembered(0)
    assert not is_remembered(1)


def test_names_that_are_left_are_taken_once() -> None:
    left = LeftNames()
    left.keep((0, ADA), REQUEST, NAMES)
    assert left.take((0, ADA), REQUEST) == NAMES
    assert left.take((0, ADA), REQUEST) is None


def test_no_names_left_are_known_to_be_none() -> None:
    left = LeftNames()
    left.keep((0, ADA), REQUEST, [])
    assert left.take((0, ADA), REQUEST) == []


def test_each_is_shown_names_of_their_own() -> None:
    friends, ada = (GROUP, 0), (0, ADA)
    shown = ShownNames()
    shown.add(friends, ["Zoë", "Bo"])
    shown.add(ada, ["Cas"])
    assert "zoe" in shown.to(friends)
    assert "zoe" not in shown.to(ada)
    assert all(name in shown.to(friends, ada) for name in ("zoe", "bo", "cas"))
    assert "dee" not in shown.to(friends, ada)


def test_names_shown_long_ago_are_forgotten() -> None:
    shown = ShownNames()
    for number in range(MAX_NAMES + 1):
        shown.add((GROUP, 0), [f"Name{chr(number + 0x4E00)}"])
    assert len(shown.to((GROUP, 0)).hashes) == MAX_NAMES


def test_the_latest_three_boards_of_a_guild_are_remembered_each_once() -> None:
    boards = LiveBoards()
    for message in (1, 2, 3, 2, 4):
        boards.add(GROUP, 70, message)
    assert boards.latest(GROUP) == ((70, 3), (70, 2), (70, 4))
    assert boards.latest(GROUP + 1) == ()


def test_each_has_their_own_duel_in_each_group_until_its_end() -> None:
    duels = OpenDuels()
    duels.keep((GROUP, ADA), "first")
    duels.keep((GROUP, BEN), "other")
    duels.keep((GROUP, ADA), "second")
    assert duels.answers_of((GROUP, ADA)) == "second"
    assert not duels.answers_of((GROUP + 1, ADA))
    duels.keep((GROUP, ADA), "")
    assert not duels.answers_of((GROUP, ADA))
    assert duels.answers_of((GROUP, BEN)) == "other"


def test_a_members_duels_are_forgotten_everywhere() -> None:
    duels = OpenDuels()
    for owner in ((GROUP, ADA), (GROUP + 1, ADA), (GROUP, BEN)):
        duels.keep(owner, "first")
    duels.forget(ADA)
    assert not duels.answers_of((GROUP, ADA))
    assert not duels.answers_of((GROUP + 1, ADA))
    assert duels.answers_of((GROUP, BEN)) == "first"


def pressed(*, minutes_ago: float) -> discord.Interaction:
    """Return a press of which only the time is known, as its id has it."""
    press: discord.Interaction = discord.Interaction.__new__(discord.Interaction)
    press.id = time_snowflake(utcnow() - timedelta(minutes=minutes_ago))
    return press


def test_the_last_press_on_a_deck_is_kept_for_a_quarter_of_an_hour() -> None:
    decks, adas, bens = OpenDecks(), (GROUP, ADA, BEN), (GROUP, BEN, ADA)
    former, recent = decks.open(adas), decks.open(bens)
    last = pressed(minutes_ago=14)
    former.interaction, recent.interaction = pressed(minutes_ago=15), last
    decks.open((GROUP, CLO, 4))
    assert [former.interaction, recent.interaction] == [None, last]
    assert decks.latest_interaction(bens) is last
    recent.interaction = pressed(minutes_ago=15)
    assert decks.latest_interaction(bens) is None


def test_both_sides_of_a_match_are_forgotten_when_it_ends() -> None:
    decks, sides = OpenDecks(), ((GROUP, ADA, BEN), (GROUP, BEN, ADA), (GROUP, CLO, 4))
    for side in sides:
        decks.open(side).place = PLACE
    decks.close(GROUP, ADA, BEN)
    assert [decks.open(side).place for side in sides] == [None, None, PLACE]
