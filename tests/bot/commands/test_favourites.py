"""`/favourites` as a member uses it, with a real database."""

import codecs

import pytest
from simcord import MemberActor, ResponseMessage
from simcord.components import walk_components

from bot.favourites.repository import FavouritesRepository
from tests.bot.stage import (
    Stage,
    buttons_on,
    ephemeral_message,
    ephemeral_text,
    names_on,
    options_of,
    public_message,
    select_on,
    star_of,
    stars_on,
    text_of,
)

NAMES = [f"Ana{letter}" for letter in "abcdefghijkn"]


async def list_card(stage: Stage, by: MemberActor) -> ResponseMessage:
    return ephemeral_message(await by.slash(stage.channel, "favourites list"))


async def press(by: MemberActor, card: ResponseMessage, action: str, name: str) -> None:
    """Press a name's button on a list, or a page button."""
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


async def choose(by: MemberActor, card: ResponseMessage, name: str) -> None:
    """Choose a name of a list."""
    await by.select(card, [name], custom_id=select_on(card)["custom_id"])


def chosen_on(card: ResponseMessage) -> str:
    (chosen,) = [option["value"] for option in select_on(card)["options"] if option["default"]]
    return str(chosen)


def disabled_on(card: ResponseMessage) -> list[str]:
    return [
        part.get("label") or part["emoji"]["name"]
        for part in walk_components(card.components)
        if part.get("disabled")
    ]


@pytest.fixture
async def twelve_favourites(stage: Stage, favourites: FavouritesRepository) -> list[str]:
    for name in NAMES:
        await favourites.star(stage.ada.guild.id, stage.ada.id, name, None)
    return NAMES


async def stored_order(stage: Stage, favourites: FavouritesRepository) -> list[str]:
    return [
        favourite.name
        for favourite in await favourites.list_favourites(stage.ada.guild.id, stage.ada.id)
    ]


async def test_empty_list_shows_hint_with_example(stage: Stage) -> None:
    text = text_of(await list_card(stage, stage.ada))
    assert "`/name country: Netherlands`" in text
    assert "☆" in text


async def test_names_are_listed_in_star_order_with_provenance(
    stage: Stage,
) -> None:
    card = await stage.name_card(country="NL", count=3, gender="F", style="bold")
    third, first = names_on(card)[2], names_on(card)[0]
    for name in (third, first):
        await stage.star(stage.ada, card, name)
    text = text_of(await list_card(stage, stage.ada))
    assert "### ⭐ Your favourites (2)" in text
    assert f"## 1. {third}\n-# 🇳🇱 Netherlands · female\n" in text
    assert f"## 2. {first}\n" in text


@pytest.mark.usefixtures("twelve_favourites")
async def test_page_has_ten_names(stage: Stage) -> None:
    card = await list_card(stage, stage.ada)
    assert names_on(card) == NAMES[:10]
    assert options_of(select_on(card)) == [f"{at}. {name}" for at, name in enumerate(NAMES[:10], 1)]
    assert disabled_on(card) == ["Top", "Up", "◀️"]
    await press(stage.ada, card, "page", "")
    assert names_on(card) == NAMES[10:]
    assert "Page 2 of 2" in text_of(card)
    assert "## 11. Anak\n" in text_of(card)
    assert disabled_on(card) == ["▶️"]


