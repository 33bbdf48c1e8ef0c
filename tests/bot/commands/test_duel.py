"""`/favourites duel` as a member uses it, with a real database."""

import re

from simcord import ResponseMessage

from bot.commands.duel import DuelButton
from bot.favourites.duel import digest_of, max_questions
from bot.favourites.models import MAX_FAVOURITES
from bot.favourites.repository import FavouritesRepository
from bot.interactions.custom_ids import MAX_CUSTOM_ID_LENGTH
from tests.bot.stage import (
    Stage,
    buttons_on,
    ephemeral_message,
    ephemeral_text,
    names_on,
    public_message,
    stars_on,
    text_of,
)

NAMES = ["Anouk", "Bram", "Cato", "Daan", "Elin", "Fenne", "Guus"]
LIKED = ["Guus", "Cato", "Anouk", "Fenne", "Elin", "Daan", "Bram"]
"""The same, the best first."""


async def star_all(stage: Stage, favourites: FavouritesRepository, *names: str) -> None:
    for name in names:
        await favourites.star(stage.ada.guild.id, stage.ada.id, name, None)


async def duel_of(stage: Stage) -> ResponseMessage:
    return ephemeral_message(await stage.ada.slash(stage.channel, "favourites duel"))


async def own_list(stage: Stage, favourites: FavouritesRepository) -> list[str]:
    starred = await favourites.list_favourites(stage.ada.guild.id, stage.ada.id)
    return [favourite.name for favourite in starred]


def names_in(card: ResponseMessage) -> list[str]:
    return re.findall(r"\*\*(\w+)\*\*", text_of(card))


async def group_top5(stage: Stage) -> list[str]:
    return [*stars_on(public_message(await stage.ben.slash(stage.channel, "top5")))]


async def choose(stage: Stage, card: ResponseMessage) -> None:
    """Press the button of the better name."""
    await stage.ada.click(card, label=min(names_on(card), key=LIKED.index))


async def settle(stage: Stage, card: ResponseMessage) -> None:
    for _ in range(max_questions(len(NAMES))):
        if "This or that?" not in text_of(card):
            break
        await choose(stage, card)


async def test_top_five_is_settled_and_the_list_begins_with_it(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await star_all(stage, favourites, *NAMES)
    card = await duel_of(stage)
    assert "Question 1 of 13 at most." in text_of(card)
    await settle(stage, card)
    assert names_in(card) == LIKED[:5]
    assert await own_list(stage, favourites) == [*LIKED[:5], "Bram", "Daan"]
    assert "Share my top five" in buttons_on(card)


async def test_last_answer_can_be_taken_back(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await star_all(stage, favourites, *NAMES)
    card = await duel_of(stage)
    first = names_on(card)
    assert "Undo" not in buttons_on(card)
    await choose(stage, card)
    assert names_on(card) != first
    await stage.ada.click(card, label="Undo")
    assert names_on(card) == first


async def test_reordering_in_the_middle_changes_nothing(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await star_all(stage, favourites, *NAMES)
    card = await duel_of(stage)
    await choose(stage, card)
    await favourites.move(stage.ada.guild.id, stage.ada.id, "Guus", -3)
    await choose(stage, card)
    assert "Question 3 of" in text_of(card)


async def test_star_in_the_middle_starts_over(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await star_all(stage, favourites, *NAMES[1:])
    card = await duel_of(stage)
    await choose(stage, card)
    await star_all(stage, favourites, NAMES[0])
    await choose(stage, card)
    assert "Your favourites have changed, so this starts over." in text_of(card)
    assert "Question 1 of" in text_of(card)


async def test_one_favourite_makes_no_duel(stage: Stage, favourites: FavouritesRepository) -> None:
    await star_all(stage, favourites, "Anouk")
    refusal = ephemeral_text(await stage.ada.slash(stage.channel, "favourites duel"))
    assert "takes two favourites" in refusal
    assert stage.env.errors


def test_longest_duel_fits_into_its_buttons() -> None:
    answers = [True] * max_questions(MAX_FAVOURITES)
    button = DuelButton.for_answers(digest_of(["bo"]), answers, label="Bo")
    assert len(button.custom_id) <= MAX_CUSTOM_ID_LENGTH


async def test_settled_order_breaks_ties_in_the_servers_top_five_once_its_member_agrees(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await star_all(stage, favourites, *NAMES)
    card = await duel_of(stage)
    await settle(stage, card)
    assert "Nobody sees it" in text_of(card)
    assert await group_top5(stage) == NAMES[:5]
    await stage.ada.click(card, label="Let my order break ties")
    assert names_in(card) == LIKED[:5]
    assert "Your list helps break ties" in text_of(card)
    assert await group_top5(stage) == LIKED[:5]
    await stage.ada.click(card, label="Stop breaking ties")
    assert "Let my order break ties" in buttons_on(card)
    assert await group_top5(stage) == NAMES[:5]
