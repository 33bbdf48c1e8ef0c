"""`/top5` as members use it, with a real database."""

import pytest
from simcord import ResponseMessage

from bot.favourites.repository import FavouritesRepository
from tests.bot.stage import (
    Stage,
    buttons_on,
    ephemeral_message,
    ephemeral_text,
    names_on,
    public_message,
    star_of,
    stars_on,
    text_of,
)


async def top5_card(stage: Stage, **options: object) -> ResponseMessage:
    return public_message(await stage.ada.slash(stage.channel, "top5", **options))


@pytest.fixture
async def six_names(stage: Stage, favourites: FavouritesRepository) -> list[str]:
    """Names starred by Ada; the fourth and the last also by Ben."""
    names = [f"Ana{letter}" for letter in "abcdef"]
    for name in names:
        await favourites.star(stage.ada.guild.id, stage.ada.id, name, None)
    for name in (names[3], names[5]):
        await favourites.star(stage.ada.guild.id, stage.ben.id, name, None)
    return names


async def test_empty_group_top5_shows_hint(stage: Stage) -> None:
    card = await top5_card(stage)
    assert "`/name country: Netherlands`" in text_of(card)
    assert [*buttons_on(card)] == ["Refresh"]


async def test_names_are_sorted_by_stars_then_first_star(
    stage: Stage, six_names: list[str]
) -> None:
    assert list(stars_on(await top5_card(stage)).items()) == [
        (six_names[3], "☆ 2"),
        (six_names[5], "☆ 2"),
        (six_names[0], "☆ 1"),
        (six_names[1], "☆ 1"),
        (six_names[2], "☆ 1"),
    ]


async def test_names_show_provenance(
    stage: Stage,
) -> None:
    card = await stage.name_card(country="NL", count=1, gender="F")
    await stage.star(stage.ben, card, names_on(card)[0])
    text = text_of(await top5_card(stage, whose="group"))
    assert f"## 🥇 {names_on(card)[0]}\n-# 🇳🇱 Netherlands · female\n" in text


@pytest.mark.usefixtures("six_names")
async def test_starring_reorders_the_card(stage: Stage) -> None:
    card = await top5_card(stage)
    assert public_message(await stage.star(stage.ben, card, "Anac")).id == card.id
    assert list(stars_on(card)) == ["Anac", "Anad", "Anaf", "Anaa", "Anab"]


@pytest.mark.usefixtures("six_names")
async def test_unstarring_reorders_the_card(stage: Stage) -> None:
    card = await top5_card(stage)
    await stage.star(stage.ben, card, "Anad")
    assert list(stars_on(card)) == ["Anaf", "Anaa", "Anab", "Anac", "Anad"]


@pytest.mark.usefixtures("six_names")
async def test_refresh_shows_stars_given_elsewhere(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    card = await top5_card(stage)
    await favourites.star(stage.ada.guild.id, stage.ben.id, "Anae", None)
    assert "Anae" not in stars_on(card)
    await stage.ben.click(card, label="Refresh")
    assert stars_on(card)["Anae"] == "☆ 2"


async def test_own_top5_is_ephemeral_until_shared(stage: Stage, six_names: list[str]) -> None:
    mine = ephemeral_message(await stage.ada.slash(stage.channel, "top5", whose="mine"))
    assert [name for name in six_names if name in text_of(mine)] == six_names[:5]
    shared = public_message(await stage.ada.click(mine, label="Share my top five"))
    assert list(stars_on(shared)) == six_names[:5]


async def test_empty_own_top5_has_no_share_button(stage: Stage) -> None:
    mine = ephemeral_message(await stage.ada.slash(stage.channel, "top5", whose="mine"))
    assert "`/name country: Netherlands`" in text_of(mine)
    assert not buttons_on(mine)


async def test_direct_messages_offer_own_top5_only(
    stage: Stage,
) -> None:
    card = public_message(await stage.ada.user.slash("name", country="NL", count=1))
    await stage.ada.user.click(card, custom_id=star_of(card, names_on(card)[0]))
    message = ephemeral_message(await stage.ada.user.slash("top5"))
    assert "ask me in that server" in text_of(message)
    (label,) = buttons_on(message)
    await stage.ada.user.click(message, label=label)
    assert names_on(card)[0] in text_of(message)


async def test_unknown_choice_is_refused(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "simcord.interactions.validate_option_value", lambda _command, _option, value: value
    )
    message = ephemeral_text(await stage.ada.slash(stage.channel, "top5", whose="theirs"))
    assert "Choose “this server’s top five” or “my top five”, not “theirs”." in message
    assert stage.env.errors
