"""Stars as members press them, kept in a real database."""

import gc
from pathlib import Path

import numpy as np
import pytest
from discord import ui
from simcord import ResponseMessage

from bot.app import NomenBot
from bot.favourites.errors import StoreError
from bot.favourites.models import DIRECT_MESSAGES, MAX_FAVOURITES
from bot.favourites.repository import FavouritesRepository
from bot.favourites.sqlite.repository import open_favourites
from bot.services.name_service import NameService
from model.domain.condition import Condition
from model.domain.generation import Provenance
from model.inference.name_generator import NameGenerator
from tests.bot.stage import (
    Stage,
    buttons_on,
    names_on,
    refused,
    seed_on,
    shown,
    star_of,
    stars_on,
    text_of,
)


async def starred(stage: Stage, favourites: FavouritesRepository) -> list[str]:
    """Ada's favourites in the group."""
    return [one.name for one in await favourites.own(stage.ada.guild.id, stage.ada.id)]


def offer(message: ResponseMessage | None) -> ResponseMessage:
    """The offer to take a star back, for one member alone."""
    assert message is not None
    assert message.ephemeral
    assert [*buttons_on(message)] == ["Take it back"]
    return message


async def test_every_name_of_a_card_has_a_star_and_nobody_has_pressed_it(stage: Stage) -> None:
    card = await stage.card(country="NL", count=10)
    assert stars_on(card) == dict.fromkeys(names_on(card), "☆")


async def test_a_press_stars_the_name_and_the_card_counts_it_for_all(stage: Stage) -> None:
    card = await stage.card(country="NL", count=3)
    first, second, third = names_on(card)
    for member in (stage.ada, stage.ben):
        assert shown(await stage.star(member, card, second)).id == card.id
    await stage.star(stage.ben, card, third)
    assert stars_on(card) == {first: "☆", second: "★ 2", third: "★ 1"}


async def test_a_press_changes_nothing_else_on_the_card(stage: Stage) -> None:
    card = await stage.card(country="NL", count=3, gender="F", style="bold")
    text, buttons = text_of(card), buttons_on(card)
    ids = [star_of(card, name) for name in names_on(card)]
    await stage.star(stage.ada, card, names_on(card)[0])
    assert (text_of(card), buttons_on(card)) == (text, buttons)
    assert [star_of(card, name) for name in names_on(card)] == ids
    container = stage.env.backend.get_message(stage.channel.id, card.id).components[0]
    assert container["accent_color"] == 0xE0A13A


