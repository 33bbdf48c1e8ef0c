"""Star buttons as members press them, with a real database."""

from collections.abc import Collection, Mapping
from unittest.mock import AsyncMock

import pytest
from discord import ButtonStyle
from simcord import ResponseMessage
from simcord.components import walk_components

from bot.features import LIVE_ITEMS
from bot.interactions.live import LiveMessages
from bot.store.errors import StoreBusyError
from bot.store.stars import DIRECT_MESSAGES
from model.domain.condition import Condition
from model.domain.generation import Provenance
from model.inference.blocklist import Blocklist
from tests.bot.stage import (
    Stage,
    buttons_on,
    names_on,
    public_message,
    star_of,
    stars_on,
    take_back,
    text_of,
    told_beside,
)


async def test_press_changes_only_the_count(stage: Stage) -> None:
    card = await stage.name_card(country="NL", count=3, gender="F", style="classic")
    text, buttons, (first, *others) = text_of(card), buttons_on(card), names_on(card)
    ids = [star_of(card, name) for name in names_on(card)]
    assert public_message(await stage.star(stage.ada, card, first)).id == card.id
    assert stars_on(card) == {first: "★ 1", **dict.fromkeys(others, "☆")}
    assert (text_of(card), buttons_on(card)) == (text, buttons)
    assert [star_of(card, name) for name in names_on(card)] == ids
    container = stage.env.backend.get_message(stage.channel.id, card.id).components[0]
    assert container["accent_color"] == 0xE0A13A


async def test_star_stores_provenance(stage: Stage) -> None:
    card = await stage.name_card(country="NL", gender="F", style="classic", count=1)
    await stage.star(stage.ada, card, names_on(card)[0])
    provenance = Provenance(Condition.for_country("NL", "F"), 2.0)
    assert await stage.stars_of(stage.ada) == [(names_on(card)[0], provenance)]


async def test_a_first_star_is_told_to_its_member_and_no_other(stage: Stage) -> None:
    card = await stage.name_card(country="NL", count=3)
    first, *others = names_on(card)
    for member, another in zip((stage.ada, stage.ben), others, strict=True):
        message = told_beside(await stage.star(member, card, first))
        assert f"⭐ **{first}** is your first favourite here!" in text_of(message)
        assert not (await stage.star(member, card, another)).followups


async def test_a_star_beside_those_of_others_is_told_to_its_member(stage: Stage) -> None:
    card = await stage.name_card(country="NL", count=2)
    first, second = names_on(card)
    for member in (stage.ada, stage.ben):
        await stage.star(member, card, second)
    await stage.star(stage.ada, card, first)
    message = told_beside(await stage.star(stage.ben, card, first))
    assert f"⭐ **{first}** has 2 stars now, and one is yours." in text_of(message)
    assert stars_on(card)[first] == "★ 2"


async def test_a_star_is_not_undone_by_pressing_it_again(stage: Stage) -> None:
    card, name = await stage.one_name()
    await stage.star(stage.ada, card, name)
    for _ in range(3):
        message = told_beside(await stage.star(stage.ada, card, name))
        assert text_of(message) == f"**{name}** is one of your favourites."
        assert stars_on(card) == {name: "★ 1"}
        assert await stage.starred_by(stage.ada) == [name]


async def test_a_star_is_taken_back_in_private_and_undo_restores_its_place(stage: Stage) -> None:
    card = await stage.name_card(country="NL", count=3, gender="F")
    for name in names_on(card):
        await stage.star(stage.ada, card, name)
    before = await stage.stars_of(stage.ada)
    name = before[0][0]
    await stage.star(stage.ben, card, name)
    message = await take_back(stage.ada, card, name)
    assert [*buttons_on(message)] == ["Undo"]
    assert stars_on(card)[name] == "★ 1"
    assert await stage.starred_by(stage.ada) == [name for name, _ in before[1:]]
    await stage.ada.click(message, label="Undo")
    assert f"**{name}** is now one of your favourites" in text_of(message)
    assert not buttons_on(message)
    assert stars_on(card)[name] == "★ 2"
    assert await stage.stars_of(stage.ada) == before