@pytest.mark.usefixtures("twelve_favourites")
async def test_buttons_are_for_the_chosen_name(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    card = await list_card(stage, stage.ada)
    assert chosen_on(card) == "Anaa"
    await choose(stage.ada, card, "Anac")
    assert chosen_on(card) == "Anac"
    await press(stage.ada, card, "up", "Anac")
    await press(stage.ada, card, "down", "Anac")
    await press(stage.ada, card, "top", "Anac")
    assert chosen_on(card) == "Anac"
    assert disabled_on(card) == ["Top", "Up", "◀️"]
    assert await stored_order(stage, favourites) == ["Anac", "Anaa", "Anab", *NAMES[3:]]
    assert names_on(card) == ["Anac", "Anaa", "Anab", *NAMES[3:10]]


@pytest.mark.usefixtures("twelve_favourites")
async def test_page_follows_moved_name(stage: Stage, favourites: FavouritesRepository) -> None:
    card = await list_card(stage, stage.ada)
    await choose(stage.ada, card, "Anaj")
    await press(stage.ada, card, "down", "Anaj")
    assert await stored_order(stage, favourites) == [*NAMES[:9], "Anak", "Anaj", "Anan"]
    assert "Page 2 of 2" in text_of(card)
    assert "## 11. Anaj\n" in text_of(card)
    assert chosen_on(card) == "Anaj"


@pytest.mark.usefixtures("twelve_favourites")
async def test_the_next_name_is_chosen_when_one_is_removed(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    card = await list_card(stage, stage.ada)
    await choose(stage.ada, card, "Anac")
    await press(stage.ada, card, "remove", "Anac")
    assert "Removed: **Anac**" in text_of(card)
    assert chosen_on(card) == "Anad"
    for name in (name for name in NAMES if name != "Anac"):
        await choose(stage.ada, card, name)
        await press(stage.ada, card, "remove", name)
    assert "`/name country: Netherlands`" in text_of(card)
    assert await stored_order(stage, favourites) == []


async def test_removed_name_is_restored_in_its_place(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    names = await stage.name_card(country="NL", count=3, style="bold", gender="F")
    for name in names_on(names):
        await stage.star(stage.ada, names, name)
    starred = await favourites.list_favourites(stage.ada.guild.id, stage.ada.id)
    card = await list_card(stage, stage.ada)
    await choose(stage.ada, card, starred[1].name)
    await press(stage.ada, card, "remove", starred[1].name)
    await stage.ada.click(card, label="Undo")
    restored = await favourites.list_favourites(stage.ada.guild.id, stage.ada.id)
    assert [star.name for star in restored] == [star.name for star in starred]
    assert restored[1].provenance == starred[1].provenance
    assert chosen_on(card) == starred[1].name
    assert "Undo" not in buttons_on(card)


async def test_the_only_name_is_restored(stage: Stage, favourites: FavouritesRepository) -> None:
    await favourites.star(stage.ada.guild.id, stage.ada.id, "Vesna", None)
    card = await list_card(stage, stage.ada)
    await press(stage.ada, card, "remove", "Vesna")
    await stage.ada.click(card, label="Undo")
    assert await stored_order(stage, favourites) == ["Vesna"]


@pytest.mark.usefixtures("twelve_favourites")
async def test_stale_list_is_harmless(stage: Stage, favourites: FavouritesRepository) -> None:
    old = await list_card(stage, stage.ada)
    await choose(stage.ada, old, "Anab")
    await favourites.unstar(stage.ada.guild.id, stage.ada.id, "Anab")
    await press(stage.ada, old, "down", "Anab")
    assert await stored_order(stage, favourites) == ["Anaa", *NAMES[2:]]
    assert "Anab" not in text_of(old)


@pytest.mark.usefixtures("twelve_favourites")
async def test_list_is_per_member_and_guild(stage: Stage) -> None:
    assert "You haven’t starred any names here yet" in text_of(await list_card(stage, stage.ben))
    in_direct_messages = await stage.ada.user.slash("favourites list")
    assert "You haven’t starred any names here yet" in text_of(
        ephemeral_message(in_direct_messages)
    )


async def test_fullest_list_is_within_discord_limits(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    for number in range(100, 112):
        name = f"{number}".translate(str.maketrans("0123456789", "abcdefghij")) + "*_" * 18 + "s"
        await favourites.star(stage.ada.guild.id, stage.ada.id, name, None)
    card = await list_card(stage, stage.ada)
    parts = list(walk_components(card.components))
    assert len(parts) <= 40
    assert max(len(part["custom_id"]) for part in parts if "custom_id" in part) <= 100


@pytest.mark.usefixtures("twelve_favourites")
async def test_shared_top5_is_public_with_star_buttons_in_the_members_own_order(
    stage: Stage,
) -> None:
    mine = await list_card(stage, stage.ada)
    first = ["Anac", "Anaa", "Anab", "Anad", "Anae"]
    await choose(stage.ada, mine, first[0])
    await press(stage.ada, mine, "top", first[0])
    card = public_message(await stage.ada.click(mine, label="Share my top five"))
    assert "### ⭐ ada’s top five" in text_of(card)
    assert [*stars_on(card).items()] == [(name, "★ 1") for name in first]
    await stage.star(stage.ben, card, first[1])
    assert stars_on(card)[first[1]] == "★ 2"
    assert "added by a member" in text_of(card)
    assert "added by you" in text_of(mine)


async def test_starring_from_shared_top5_keeps_provenance(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    card = await stage.name_card(country="NL", count=1)
    name = names_on(card)[0]
    await stage.star(stage.ada, card, name)
    shared = public_message(
        await stage.ada.click(await list_card(stage, stage.ada), label="Share my top five")
    )
    assert star_of(shared, name) == star_of(card, name)
    await stage.star(stage.ben, shared, name)
    (favourite,) = await favourites.list_favourites(stage.ben.guild.id, stage.ben.id)
    assert favourite.provenance is not None
    assert favourite.provenance.condition.countries == (("NL", 1.0),)


@pytest.mark.usefixtures("twelve_favourites")
async def test_removed_favourites_are_not_shared(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    card = await list_card(stage, stage.ada)
    for name in NAMES:
        await favourites.unstar(stage.ada.guild.id, stage.ada.id, name)
    assert "You haven’t starred any names here yet" in ephemeral_text(
        await stage.ada.click(card, label="Share my top five")
    )


async def add_reply(stage: Stage, name: str) -> str:
    return ephemeral_text(await stage.ada.slash(stage.channel, "favourites add", name=name))


async def test_typed_name_is_added_once(stage: Stage, favourites: FavouritesRepository) -> None:
    assert "**O'Nea-Łu** is now one of your favourites" in await add_reply(stage, " O’Nea-Łu ")
    assert "**Onealu** is already one of your favourites" in await add_reply(stage, "Onealu")
    (favourite,) = await favourites.list_favourites(stage.ada.guild.id, stage.ada.id)
    assert (favourite.name, favourite.provenance) == ("O'Nea-Łu", None)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("Дина", "How about “Dina”?"),
        ("<@1> **x**", "I can’t read \\<"),
        ("a", "at least two letters"),
        (codecs.decode("Shpxvgn", "rot13"), "slur or an obscenity"),
    ],
)
async def test_invalid_typed_names_are_refused(
    stage: Stage, favourites: FavouritesRepository, typed: str, message: str
) -> None:
    assert message in await add_reply(stage, typed)
    assert stage.env.errors
    assert not await favourites.list_favourites(stage.ada.guild.id, stage.ada.id)


@pytest.mark.parametrize("custom_id", ["own:", "own:up", "own:up.x.Ana", "own:dance.1.Ana"])
async def test_invalid_payload_is_reported_as_outdated(
    stage: Stage, twelve_favourites: list[str], custom_id: str
) -> None:
    card = await list_card(stage, stage.ada)
    stored = stage.env.backend.get_message(stage.channel.id, card.id)
    stored.components[0]["components"][-1]["components"][-1]["custom_id"] = custom_id
    assert "older version of me" in ephemeral_text(await stage.ada.click(card, custom_id=custom_id))
    assert twelve_favourites


async def test_available_in_all_contexts_and_installs(
    stage: Stage,
) -> None:
    for name in ("favourites", "top5"):
        command = stage.env.backend.find_command(name, None)
        assert command is not None
        assert sorted(command["contexts"]) == [0, 1, 2]
        assert sorted(command["integration_types"]) == [0, 1]
