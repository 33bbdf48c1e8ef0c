"""`/board` as those who manage a server use it, and what members see of it."""

import re

import discord
import pytest
from simcord import MemberActor

from model.domain.generation import NameKind
from tests.bot.stage import (
    SLUR,
    Stage,
    buttons_on,
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


async def board(stage: Stage, by: MemberActor, subcommand: str, **options: object) -> str:
    return (await stage.private(f"board {subcommand}", by, **options)).content


async def offered(stage: Stage, by: MemberActor, subcommand: str, typed: str) -> list[str]:
    choices = await by.autocomplete(stage.channel, f"board {subcommand}", "name", typed)
    return [choice["value"] for choice in choices]


@pytest.fixture
async def board_for_everyone(stage: Stage) -> None:
    """Override who gets the command, as a server's settings can."""
    commands = await stage.bot.tree.fetch_commands()
    (command,) = [command for command in commands if command.name == "board"]
    stage.ada.guild.set_command_permissions(command, {stage.ada: True, stage.ben: True})


@pytest.fixture
async def no_typed_names(stage: Stage, cleo: MemberActor) -> None:
    assert ONLY_INVENTED in await board(stage, cleo, "typed", allowed="no")


@pytest.mark.usefixtures("six_names")
async def test_a_hidden_name_leaves_top_fives_new_and_old(stage: Stage, cleo: MemberActor) -> None:
    card = await stage.public("top5")
    text = await board(stage, cleo, "hide", name="anaa")
    assert "“Anaa” is now hidden from this server’s top five." in text
    for top in (card, await stage.public("top5")):
        assert list(stars_on(top)) == NAMES[1:]
    await board(stage, cleo, "unhide", name="Anaa")
    assert list(stars_on(card)) == NAMES[:5]


async def test_what_was_meant_is_no_button_for_others(stage: Stage, cleo: MemberActor) -> None:
    refused = await stage.private("board hide", cleo, name="Ана")
    assert "How about “Ana”?" in refused.content
    assert not refused.components
    assert stage.env.errors


async def test_hiding_and_unhiding_twice_is_said(stage: Stage, cleo: MemberActor) -> None:
    await board(stage, cleo, "hide", name="Bo")
    assert await board(stage, cleo, "hide", name="bo") == "“Bo” is already hidden."
    assert "“Bo” is no longer hidden" in await board(stage, cleo, "unhide", name="Bo")
    assert "“Bo” isn’t hidden." in await board(stage, cleo, "unhide", name="Bo")


async def test_what_cannot_be_a_name_is_not_hidden(stage: Stage, cleo: MemberActor) -> None:
    assert "a bit short" in await stage.refusal("board hide", cleo, name="-")


@pytest.mark.usefixtures("six_names")
async def test_names_of_the_board_are_completed(stage: Stage, cleo: MemberActor) -> None:
    await board(stage, cleo, "hide", name="Anab")
    assert await offered(stage, cleo, "hide", "ANA") == ["Anaa", *NAMES[2:]]
    assert await offered(stage, cleo, "hide", "Anac") == ["Anac"]
    assert await offered(stage, cleo, "unhide", "") == ["Anab"]


@pytest.mark.usefixtures("six_names")
async def test_hidden_names_and_the_rule_are_listed(stage: Stage, cleo: MemberActor) -> None:
    empty = text_of(await stage.private("board hidden", cleo))
    assert "No names are hidden here." in empty
    assert "Members can add names of their own choice here" in empty
    await board(stage, cleo, "hide", name="Anab")
    await board(stage, cleo, "hide", name="zorbella")  # which nobody has starred
    await board(stage, cleo, "typed", allowed="no")
    listed = text_of(await stage.private("board hidden", cleo))
    assert "Anab, Zorbella" in listed
    assert "Members can only star names I came up with" in listed


async def test_a_hidden_name_can_be_starred_for_oneself(stage: Stage, cleo: MemberActor) -> None:
    card, name = await stage.one_name()
    await board(stage, cleo, "hide", name=name)
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
    await board(stage, cleo, "hide", name="Anaa")
    mine = await stage.private("top5", whose="mine")
    assert re.findall(r"Ana\w", text_of(mine)) == NAMES[:5]
    assert SLUR not in text_of(mine)
    assert list(stars_on(await stage.pressed(mine, "Share my top five"))) == NAMES[1:5]


async def test_a_top_five_wholly_hidden_is_not_shared(stage: Stage, cleo: MemberActor) -> None:
    await stage.give_stars(stage.ada, "Vesna")
    await board(stage, cleo, "hide", name="Vesna")
    mine = await stage.private("top5", whose="mine")
    refusal = (await stage.told(mine, "Share my top five")).content
    assert "Every name in your top five is hidden in this server" in refusal


@pytest.mark.usefixtures("no_typed_names")
async def test_typed_names_are_refused_until_allowed_again(stage: Stage, cleo: MemberActor) -> None:
    refused = await stage.refusal("favourites add", name="Vesna")
    assert refused.startswith(f"In this server, you can {ONLY_INVENTED}")
    assert "names of their own choice here" in await board(stage, cleo, "typed", allowed="yes")
    added = await stage.private("favourites add", name="Vesna")
    assert "is now one of your favourites" in added.content


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("name", {"starts_with": "Kevinstin", "min_length": 11, "max_length": 11, "count": 1}),
        ("name", {"starts_with": "Kevin", "contains": "insti", "ends_with": "tinet", "count": 1}),
        ("name", {"starts_with": "Bobe", "like": "Bobenser", "count": 1}),
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


@pytest.mark.parametrize(
    ("subcommand", "options"),
    [
        ("hide", {"name": "Anaa"}),
        ("unhide", {"name": "Anaa"}),
        ("hidden", {}),
        ("typed", {"allowed": "no"}),
    ],
)
@pytest.mark.usefixtures("six_names", "board_for_everyone")
async def test_members_who_get_the_command_may_not_use_it(
    stage: Stage, subcommand: str, options: dict[str, object]
) -> None:
    text = await stage.refusal(f"board {subcommand}", **options)
    assert text == "You need the **Manage Server** permission for that. Ask someone who has it."
    top = await stage.store.stars.top_of_group(stage.ada.guild.id)
    assert [ranked.name for ranked in top] == NAMES[:5]
    assert await stage.store.board.takes_typed_names(stage.ada.guild.id)


@pytest.mark.usefixtures("six_names", "board_for_everyone")
async def test_members_who_get_the_command_are_offered_nothing(stage: Stage) -> None:
    await stage.store.board.hide(stage.ada.guild.id, "Anaa")
    assert await offered(stage, stage.ada, "hide", "") == []
    assert await offered(stage, stage.ada, "unhide", "") == []


@pytest.mark.usefixtures("six_names")
async def test_names_blocked_since_they_were_starred_leave_the_top_five(stage: Stage) -> None:
    for member in (stage.ada, stage.ben):
        await stage.give_stars(member, SLUR)
    assert list(stars_on(await stage.public("top5"))) == NAMES[:5]


async def test_names_blocked_since_they_were_starred_can_be_removed_unseen(stage: Stage) -> None:
    await stage.give_stars(stage.ada, SLUR)
    card = await stage.private("favourites list")
    assert "## 1. •••\n-# not shown: a slur or an obscenity in some language" in text_of(card)
    assert SLUR not in text_of(card)
    assert options_on(card) == ["1. •••"]
    await stage.ada.click(card, custom_id=f"own:remove.1.{SLUR}")
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
