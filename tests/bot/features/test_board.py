"""`/board` as those who manage a server use it, and what members see of it."""

import re

import discord
import pytest
from simcord import MemberActor, ResponseMessage

from model.domain.generation import NameKind
from tests.bot.stage import (
    SLUR,
    Stage,
    buttons_on,
    ephemeral_text,
    options_on,
    stars_on,
    text_of,
    told_beside,
)

NAMES = [f"Ana{letter}" for letter in "abcdef"]
ONLY_INVENTED = "only star names I came up with"


@pytest.fixture
def cleo(stage: Stage) -> MemberActor:
    """A member who may manage the server."""
    role = stage.ada.guild.create_role(
        "managers", permissions=discord.Permissions(manage_guild=True)
    )
    return stage.ada.guild.add_member(stage.env.create_user("cleo"), roles=[role])


@pytest.fixture
async def six_names(stage: Stage) -> None:
    await stage.give_stars(stage.ada, *NAMES)


async def board(stage: Stage, by: MemberActor) -> ResponseMessage:
    return await stage.private("board", by)


async def hide(stage: Stage, by: MemberActor, typed: str) -> ResponseMessage:
    """Hide a name by the form; return the card."""
    card = await board(stage, by)
    shown = await by.click(card, label="Hide another name")
    await by.submit_modal(shown, {"name": typed})
    return card


async def unhide(stage: Stage, by: MemberActor, name: str) -> ResponseMessage:
    card = await board(stage, by)
    await by.select(card, [name], custom_id="unhide:1")
    return card


@pytest.fixture
async def board_for_everyone(stage: Stage) -> None:
    """Override who gets the command, as a server's settings can."""
    commands = await stage.bot.tree.fetch_commands()
    (command,) = [command for command in commands if command.name == "board"]
    stage.ada.guild.set_command_permissions(command, {stage.ada: True, stage.ben: True})


@pytest.fixture
async def no_typed_names(stage: Stage) -> None:
    await stage.store.board.take_typed_names(stage.ada.guild.id, take=False)


@pytest.mark.usefixtures("six_names")
async def test_a_hidden_name_leaves_top_fives_new_and_old(stage: Stage, cleo: MemberActor) -> None:
    top = await stage.public("top5")
    card = await board(stage, cleo)
    await cleo.select(card, ["Anaa"], custom_id="hide:")
    assert "**Anaa** is hidden. Members who starred it keep it" in text_of(card)
    for each in (top, await stage.public("top5")):
        assert list(stars_on(each)) == NAMES[1:]
    again = await unhide(stage, cleo, "Anaa")
    assert "**Anaa** counts for the top five again." in text_of(again)
    assert list(stars_on(top)) == NAMES[:5]


async def test_a_name_that_nobody_has_starred_is_hidden_as_well(
    stage: Stage, cleo: MemberActor
) -> None:
    card = await hide(stage, cleo, "zorbella")
    assert "1 name is hidden." in text_of(card)
    assert options_on(card) == ["Zorbella"]
    await hide(stage, cleo, "zorbella")
    assert len(await stage.store.board.hidden(stage.ada.guild.id)) == 1


@pytest.mark.parametrize(("typed", "why"), [("-", "a bit short"), ("Ана", "How about “Ana”?")])
async def test_what_cannot_be_a_name_is_not_hidden(
    stage: Stage, cleo: MemberActor, typed: str, why: str
) -> None:
    card = await board(stage, cleo)
    shown = await cleo.click(card, label="Hide another name")
    assert why in ephemeral_text(await cleo.submit_modal(shown, {"name": typed}))
    assert await stage.store.board.hidden(stage.ada.guild.id) == []


async def test_many_hidden_names_have_pages(stage: Stage, cleo: MemberActor) -> None:
    names = [f"Ana{first}{second}" for first in "bcd" for second in "bcdfghjklm"]
    for name in names:
        await stage.store.board.hide(stage.ada.guild.id, name)
    card = await board(stage, cleo)
    assert "30 names are hidden." in text_of(card)
    assert len(options_on(card)) == 25
    await cleo.click(card, custom_id="hidden-page:2")
    last = options_on(card)
    assert len(last) == 5
    await cleo.select(card, [last[0]], custom_id="unhide:2")
    assert len(options_on(card)) == 4


async def test_whether_typed_names_are_taken_is_a_button(stage: Stage, cleo: MemberActor) -> None:
    card = await board(stage, cleo)
    assert "No names are hidden here." in text_of(card)
    assert "Members can add names of their own choice here" in text_of(card)
    await cleo.click(card, label="Allow only my names")
    assert "Members can only star names I came up with" in text_of(card)
    await cleo.click(card, label="Allow any names")
    assert "Members can add names of their own choice here" in text_of(card)


async def test_a_hidden_name_can_be_starred_for_oneself(stage: Stage, cleo: MemberActor) -> None:
    card, name = await stage.one_name()
    await hide(stage, cleo, name)
    told = told_beside(await stage.star(stage.ben, card, name))
    assert f"**{name}** is now one of your favourites. Only you see it" in text_of(told)
    assert stars_on(card) == {name: "☆"}
    assert await stage.starred_by(stage.ben) == [name]
    assert stars_on(await stage.public("top5")) == {}
    added = await stage.private("favourites add", name=name)
    assert "Only you see it" in added.content


