"""The welcome on the playground's page."""

import asyncio
import re

import pytest
from discord import ButtonStyle
from simcord import Preview, ResponseMessage
from simcord.components import walk_components

from bot.services.name_service import NameService
from model.domain.generation import NameKind
from tests.bot.playground.channel import Visitor, first_member, messages_in
from tests.bot.playground.conftest import Playground
from tests.bot.stage import (
    buttons_on,
    ephemeral_message,
    names_on,
    public_message,
    star_of,
    stars_on,
    text_of,
)


async def welcome_on(page: Preview) -> ResponseMessage:
    """Open the page, and return its only message."""
    await Visitor(page).open()
    (welcome,) = messages_in(page)
    return welcome


async def test_has_four_numbered_commands_and_a_button_for_each_of_which_the_first_stands_out(
    playground: Playground,
) -> None:
    async with playground() as (_, page):
        welcome = await welcome_on(page)
    assert re.findall(r"^(\d)\. `(\S+)`", text_of(welcome), re.MULTILINE) == [
        ("1", "/name"),
        ("2", "/blend"),
        ("3", "/mix"),
        ("4", "/origin"),
    ]
    assert [*buttons_on(welcome)] == [
        "Five Dutch names",
        "Dutch × Polish",
        "Sarah + Michael",
        "Where is Marieke from?",
    ]
    parts = walk_components(welcome.components)
    primary = [part for part in parts if part.get("style") == ButtonStyle.primary.value]
    assert [button["label"] for button in primary] == ["Five Dutch names"]


async def test_shows_other_invented_names_of_three_countries_at_each_start(
    playground: Playground, name_service: NameService
) -> None:
    shown = []
    for _ in range(2):
        async with playground() as (_, page):
            welcome = await welcome_on(page)
        countries = re.findall(r"^-# .{2} (\w+)$", text_of(welcome), re.MULTILINE)
        assert countries == ["Netherlands", "Italy", "Japan"]
        shown += names_on(welcome)
    assert len({*shown}) > 3
    assert {name_service.kind_of(name) for name in shown} == {NameKind.NEW}


async def test_its_names_are_starred_as_of_their_countries(playground: Playground) -> None:
    async with playground() as (_, page):
        welcome = await welcome_on(page)
        names = names_on(welcome)
        member = first_member(page)
        for name in names:
            await member.click(welcome, custom_id=star_of(welcome, name))
        assert stars_on(welcome) == dict.fromkeys(names, "★ 1")
        listed = text_of(ephemeral_message(await member.slash(page.channel, "favourites list")))
    for name, country in zip(names, ("Netherlands", "Italy", "Japan"), strict=True):
        assert re.search(f"{name}.*\n.*{country}", listed)


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Five Dutch names", "## 🇳🇱 Netherlands\n-# 5 new names"),
        ("Dutch × Polish", "🇳🇱 Netherlands × 🇵🇱 Poland"),
        ("Sarah + Michael", "### Sarah + Michael"),
        ("Where is Marieke from?", "## Marieke"),
    ],
)
async def test_its_buttons_answer(playground: Playground, label: str, said: str) -> None:
    async with playground() as (_, page):
        welcome = await welcome_on(page)
        pressed = first_member(page).click(welcome, custom_id=buttons_on(welcome)[label])
        assert said in text_of(public_message(await pressed))


async def test_there_is_one_however_many_pages_open_and_when(playground: Playground) -> None:
    async with playground() as (_, page):
        await asyncio.gather(Visitor(page).open(), Visitor(page).open())
        await Visitor(page).open()
        (welcome,) = page.channel.history()
    assert welcome.author.name == "Nomen"
