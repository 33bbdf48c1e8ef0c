"""`/favourites` as a member uses it, with a real database."""

import codecs

import pytest
from simcord import ResponseMessage
from simcord.components import walk_components

from tests.bot.stage import (
    Stage,
    buttons_on,
    ephemeral_message,
    names_on,
    options_on,
    select_on,
    star_of,
    stars_on,
    text_of,
)

NAMES = [f"Ana{letter}" for letter in "abcdefghijkn"]


async def press(stage: Stage, card: ResponseMessage, button: str) -> None:
    """Press a button on a list, which changes in its place."""
    result = await stage.ada.click(card, custom_id=buttons_on(card)[button])
    assert result.response is not None
    assert result.response.id == card.id


async def choose(stage: Stage, card: ResponseMessage, name: str) -> None:
    """Choose a name of a list."""
    await stage.ada.select(card, [name], custom_id=select_on(card)["custom_id"])


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
async def own(stage: Stage) -> ResponseMessage:
    """Ada's list of twelve names."""
    await stage.give_stars(stage.ada, *NAMES)
    return await stage.private("favourites list")


@pytest.mark.usefixtures("own")
async def test_a_list_that_is_empty_here_shows_hint_with_example(stage: Stage) -> None:
    for card in (
        await stage.private("favourites list", stage.ben),
        ephemeral_message(await stage.ada.user.slash("favourites list")),
    ):
        assert "You haven’t starred any names here yet" in text_of(card)
        assert "`/name country: Netherlands` and press ☆" in text_of(card)


async def test_names_are_listed_in_star_order_with_provenance(stage: Stage) -> None:
    card = await stage.name_card(country="NL", count=3, gender="F", style="classic")
    third, first = names_on(card)[2], names_on(card)[0]
    for name in (third, first):
        await stage.star(stage.ada, card, name)
    text = text_of(await stage.private("favourites list"))
    assert "### ⭐ Your favourites (2)" in text
    assert f"## 1. {third}\n-# 🇳🇱 Netherlands · female\n" in text
    assert f"## 2. {first}\n" in text


async def test_page_has_ten_names(stage: Stage, own: ResponseMessage) -> None:
    assert names_on(own) == NAMES[:10]
    assert options_on(own) == [f"{at}. {name}" for at, name in enumerate(NAMES[:10], 1)]
    assert disabled_on(own) == ["Top", "Up", "◀️"]
    await press(stage, own, "▶️")
    assert names_on(own) == NAMES[10:]
    assert "## 11. Anak\n" in text_of(own)
    assert disabled_on(own) == ["▶️"]


async def test_buttons_are_for_the_chosen_name(stage: Stage, own: ResponseMessage) -> None:
    assert chosen_on(own) == "Anaa"
    await choose(stage, own, "Anac")
    assert chosen_on(own) == "Anac"
    await press(stage, own, "Up")
    await press(stage, own, "Down")
    await press(stage, own, "Top")
    assert chosen_on(own) == "Anac"
    assert disabled_on(own) == ["Top", "Up", "◀️"]
    assert await stage.starred_by(stage.ada) == ["Anac", "Anaa", "Anab", *NAMES[3:]]
    assert names_on(own) == ["Anac", "Anaa", "Anab", *NAMES[3:10]]


async def test_page_follows_moved_name(stage: Stage, own: ResponseMessage) -> None:
    await choose(stage, own, "Anaj")
    await press(stage, own, "Down")
    assert await stage.starred_by(stage.ada) == [*NAMES[:9], "Anak", "Anaj", "Anan"]
    assert "## 11. Anaj\n" in text_of(own)
    assert chosen_on(own) == "Anaj"


async def test_the_next_name_is_chosen_if_one_is_gone(stage: Stage, own: ResponseMessage) -> None:
    await choose(stage, own, "Anac")
    await press(stage, own, "Remove")
    assert "Removed: **Anac**" in text_of(own)
    assert chosen_on(own) == "Anad"


async def test_removed_name_is_restored_in_its_place(stage: Stage) -> None:
    names = await stage.name_card(country="NL", count=3, style="classic", gender="F")
    for name in names_on(names):
        await stage.star(stage.ada, names, name)
    starred = await stage.stars_of(stage.ada)
    second = starred[1][0]
    card = await stage.private("favourites list")
    await choose(stage, card, second)
    await press(stage, card, "Remove")
    await stage.ada.click(card, label="Undo")
    assert await stage.stars_of(stage.ada) == starred
    assert chosen_on(card) == second
    assert "Undo" not in buttons_on(card)


async def test_the_only_name_is_restored(stage: Stage) -> None:
    await stage.give_stars(stage.ada, "Vesna")
    card = await stage.private("favourites list")
    await press(stage, card, "Remove")
    assert "`/name country: Netherlands`" in text_of(card)
    await stage.ada.click(card, label="Undo")
    assert await stage.starred_by(stage.ada) == ["Vesna"]


async def test_stale_list_is_harmless(stage: Stage, own: ResponseMessage) -> None:
    await choose(stage, own, "Anab")
    await stage.store.stars.unstar(stage.ada.guild.id, stage.ada.id, "Anab")
    await press(stage, own, "Down")
    assert await stage.starred_by(stage.ada) == ["Anaa", *NAMES[2:]]
    assert "Anab" not in text_of(own)


async def test_shared_top5_is_public_with_star_buttons_in_the_members_own_order(
    stage: Stage, own: ResponseMessage
) -> None:
    first = ["Anac", "Anaa", "Anab", "Anad", "Anae"]
    await choose(stage, own, first[0])
    await press(stage, own, "Top")
    card = await stage.pressed(own, "Share my top five")
    assert "### ⭐ ada’s top five" in text_of(card)
    assert [*stars_on(card).items()] == [(name, "★ 1") for name in first]
    await stage.star(stage.ben, card, first[1])
    assert stars_on(card)[first[1]] == "★ 2"
    assert "added by a member" in text_of(card)
    assert "added by you" in text_of(own)


async def test_shared_top5_has_the_star_buttons_of_the_card_of_its_names(stage: Stage) -> None:
    card, name = await stage.one_name()
    await stage.star(stage.ada, card, name)
    mine = await stage.private("favourites list")
    shared = await stage.pressed(mine, "Share my top five")
    assert star_of(shared, name) == star_of(card, name)


async def test_removed_favourites_are_not_shared(stage: Stage, own: ResponseMessage) -> None:
    for name in NAMES:
        await stage.store.stars.unstar(stage.ada.guild.id, stage.ada.id, name)
    shared = (await stage.told(own, "Share my top five")).content
    assert "You haven’t starred any names here yet" in shared


async def test_typed_name_is_added_once(stage: Stage) -> None:
    first = await stage.private("favourites add", name=" O’Nea-Łu ")
    assert "**O'Nea-Łu** is now one of your favourites" in first.content
    again = await stage.private("favourites add", name="Onealu")
    assert "**Onealu** is already one of your favourites" in again.content
    assert await stage.stars_of(stage.ada) == [("O'Nea-Łu", None)]


@pytest.mark.parametrize("typed", ["Shpxvgn", "Avtdre"], ids=["as it is", "in disguise"])
async def test_blocked_words_are_not_added(stage: Stage, typed: str) -> None:
    name = codecs.decode(typed, "rot13")
    assert "slur or an obscenity" in await stage.refusal("favourites add", name=name)
    assert await stage.starred_by(stage.ada) == []