async def test_a_shared_top_five_leaves_hidden_and_blocked_names_out(
    stage: Stage, cleo: MemberActor
) -> None:
    await stage.give_stars(stage.ada, SLUR, *NAMES)
    await hide(stage, cleo, "Anaa")
    mine = await stage.private("top5", whose="mine")
    assert re.findall(r"Ana\w", text_of(mine)) == NAMES[:5]
    assert SLUR not in text_of(mine)
    assert list(stars_on(await stage.pressed(mine, "Share my top five"))) == NAMES[1:5]


async def test_a_top_five_wholly_hidden_is_not_shared(stage: Stage, cleo: MemberActor) -> None:
    await stage.give_stars(stage.ada, "Vesna")
    await hide(stage, cleo, "Vesna")
    mine = await stage.private("top5", whose="mine")
    refusal = (await stage.told(mine, "Share my top five")).content
    assert "Every name in your top five is hidden in this server" in refusal


@pytest.mark.usefixtures("no_typed_names")
async def test_typed_names_are_refused_until_allowed_again(stage: Stage, cleo: MemberActor) -> None:
    refused = await stage.refusal("favourites add", name="Vesna")
    assert refused.startswith(f"In this server, you can {ONLY_INVENTED}")
    await cleo.click(await board(stage, cleo), label="Allow any names")
    added = await stage.private("favourites add", name="Vesna")
    assert "is now one of your favourites" in added.content


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("name", {"starts_with": "Kevinstin", "max_length": 11, "count": 1}),
        ("name", {"starts_with": "Kevin", "ends_with": "stinkt", "count": 1}),
        ("mix", {"first": "Kevinsti", "second": "Melinst"}),  # which are no names
    ],
)
@pytest.mark.usefixtures("no_typed_names")
async def test_names_that_are_mostly_typed_are_no_invented_ones(
    stage: Stage, command: str, options: dict[str, object]
) -> None:
    card = await stage.public(command, country="NL", **options)
    refused = await stage.told_of_star(stage.ben, card, next(iter(stars_on(card))))
    assert refused.startswith(f"In this server, you can {ONLY_INVENTED}")


def is_new(stage: Stage, name: str) -> bool:
    return stage.bot.name_service.kind_of(name) is NameKind.NEW


@pytest.mark.usefixtures("no_typed_names")
async def test_new_mixtures_are_typed_and_names_that_people_have_are_not(stage: Stage) -> None:
    card = await stage.public("mix", first="Kevin", second="Gay", country="US")
    new = [name for name in stars_on(card) if is_new(stage, name)]
    existing = [name for name in stars_on(card) if name not in new]
    assert new
    assert existing
    for name in new:
        assert ONLY_INVENTED in await stage.told_of_star(stage.ben, card, name)
    for name in existing:
        await stage.star(stage.ben, card, name)
    assert await stage.starred_by(stage.ben) == existing


NOT_MANAGER = "You need the **Manage Server** permission for that. Ask someone who has it."


@pytest.mark.usefixtures("six_names", "board_for_everyone")
async def test_members_who_get_the_command_may_not_use_it(stage: Stage) -> None:
    assert await stage.refusal("board") == NOT_MANAGER


@pytest.mark.usefixtures("six_names")
@pytest.mark.parametrize("custom_id", ["typed:no", "hide-other:", "hidden-page:1"])
async def test_nor_its_buttons(stage: Stage, custom_id: str) -> None:
    _card, pressed = await stage.press_forged(custom_id)
    if custom_id == "hide-other:":
        pressed = await stage.ada.submit_modal(pressed, {"name": "Anaa"})
    assert ephemeral_text(pressed) == NOT_MANAGER
    top = await stage.store.stars.top_of_group(stage.ada.guild.id)
    assert [ranked.name for ranked in top] == NAMES[:5]
    assert await stage.store.board.takes_typed_names(stage.ada.guild.id)


async def test_names_blocked_since_they_were_starred_can_be_removed_unseen(stage: Stage) -> None:
    await stage.give_stars(stage.ada, SLUR)
    card = await stage.private("favourites list")
    assert "## 1. •••\n-# not shown: a slur or an obscenity in some language" in text_of(card)
    assert SLUR not in text_of(card)
    assert options_on(card) == ["1. •••"]
    await stage.ada.click(card, custom_id=f"own:remove.{SLUR}")
    assert await stage.starred_by(stage.ada) == []
    assert SLUR not in text_of(card)
    assert [*buttons_on(card)] == ["Surprise me"]


async def test_a_name_blocked_since_its_card_was_sent_is_not_starred(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, name = await stage.one_name()
    monkeypatch.setattr("model.inference.blocklist.Blocklist.blocks", lambda _list, _name: True)
    refused = await stage.told_of_star(stage.ben, card, name)
    assert "a slur or an obscenity in some language" in refused
    assert await stage.starred_by(stage.ben) == []
