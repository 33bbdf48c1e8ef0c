"""What is in memory of members who go through names together, and for how long."""

from datetime import timedelta
from itertools import count, islice

import discord
from discord.utils import time_snowflake, utcnow

from bot.interactions.deck_places import DeckPlace
from bot.interactions.open_decks import DeckKey, OpenDecks

GROUP = 7
ADA, BEN, CLO = (GROUP, 1, 2), (GROUP, 2, 1), (GROUP, 3, 4)
PLACE = DeckPlace(2, number=5)


def pressed(*, minutes_ago: float) -> discord.Interaction:
    """Return a press of which only the time is known, as its id has it."""
    press: discord.Interaction = discord.Interaction.__new__(discord.Interaction)
    press.id = time_snowflake(utcnow() - timedelta(minutes=minutes_ago))
    return press


def test_the_last_press_is_kept_for_a_quarter_of_an_hour() -> None:
    decks = OpenDecks()
    former, recent = decks.open(ADA), decks.open(BEN)
    last = pressed(minutes_ago=14)
    former.interaction, recent.interaction = pressed(minutes_ago=15), last
    decks.open(CLO)
    assert [former.interaction, recent.interaction] == [None, last]
    assert decks.latest_interaction(BEN) is last
    recent.interaction = pressed(minutes_ago=15)
    assert decks.latest_interaction(BEN) is None


def test_where_a_member_is_is_kept_until_a_thousand_others_go_through_names() -> None:
    decks = OpenDecks()
    decks.open(ADA).place = PLACE
    others = ((GROUP, member, 1) for member in count(1000))
    for number, place in ((999, PLACE), (999, PLACE), (1000, None)):
        for other in islice(others, number):
            decks.open(other)
        assert decks.open(ADA).place == place


def test_both_sides_are_forgotten_when_it_ends() -> None:
    decks = OpenDecks()
    sides: list[DeckKey] = [ADA, BEN]
    for side in (*sides, CLO):
        decks.open(side).place = PLACE
    decks.close(*ADA)
    assert [decks.open(side).place for side in (*sides, CLO)] == [None, None, PLACE]
