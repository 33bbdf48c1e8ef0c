"""`/more` as members use it, with a real database and network."""

import re

import pytest

from bot.favourites.repository import FavouritesRepository
from model.domain.condition import Condition
from model.domain.generation import Provenance
from tests.bot.stage import (
    Stage,
    ephemeral_message,
    ephemeral_text,
    names_on,
    public_message,
    text_of,
)

DUTCH = Provenance(Condition.for_country("NL"), seed=1)
STARRED = ["Jorianne", "Marlien", "Annelore"]


@pytest.fixture
async def starred(stage: Stage, favourites: FavouritesRepository) -> None:
    for name in STARRED:
        await favourites.star(stage.ada.guild.id, stage.ada.id, name, DUTCH)
    await favourites.star(stage.ada.guild.id, stage.ada.id, "Vesna", None)


@pytest.mark.usefixtures("starred")
async def test_own_taste_is_for_the_member_alone(stage: Stage) -> None:
    card = ephemeral_message(await stage.ada.slash(stage.channel, "more"))
    assert len(names_on(card)) == 5
    assert not set(names_on(card)) & {*STARRED, "Vesna"}
    assert "Learnt from 4 starred names" in text_of(card)
    assert "🇳🇱 Netherlands" in text_of(card)
    again = ephemeral_message(await stage.ada.click(card, label="Again"))
    assert names_on(again) != names_on(card)


@pytest.mark.usefixtures("starred")
async def test_board_has_more_for_everyone(stage: Stage, favourites: FavouritesRepository) -> None:
    board = public_message(await stage.ben.slash(stage.channel, "top5"))
    card = public_message(await stage.ben.click(board, label="More like these"))
    name = names_on(card)[0]
    await stage.star(stage.ben, card, name)
    (star,) = await favourites.list_favourites(stage.ben.guild.id, stage.ben.id)
    assert (star.name, star.provenance) == (name, Provenance(Condition.for_country("NL")))


@pytest.mark.usefixtures("starred")
async def test_own_list_has_more(stage: Stage) -> None:
    own = ephemeral_message(await stage.ada.slash(stage.channel, "favourites list"))
    card = ephemeral_message(await stage.ada.click(own, label="More like these"))
    assert len(names_on(card)) == 5


@pytest.mark.usefixtures("starred")
async def test_names_can_be_copied(stage: Stage) -> None:
    card = ephemeral_message(await stage.ada.slash(stage.channel, "more"))
    copied = ephemeral_text(await stage.ada.click(card, label="Copy"))
    assert copied.split() == ["```", *names_on(card), "```"]


@pytest.mark.usefixtures("starred")
async def test_names_show_the_known_name_that_they_resemble(stage: Stage) -> None:
    card = ephemeral_message(await stage.ada.slash(stage.channel, "more"))
    assert re.search(r"^\*\*.+\*\* · new · close to .+$", text_of(card), re.MULTILINE)


@pytest.mark.usefixtures("starred")
async def test_rare_names_are_asked_for_again_by_the_button(stage: Stage) -> None:
    card = ephemeral_message(await stage.ada.slash(stage.channel, "more", kind="rare"))
    again = ephemeral_message(await stage.ada.click(card, label="Again"))
    for message in (card, again):
        marks = re.findall(r"^\*\*.+\*\* · (\w+)", text_of(message), re.MULTILINE)
        assert marks == ["rare"] * 5


async def test_without_invented_stars_there_is_nothing_to_learn_from(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await favourites.star(stage.ada.guild.id, stage.ada.id, "Vesna", None)
    assert "there aren’t any yet" in ephemeral_text(await stage.ada.slash(stage.channel, "more"))


async def test_direct_messages_have_no_group_to_learn_from(stage: Stage) -> None:
    refusal = ephemeral_text(await stage.ada.user.slash("more", whose="group"))
    assert "no server top five in DMs" in refusal
    assert stage.env.errors
