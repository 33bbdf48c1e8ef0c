"""`/top5` as members use it, kept in a real database."""

import pytest
from simcord import ResponseMessage

from bot.favourites.repository import FavouritesRepository
from tests.bot.stage import Stage, buttons_on, names_on, refused, shown, stars_on, text_of


async def top5(stage: Stage, **options: object) -> ResponseMessage:
    return shown(await stage.ada.slash(stage.channel, "top5", **options))


@pytest.fixture
async def six(stage: Stage, favourites: FavouritesRepository) -> list[str]:
    """Names starred by Ada, the fourth and the last by Ben too."""
    names = [f"Ana{letter}" for letter in "abcdef"]
    for name in names:
        await favourites.star(stage.ada.guild.id, stage.ada.id, name, None)
    for name in (names[3], names[5]):
        await favourites.star(stage.ada.guild.id, stage.ben.id, name, None)
    return names


async def test_a_group_without_stars_is_told_how_to_begin(stage: Stage) -> None:
    card = await top5(stage)
    assert "`/name country: Netherlands`" in text_of(card)
    assert [*buttons_on(card)] == ["Count again"]


async def test_most_stars_come_first_and_of_equals_whoever_was_first(
    stage: Stage, six: list[str]
) -> None:
    assert list(stars_on(await top5(stage)).items()) == [
        (six[3], "★ 2"),
        (six[5], "★ 2"),
        (six[0], "★ 1"),
        (six[1], "★ 1"),
        (six[2], "★ 1"),
    ]


async def test_a_name_says_where_it_came_from_and_when_it_was_first_starred(
    stage: Stage,
) -> None:
    card = await stage.card(country="NL", count=1, gender="F")
    await stage.star(stage.ben, card, names_on(card)[0])
    text = text_of(await top5(stage, whose="group"))
    assert f"🥇 **{names_on(card)[0]}**\n-# 🇳🇱 Netherlands · female · first starred <t:" in text


@pytest.mark.usefixtures("six")
async def test_a_press_puts_the_names_in_order_for_all(stage: Stage) -> None:
    card = await top5(stage)
    assert shown(await stage.star(stage.ben, card, "Anac")).id == card.id
    assert list(stars_on(card)) == ["Anac", "Anad", "Anaf", "Anaa", "Anab"]


@pytest.mark.usefixtures("six")
async def test_a_star_taken_back_puts_the_names_in_order_too(stage: Stage) -> None:
    card = await top5(stage)
    offered = (await stage.star(stage.ben, card, "Anad")).response
    assert offered is not None
    await stage.ben.click(offered, label="Take it back")
    assert list(stars_on(card)) == ["Anaf", "Anaa", "Anab", "Anac", "Anad"]


@pytest.mark.usefixtures("six")
async def test_count_again_shows_what_was_starred_elsewhere(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    card = await top5(stage)
    await favourites.star(stage.ada.guild.id, stage.ben.id, "Anae", None)
    assert "Anae" not in stars_on(card)
    await stage.ben.click(card, label="Count again")
    assert stars_on(card)["Anae"] == "★ 2"


async def test_ones_own_is_for_oneself_alone_until_it_is_shared(
    stage: Stage, six: list[str]
) -> None:
    mine = (await stage.ada.slash(stage.channel, "top5", whose="mine")).response
    assert mine is not None
    assert mine.ephemeral
    assert [name for name in six if name in text_of(mine)] == six[:5]
    shared = shown(await stage.ada.click(mine, label="Share my top five"))
    assert list(stars_on(shared)) == six[:5]


async def test_without_favourites_there_is_nothing_to_share(stage: Stage) -> None:
    mine = (await stage.ada.slash(stage.channel, "top5", whose="mine")).response
    assert mine is not None
    assert "`/name country: Netherlands`" in text_of(mine)
    assert not buttons_on(mine)


async def test_in_direct_messages_there_is_no_groups_and_ones_own_is_offered(
    stage: Stage,
) -> None:
    card = shown(await stage.ada.user.slash("name", country="NL", count=1))
    (star,) = [custom_id for custom_id in _stars(card) if custom_id.startswith("star:")]
    await stage.ada.user.click(card, custom_id=star)
    answer = (await stage.ada.user.slash("top5")).response
    assert answer is not None
    assert answer.ephemeral
    assert "Direct messages have no group" in text_of(answer)
    (label,) = buttons_on(answer)
    await stage.ada.user.click(answer, label=label)
    assert names_on(card)[0] in text_of(answer)


async def test_a_choice_that_there_is_not_is_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "simcord.interactions.validate_option_value", lambda _command, _option, value: value
    )
    said = refused(await stage.ada.slash(stage.channel, "top5", whose="theirs"))
    assert "the group's or mine; not “theirs”" in said
    assert stage.env.errors


def _stars(card: ResponseMessage) -> list[str]:
    return [part["accessory"]["custom_id"] for part in card.components[0]["components"][2:3]]