async def test_what_the_name_was_invented_from_is_kept(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    card = await stage.card(country="NL", gender="F", style="classic", count=1)
    await stage.star(stage.ada, card, names_on(card)[0])
    (kept,) = await favourites.own(stage.ada.guild.id, stage.ada.id)
    assert kept.name == names_on(card)[0]
    assert kept.provenance is not None
    assert kept.provenance == Provenance(Condition.for_country("NL", "F"), 2.0, seed_on(card))


async def test_a_second_press_changes_nothing_and_offers_to_take_the_star_back(
    stage: Stage,
) -> None:
    card = await stage.card(country="NL", count=2)
    name = names_on(card)[0]
    for _ in range(2):
        await stage.star(stage.ada, card, name)
    offered = offer((await stage.star(stage.ada, card, name)).response)
    assert f"You have starred **{name}** already" in text_of(offered)
    assert stars_on(card)[name] == "★ 1"


async def test_a_star_that_is_taken_back_is_gone_from_the_card_too(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    card = await stage.card(country="NL", count=2)
    name = names_on(card)[1]
    for member in (stage.ada, stage.ben):
        await stage.star(member, card, name)
    offered = offer((await stage.star(stage.ada, card, name)).response)
    for _ in range(2):  # once more does no harm
        done = await stage.ada.click(offered, custom_id=buttons_on(offered)["Take it back"])
        assert done.response is not None
        assert done.response.id == offered.id
        if not buttons_on(offered):
            break
    assert f"**{name}** is no favourite of yours any more" in text_of(offered)
    assert not buttons_on(offered)
    assert stars_on(card)[name] == "★ 1"
    assert await starred(stage, favourites) == []


async def test_a_star_is_taken_back_where_the_card_is_gone(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    card = await stage.card(country="NL", count=2)
    name = names_on(card)[0]
    await stage.star(stage.ada, card, name)
    offered = offer((await stage.star(stage.ada, card, name)).response)
    stage.env.backend.delete_message(stage.channel.id, card.id)
    await stage.ada.click(offered, label="Take it back")
    assert "no favourite of yours any more" in text_of(offered)
    assert await starred(stage, favourites) == []


async def test_a_card_counts_the_stars_that_its_names_have_already(stage: Stage) -> None:
    card = await stage.card(country="IR", count=3)
    await stage.star(stage.ben, card, names_on(card)[1])
    again = await stage.card(country="IR", count=3, seed=seed_on(card))
    assert list(stars_on(again).values()) == ["☆", "★ 1", "☆"]


async def test_a_star_survives_that_the_bot_is_started_anew_between_card_and_press(
    stage: Stage, namer: NameGenerator, database: Path
) -> None:
    card = await stage.card(country="PL", count=2)
    name = names_on(card)[0]
    await stage.star(stage.ada, card, name)
    naming = NameService(namer, np.random.default_rng(7))
    async with open_favourites(database) as favourites:
        await stage.env.restart_bot(NomenBot(naming, favourites, shard_count=1))
        await stage.star(stage.ben, card, name)
        assert stars_on(card)[name] == "★ 2"
        assert await favourites.counts(stage.ada.guild.id, 0, [name]) == {name: 2}
        await stage.env.restart_bot(NomenBot(naming, favourites, shard_count=1))
    naming.close()


async def test_stars_in_direct_messages_are_a_members_own(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    card = shown(await stage.ada.user.slash("name", country="NL", count=2))
    name = names_on(card)[0]
    await favourites.star(DIRECT_MESSAGES, stage.ben.id, name, None)
    await stage.ada.user.click(card, custom_id=star_of(card, name))
    assert stars_on(card)[name] == "★ 1"
    offered = offer((await stage.ada.user.click(card, custom_id=star_of(card, name))).response)
    await stage.ada.user.click(offered, label="Take it back")
    assert stars_on(card)[name] == "☆"
    assert [one.name for one in await favourites.own(DIRECT_MESSAGES, stage.ben.id)] == [name]


async def test_a_group_does_not_count_the_stars_of_another(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    card = await stage.card(country="NL", count=1)
    await favourites.star(stage.ada.guild.id + 1, stage.ben.id, names_on(card)[0], None)
    again = await stage.card(country="NL", count=1, seed=seed_on(card))
    assert stars_on(again) == {names_on(card)[0]: "☆"}


async def test_who_has_as_many_favourites_as_there_can_be_is_told_so(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    for number in range(MAX_FAVOURITES):
        await favourites.star(stage.ada.guild.id, stage.ada.id, f"Ana{number}", None)
    card = await stage.card(country="NL", count=1)
    name = names_on(card)[0]
    assert "You have 200 favourites here" in refused(await stage.star(stage.ada, card, name))
    assert stars_on(card)[name] == "☆"


async def test_without_its_database_the_bot_makes_names_and_says_why_it_takes_no_star(
    stage: Stage, favourites: FavouritesRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        message = "The database of favourites has no room left on its disk. Nothing was changed."
        raise StoreError(message)

    for question in ("counts", "star", "unstar"):
        monkeypatch.setattr(favourites, question, fail)
    card = await stage.card(country="NL", count=2)
    answer = refused(await stage.star(stage.ada, card, names_on(card)[0]))
    assert answer == "The database of favourites has no room left on its disk. Nothing was changed."


@pytest.mark.parametrize(
    "custom_id",
    ["star:", "star:Marle", "star:....", "star:QQ1000..100.1.Marle", "unstar:", "unstar:x.Marle"],
)
async def test_a_star_of_another_version_says_what_to_do(stage: Stage, custom_id: str) -> None:
    card = await stage.card(country="NL", count=1)
    stored = stage.env.backend.get_message(stage.channel.id, card.id)
    stored.components[0]["components"][-1]["components"][0]["custom_id"] = custom_id
    assert "older Nomen" in refused(await stage.ada.click(card, custom_id=custom_id))


async def test_no_card_is_kept_however_many_stars_are_pressed(stage: Stage) -> None:
    card = await stage.card(country="NL", count=10)
    for name in names_on(card):
        await stage.star(stage.ada, card, name)
        offered = offer((await stage.star(stage.ada, card, name)).response)
        await stage.ada.click(offered, label="Take it back")
    gc.collect()
    # By type(): isinstance would ask things for their __class__, and some wake up by that.
    assert not [thing for thing in gc.get_objects() if issubclass(type(thing), ui.LayoutView)]
