"""`/favourites` as a member uses it, kept in a real database."""

import codecs

import pytest
from simcord import MemberActor, ResponseMessage
from simcord.components import walk_components

from bot.favourites.repository import FavouritesRepository
from tests.bot.stage import (
    Stage,
    names_on,
    refused,
    shown,
    star_of,
    stars_on,
    text_of,
)

NAMES = [f"Ana{letter}" for letter in "abcdefg"]


async def listed(stage: Stage, by: MemberActor) -> ResponseMessage:
    result = await by.slash(stage.channel, "favourites list")
    assert result.response is not None
    assert result.response.ephemeral
    return result.response


async def press(by: MemberActor, card: ResponseMessage, action: str, name: str) -> None:
    """Press a button beside a name of a list, or one of the pages."""
    (custom_id,) = [
        part["custom_id"]
        for part in walk_components(card.components)
        if part.get("custom_id", "").startswith(f"own:{action}.")
        and part["custom_id"].endswith(f".{name}")
        and not part["disabled"]
    ]
    result = await by.click(card, custom_id=custom_id)
    assert result.response is not None
    assert result.response.id == card.id


def disabled_on(card: ResponseMessage) -> list[str]:
    return [part["label"] for part in walk_components(card.components) if part.get("disabled")]


@pytest.fixture
async def seven(stage: Stage, favourites: FavouritesRepository) -> list[str]:
    for name in NAMES:
        await favourites.star(stage.ada.guild.id, stage.ada.id, name, None)
    return NAMES


async def order(stage: Stage, favourites: FavouritesRepository) -> list[str]:
    return [one.name for one in await favourites.own(stage.ada.guild.id, stage.ada.id)]


async def test_a_list_without_names_says_how_to_begin_with_an_example(stage: Stage) -> None:
    text = text_of(await listed(stage, stage.ada))
    assert "`/name country: Netherlands`" in text
    assert "☆" in text


async def test_names_stand_in_the_order_in_which_they_were_starred_and_with_where_from(
    stage: Stage,
) -> None:
    card = await stage.card(country="NL", count=3, gender="F", style="bold")
    third, first = names_on(card)[2], names_on(card)[0]
    for name in (third, first):
        await stage.star(stage.ada, card, name)
    text = text_of(await listed(stage, stage.ada))
    assert "## ⭐ Your 2 favourites" in text
    assert f"**1.** **{third}**\n-# 🇳🇱 Netherlands · bold · female" in text
    assert f"**2.** **{first}**" in text


@pytest.mark.usefixtures("seven")
async def test_there_are_five_names_a_page(stage: Stage) -> None:
    card = await listed(stage, stage.ada)
    assert [name for name in NAMES if name in text_of(card)] == NAMES[:5]
    assert disabled_on(card) == ["▲ Up", "◀ Before"]
    await press(stage.ada, card, "page", "")
    assert [name for name in NAMES if name in text_of(card)] == NAMES[5:]
    assert "Page 2 of 2" in text_of(card)
    assert "**6.** **Anaf**" in text_of(card)
    assert disabled_on(card) == ["▼ Down", "More ▶"]