async def test_a_star_just_given_can_be_taken_back_at_once(stage: Stage) -> None:
    card, name = await stage.one_name()
    message = told_beside(await stage.star(stage.ada, card, name))
    await stage.ada.click(message, label="Take it back")
    assert f"**{name}** is no longer one of your favourites." in text_of(message)
    assert stars_on(card) == {name: "☆"}


async def test_taking_a_star_back_once_more_does_no_harm_and_says_the_truth(stage: Stage) -> None:
    card, name = await stage.one_name()
    await stage.star(stage.ada, card, name)
    twice = [told_beside(await stage.star(stage.ada, card, name)) for _ in range(2)]
    for message, offered in zip(twice, (["Undo"], []), strict=True):
        await stage.ada.click(message, label="Take it back")
        assert f"**{name}** is no longer one of your favourites." in text_of(message)
        assert [*buttons_on(message)] == offered
        assert await stage.starred_by(stage.ada) == []
    await stage.ada.click(twice[0], label="Undo")
    assert await stage.starred_by(stage.ada) == [name]


async def test_undo_works_after_the_card_was_deleted(stage: Stage) -> None:
    card = await stage.name_card(country="NL", count=2)
    name = names_on(card)[0]
    await stage.star(stage.ada, card, name)
    message = await take_back(stage.ada, card, name)
    stage.env.backend.delete_message(stage.channel.id, card.id)
    await stage.ada.click(message, label="Undo")
    assert f"**{name}** is now one of your favourites" in text_of(message)
    assert await stage.starred_by(stage.ada) == [name]


async def test_a_name_blocked_since_then_is_not_starred_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, name = await stage.one_name()
    given = told_beside(await stage.star(stage.ada, card, name))
    taken = told_beside(await stage.star(stage.ben, card, name))
    await stage.ben.click(taken, label="Take it back")
    monkeypatch.setattr(Blocklist, "blocks", lambda _list, typed: typed == name)
    refused = await stage.told(taken, "Undo", by=stage.ben)
    assert name not in text_of(refused)
    assert await stage.starred_by(stage.ben) == []
    assert name not in text_of(await stage.told(given, "Take it back"))


async def test_star_says_its_text_until_somebody_has_pressed_it(stage: Stage) -> None:
    card = await stage.public("origin", name="Jorien")
    star = buttons_on(card)["☆ Star it"]
    await stage.ada.click(card, custom_id=star)
    assert buttons_on(card)["★ 1"] == star


async def test_own_stars_alone_are_filled_where_nobody_else_sees_them(stage: Stage) -> None:
    card, name = await stage.one_name()
    await stage.star(stage.ada, card, name)
    await stage.give_stars(stage.ben, name)
    own = await stage.private("more")
    first, second, *_others = names_on(own)
    await stage.give_stars(stage.ben, first)
    await stage.star(stage.ada, own, first)
    assert (stars_on(own)[first], stars_on(own)[second]) == ("⭐ 2", "☆")
    await take_back(stage.ada, own, first)
    await stage.star(stage.ada, own, second)
    assert (stars_on(own)[first], stars_on(own)[second]) == ("★ 1", "⭐ 1")


async def test_no_star_has_a_colour_that_disagrees_with_the_card(stage: Stage) -> None:
    card = await stage.name_card(country="NL", count=2)
    await stage.star(stage.ada, card, names_on(card)[0])
    styles = {part["style"] for part in walk_components(card.components) if "style" in part}
    assert styles == {ButtonStyle.secondary.value}


@pytest.fixture
async def two_stars(stage: Stage) -> ResponseMessage:
    """A card with a first name that two others have starred."""
    card = await stage.name_card(country="NL", count=10, seed=1)
    for name in ("clo", "dan"):
        await stage.give_stars(stage.add_member(name), names_on(card)[0])
    return await stage.name_card(country="NL", count=10, seed=1)


async def test_third_star_is_celebrated_on_cards(stage: Stage, two_stars: ResponseMessage) -> None:
    card, name = two_stars, names_on(two_stars)[0]
    title, *_ = text_of(card).splitlines()
    await stage.star(stage.ada, card, name)
    celebration = f"🎉 **{name}** just got its third star here!"
    assert text_of(card).splitlines()[:2] == [title, celebration]
    await stage.star(stage.ben, card, names_on(card)[1])
    await stage.star(stage.ben, card, name)
    assert text_of(card).count("🎉") == 1


