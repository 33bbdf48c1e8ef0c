"""`/favourites duel` as a member uses it, with a real database."""

import re

from simcord import ResponseMessage

from bot.commands.duel import EvenButton
from bot.favourites.duel import Start, max_questions
from bot.favourites.models import MAX_FAVOURITES, Standing
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
    return re.findall(r"^## \S+ (\w+)$", text_of(card), re.MULTILINE)


async def group_top5(stage: Stage) -> list[str]:
    return [*stars_on(public_message(await stage.ben.slash(stage.channel, "top5")))]


async def choose(stage: Stage, card: ResponseMessage) -> None:
    """Press the button of the better name."""
    await stage.ada.click(card, label=min(names_on(card), key=LIKED.index))


async def settle(stage: Stage, card: ResponseMessage) -> None:
    for _ in range(max_questions(Start.anew(NAMES))):
        if "This or that?" not in text_of(card):
            break
        await choose(stage, card)


async def test_top_five_is_settled_and_the_list_begins_with_it(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await star_all(stage, favourites, *NAMES)
    card = await duel_of(stage)
    assert "Question 1 of up to 13." in text_of(card)
    await settle(stage, card)
    assert names_in(card) == LIKED[:5]
    assert re.search(r"^# 🏆 Guus\nYour number one after \d+ questions\.", text_of(card))
    assert await own_list(stage, favourites) == [*LIKED[:5], "Bram", "Daan"]
    assert "Share my top five" in buttons_on(card)


async def test_list_of_favourites_leads_to_a_duel(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await star_all(stage, favourites, "Anouk")
    own = ephemeral_message(await stage.ada.slash(stage.channel, "favourites list"))
    assert "Duel" not in buttons_on(own)
    await star_all(stage, favourites, "Bram")
    own = ephemeral_message(await stage.ada.slash(stage.channel, "favourites list"))
    await stage.ada.click(own, label="Duel")
    assert sorted(names_on(own)) == ["Anouk", "Bram"]


async def test_new_names_are_asked_about_alone(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await star_all(stage, favourites, *NAMES[1:])
    await settle(stage, await duel_of(stage))
    card = await duel_of(stage)
    assert "Your top five is settled already." in text_of(card)
    assert names_in(card) == [name for name in LIKED if name != "Anouk"][:5]
    await star_all(stage, favourites, "Anouk")
    card = await duel_of(stage)
    assert "Question 1 of up to 3." in text_of(card)
    while "This or that?" in text_of(card):
        assert "Anouk" in names_on(card)
        await choose(stage, card)
    assert names_in(card) == LIKED[:5]
    assert (await own_list(stage, favourites))[:5] == LIKED[:5]


async def test_place_of_a_name_that_was_removed_is_open_again(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await star_all(stage, favourites, *NAMES)
    await settle(stage, await duel_of(stage))
    await favourites.unstar(stage.ada.guild.id, stage.ada.id, "Cato")
    card = await duel_of(stage)
    assert "Question 1 of up to 1." in text_of(card)
    assert sorted(names_on(card)) == ["Bram", "Daan"]
    await choose(stage, card)
    assert names_in(card) == ["Guus", "Anouk", "Fenne", "Elin", "Daan"]


async def test_whoever_moves_a_name_settles_it(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await star_all(stage, favourites, *NAMES)
    await settle(stage, await duel_of(stage))
    await favourites.move(stage.ada.guild.id, stage.ada.id, "Bram", -4)
    card = await duel_of(stage)
    assert "Your top five is settled already." in text_of(card)
    assert names_in(card) == ["Guus", "Bram", "Cato", "Anouk", "Fenne"]
    await favourites.move(stage.ada.guild.id, stage.ada.id, "Guus", 10)
    await favourites.move(stage.ada.guild.id, stage.ada.id, "Bram", 10)
    card = await duel_of(stage)
    assert "Question 1 of up to 2." in text_of(card)
    assert {*names_on(card)} < {"Bram", "Daan", "Guus"}


async def test_two_names_between_which_one_cannot_choose_stay_as_they_were(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await star_all(stage, favourites, *NAMES)
    card = await duel_of(stage)
    while "This or that?" in text_of(card):
        await stage.ada.click(card, label="Can’t choose")
    assert names_in(card) == NAMES[:5]
    assert await own_list(stage, favourites) == NAMES


async def test_last_answer_can_be_taken_back_at_the_end(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await star_all(stage, favourites, *NAMES[1:])
    await settle(stage, await duel_of(stage))
    await star_all(stage, favourites, NAMES[0])
    card = await duel_of(stage)
    asked: list[list[str]] = []
    while "This or that?" in text_of(card):
        asked.append(names_on(card))
        await choose(stage, card)
    await stage.ada.click(card, label="Undo")
    assert names_on(card) == asked[-1]
    await choose(stage, card)
    assert names_in(card) == LIKED[:5]


async def test_it_can_start_over(stage: Stage, favourites: FavouritesRepository) -> None:
    await star_all(stage, favourites, *NAMES)
    card = await duel_of(stage)
    await settle(stage, card)
    await stage.ada.click(card, label="Start over")
    assert "Question 1 of up to 13." in text_of(card)


async def test_one_answer_leaves_one_way_back(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await star_all(stage, favourites, *NAMES[:2])
    card = await duel_of(stage)
    await choose(stage, card)
    assert "Start over" not in buttons_on(card)
    await stage.ada.click(card, label="Undo")
    assert "Question 1 of up to 1." in text_of(card)


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


async def test_opened_in_the_middle_it_goes_on_where_the_member_was(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await star_all(stage, favourites, *NAMES)
    card = await duel_of(stage)
    for _ in range(3):
        await choose(stage, card)
    opened = await duel_of(stage)
    assert "Question 4 of up to 13." in text_of(opened)
    assert names_on(opened) == names_on(card)
    await settle(stage, opened)
    assert names_in(opened) == LIKED[:5]
    assert "Your top five is settled already." in text_of(await duel_of(stage))


async def test_opened_in_the_middle_it_can_start_over(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await star_all(stage, favourites, *NAMES)
    card = await duel_of(stage)
    first = names_on(card)
    for _ in range(3):
        await choose(stage, card)
        assert "Start over" not in buttons_on(card)
    opened = await duel_of(stage)
    await stage.ada.click(opened, label="Start over")
    for begun in (opened, await duel_of(stage)):
        assert "Question 1 of up to 13." in text_of(begun)
        assert names_on(begun) == first


async def test_opened_with_another_list_it_says_that_it_starts_over(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await star_all(stage, favourites, *NAMES[1:])
    await choose(stage, await duel_of(stage))
    await star_all(stage, favourites, NAMES[0])
    opened = await duel_of(stage)
    assert "Your favourites have changed, so let’s start over." in text_of(opened)
    assert "Question 1 of" in text_of(opened)


async def test_where_a_member_was_is_deleted_with_all_else_about_them(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await star_all(stage, favourites, *NAMES)
    await choose(stage, await duel_of(stage))
    privacy = ephemeral_message(await stage.ada.slash(stage.channel, "privacy"))
    question = ephemeral_message(await stage.ada.click(privacy, label="Delete my data"))
    await stage.ada.click(question, label="Delete everything")
    await star_all(stage, favourites, *NAMES)
    assert "Question 1 of" in text_of(await duel_of(stage))


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
    assert "Your favourites have changed, so let’s start over." in text_of(card)
    assert "Question 1 of" in text_of(card)


async def test_one_favourite_makes_no_duel(stage: Stage, favourites: FavouritesRepository) -> None:
    await star_all(stage, favourites, "Anouk")
    refusal = ephemeral_text(await stage.ada.slash(stage.channel, "favourites duel"))
    assert "at least two favourites for a duel" in refusal
    assert stage.env.errors


def test_longest_duel_fits_into_its_buttons() -> None:
    names = [f"name{number}" for number in range(MAX_FAVOURITES)]
    settled = {names[0]: Standing.SETTLED} | dict.fromkeys(names[1:], Standing.NEW)
    for start in (Start.anew(names), Start.of(settled)):
        button = EvenButton.for_answers(start, [True] * max_questions(start), label="Bo")
        assert len(button.custom_id) <= MAX_CUSTOM_ID_LENGTH


async def test_settled_order_breaks_ties_in_the_servers_top_five_once_its_member_agrees(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await star_all(stage, favourites, *NAMES)
    card = await duel_of(stage)
    await settle(stage, card)
    assert "This server’s top five goes by everyone’s stars, not by this order." in text_of(card)
    assert "Nobody sees your order" in text_of(card)
    assert await group_top5(stage) == NAMES[:5]
    await stage.ada.click(card, label="Help break ties")
    assert names_in(card) == LIKED[:5]
    assert "Your favourites help break ties" in text_of(card)
    assert await group_top5(stage) == LIKED[:5]
    await stage.ada.click(card, label="Stop breaking ties")
    assert "Help break ties" in buttons_on(card)
    assert await group_top5(stage) == NAMES[:5]