@pytest.mark.usefixtures("seven")
async def test_a_name_is_moved_and_the_page_goes_with_it(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    card = await listed(stage, stage.ada)
    await press(stage.ada, card, "up", "Anab")
    await press(stage.ada, card, "down", "Anac")
    await press(stage.ada, card, "down", "Anac")
    await press(stage.ada, card, "down", "Anac")
    assert await order(stage, favourites) == [
        *("Anab", "Anaa", "Anad", "Anae", "Anaf", "Anac", "Anag"),
    ]
    assert "Page 2 of 2" in text_of(card)
    assert "**6.** **Anac**" in text_of(card)


@pytest.mark.usefixtures("seven")
async def test_a_name_is_removed_and_the_page_stays(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    card = await listed(stage, stage.ada)
    await press(stage.ada, card, "page", "")
    await press(stage.ada, card, "remove", "Anag")
    assert "Page 2 of 2" in text_of(card)
    await press(stage.ada, card, "remove", "Anaf")
    assert "Your 5 favourites" in text_of(card)
    assert "Page" not in text_of(card)
    assert await order(stage, favourites) == NAMES[:5]
    for name in NAMES[:5]:
        await press(stage.ada, card, "remove", name)
    assert "`/name country: Netherlands`" in text_of(card)


@pytest.mark.usefixtures("seven")
async def test_a_list_that_is_older_than_its_names_does_no_harm(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    old = await listed(stage, stage.ada)
    await favourites.unstar(stage.ada.guild.id, stage.ada.id, "Anab")
    await press(stage.ada, old, "down", "Anab")
    assert await order(stage, favourites) == ["Anaa", *NAMES[2:]]
    assert "Anab" not in text_of(old)


@pytest.mark.usefixtures("seven")
async def test_a_list_is_the_members_own(stage: Stage) -> None:
    assert "No name is starred" in text_of(await listed(stage, stage.ben))
    own = await stage.ada.user.slash("favourites list")
    assert own.response is not None
    assert "No name is starred" in text_of(own.response)


async def test_the_fullest_list_is_within_what_discord_allows(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    for number in range(100, 112):
        name = f"{number}".translate(str.maketrans("0123456789", "abcdefghij")) + "*_" * 18 + "s"
        await favourites.star(stage.ada.guild.id, stage.ada.id, name, None)
    card = await listed(stage, stage.ada)
    parts = list(walk_components(card.components))
    assert len(parts) <= 40
    assert max(len(part["custom_id"]) for part in parts if "custom_id" in part) <= 100


async def test_a_shared_top_five_is_for_all_to_see_and_to_star_from(
    stage: Stage, seven: list[str]
) -> None:
    mine = await listed(stage, stage.ada)
    card = shown(await stage.ada.click(mine, label="Share my top five"))
    assert "## ⭐ ada’s top five" in text_of(card)
    assert stars_on(card) == dict.fromkeys(seven[:5], "★ 1")
    await stage.star(stage.ben, card, seven[1])
    assert stars_on(card)[seven[1]] == "★ 2"
    assert "thought of by a member" in text_of(card)


async def test_a_name_starred_from_a_shared_top_five_keeps_where_it_came_from(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    card = await stage.card(country="NL", count=1)
    name = names_on(card)[0]
    await stage.star(stage.ada, card, name)
    shared = shown(await stage.ada.click(await listed(stage, stage.ada), label="Share my top five"))
    assert star_of(shared, name) == star_of(card, name)
    await stage.star(stage.ben, shared, name)
    (kept,) = await favourites.own(stage.ben.guild.id, stage.ben.id)
    assert kept.provenance is not None
    assert kept.provenance.condition.countries == (("NL", 1.0),)


@pytest.mark.usefixtures("seven")
async def test_what_was_removed_meanwhile_is_not_shared(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    card = await listed(stage, stage.ada)
    for name in NAMES:
        await favourites.unstar(stage.ada.guild.id, stage.ada.id, name)
    assert "No name is starred here yet" in refused(
        await stage.ada.click(card, label="Share my top five")
    )


async def add(stage: Stage, name: str) -> str:
    return refused(await stage.ada.slash(stage.channel, "favourites add", name=name))


async def test_a_name_of_ones_own_is_added_once_and_as_typed(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    assert "**O'Nea-Łu** is a favourite of yours now" in await add(stage, " O’Nea-Łu ")
    assert "**Onealu** is a favourite of yours already" in await add(stage, "Onealu")
    (kept,) = await favourites.own(stage.ada.guild.id, stage.ada.id)
    assert (kept.name, kept.provenance) == ("O'Nea-Łu", None)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Дина", "In Latin letters it could be “Dina”"),
        ("<@1> **x**", "I cannot read \\<"),
        ("a", "two letters or more"),
        (codecs.decode("Shpxvgn", "rot13"), "slur or an obscenity"),
    ],
)
async def test_what_can_be_no_name_is_not_added_and_the_reason_told(
    stage: Stage, favourites: FavouritesRepository, typed: str, said: str
) -> None:
    assert said in await add(stage, typed)
    assert stage.env.errors
    assert not await favourites.own(stage.ada.guild.id, stage.ada.id)


@pytest.mark.parametrize("custom_id", ["own:", "own:up", "own:up.x.Ana", "own:dance.1.Ana"])
async def test_a_button_of_another_version_says_what_to_do(
    stage: Stage, seven: list[str], custom_id: str
) -> None:
    card = await listed(stage, stage.ada)
    stored = stage.env.backend.get_message(stage.channel.id, card.id)
    stored.components[0]["components"][-1]["components"][-1]["custom_id"] = custom_id
    assert "older Nomen" in refused(await stage.ada.click(card, custom_id=custom_id))
    assert seven


async def test_it_can_be_used_in_servers_in_direct_messages_and_by_who_installs_it_for_themselves(
    stage: Stage,
) -> None:
    for name in ("favourites", "top5"):
        command = stage.env.backend.find_command(name, None)
        assert command is not None
        assert sorted(command["contexts"]) == [0, 1, 2]
        assert sorted(command["integration_types"]) == [0, 1]