async def test_third_star_is_celebrated_on_the_top_five(
    stage: Stage, two_stars: ResponseMessage
) -> None:
    name = names_on(two_stars)[0]
    top = await stage.public("top5")
    assert "🎉" not in text_of(top)
    await stage.star(stage.ada, top, name)
    celebration = f"🎉 **{name}** just got its third star here!\n-# Most stars first"
    assert celebration in text_of(top)
    await stage.star(stage.ben, top, name)
    assert celebration in text_of(top)


async def test_only_the_press_that_gives_the_third_star_is_celebrated(
    stage: Stage, two_stars: ResponseMessage
) -> None:
    name = names_on(two_stars)[0]
    await stage.give_stars(stage.ben, name)
    await stage.star(stage.ada, two_stars, name)
    assert stars_on(two_stars)[name] == "★ 4"
    assert "🎉" not in text_of(two_stars)
    await take_back(stage.ada, two_stars, name)
    assert stars_on(two_stars)[name] == "★ 3"
    assert "🎉" not in text_of(two_stars)


async def test_new_card_shows_the_counts_of_its_server(stage: Stage) -> None:
    card = await stage.name_card(country="IR", count=3, seed=1)
    await stage.store.stars.star(stage.ada.guild.id + 1, stage.ben.id, names_on(card)[0], None)
    await stage.star(stage.ben, card, names_on(card)[1])
    again = await stage.name_card(country="IR", count=3, seed=1)
    assert list(stars_on(again).values()) == ["☆", "★ 1", "☆"]


async def test_direct_message_stars_are_private(stage: Stage) -> None:
    card = public_message(await stage.ada.user.slash("name", country="NL", count=2))
    name = names_on(card)[0]
    await stage.store.stars.star(DIRECT_MESSAGES, stage.ben.id, name, None)
    await stage.ada.user.click(card, custom_id=star_of(card, name))
    assert [*stars_on(card).values()] == ["⭐ 1", "☆"]
    await take_back(stage.ada.user, card, name)
    assert stars_on(card)[name] == "☆"
    (bens,) = await stage.store.stars.favourites(DIRECT_MESSAGES, stage.ben.id)
    assert bens.name == name


async def test_a_star_too_many_is_refused(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.stars.MAX_FAVOURITES", 2)
    await stage.give_stars(stage.ada, "Ana", "Bo")
    card, name = await stage.one_name()
    assert "You have 2 favourites here" in await stage.told_of_star(stage.ada, card, name)
    assert stars_on(card)[name] == "☆"


async def test_what_a_press_has_changed_is_told_though_the_database_fails_after_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail = AsyncMock(side_effect=StoreBusyError)
    card, name = await stage.one_name()
    starred = f"**{name}** is now one of your favourites"
    await stage.give_stars(stage.ada, "Ana")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(stage.store.stars, "count_members", fail)
        assert starred in text_of(told_beside(await stage.star(stage.ada, card, name)))
        message = await take_back(stage.ada, card, name)
        restored = await stage.ada.click(message, label="Undo")
        assert starred in text_of(message)
        assert not restored.followups
    await take_back(stage.ada, card, name)
    assert stars_on(card)[name] == "☆"


async def test_card_that_another_process_may_be_answering_shows_what_it_starred_meanwhile(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, name = await stage.one_name()
    count_members = stage.store.stars.count_members

    async def count_before_another_stars(
        guild: int, member: int, names: Collection[str]
    ) -> Mapping[str, int]:
        counts = await count_members(guild, member, names)
        await stage.store.stars.star(guild, stage.ben.id, name, None)
        return counts

    stage.bot.live = LiveMessages(LIVE_ITEMS, has_peers=True)
    monkeypatch.setattr(stage.store.stars, "count_members", count_before_another_stars)
    assert stars_on(public_message(await stage.star(stage.ada, card, name))) == {name: "★ 2"}
