"""The welcome on the playground's page."""

import asyncio
import re

import pytest
from discord import ButtonStyle
from simcord import Preview, ResponseMessage
from simcord.components import walk_components

from bot.i18n.languages import languages
from bot.i18n.translator import Translator, translator_for_language
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


async def press(page: Preview, label: str) -> ResponseMessage:
    """Open the page, and press one of the welcome's buttons; return the public response."""
    await Visitor(page).open()
    (welcome,) = messages_in(page)
    custom_id = buttons_on(welcome)[label]
    return public_message(await first_member(page).click(welcome, custom_id=custom_id))


async def test_has_three_numbered_steps_and_a_button_for_each(playground: Playground) -> None:
    async with playground() as (_, page):
        await Visitor(page).open()
        (welcome,) = messages_in(page)
    assert re.findall(r"^(\d)\. `(\S+)`", text_of(welcome), re.MULTILINE) == [
        ("1", "/name"),
        ("2", "/blend"),
        ("3", "/origin"),
    ]
    assert [*buttons_on(welcome)] == [
        "Five Dutch names",
        "Dutch × Polish",
        "Where is Marieke from?",
    ]


async def test_shows_other_invented_names_of_three_countries_at_each_start(
    playground: Playground, name_service: NameService
) -> None:
    shown = []
    for _ in range(2):
        async with playground() as (_, page):
            await Visitor(page).open()
            (welcome,) = messages_in(page)
        countries = re.findall(r"^-# .{2} (\w+)$", text_of(welcome), re.MULTILINE)
        assert countries == ["Netherlands", "Italy", "Japan"]
        shown += names_on(welcome)
    assert len({*shown}) > 3
    assert {name_service.kind_of(name) for name in shown} == {NameKind.NEW}


async def test_its_names_are_starred_as_invented_ones_of_their_countries(
    playground: Playground,
) -> None:
    async with playground() as (_, page):
        await Visitor(page).open()
        (welcome,) = messages_in(page)
        names = names_on(welcome)
        member = first_member(page)
        for name in names:
            await member.click(welcome, custom_id=star_of(welcome, name))
        assert stars_on(welcome) == dict.fromkeys(names, "★ 1")
        listed = text_of(ephemeral_message(await member.slash(page.channel, "favourites list")))
    for name, country in zip(names, ("Netherlands", "Italy", "Japan"), strict=True):
        assert re.search(f"{name}.*\n.*{country}", listed)


async def test_one_button_stands_out(playground: Playground) -> None:
    async with playground() as (_, page):
        await Visitor(page).open()
        (welcome,) = messages_in(page)
    parts = walk_components(welcome.components)
    primary = [part for part in parts if part.get("style") == ButtonStyle.primary.value]
    assert [button["label"] for button in primary] == ["Five Dutch names"]


async def test_two_pages_that_open_at_once_get_one_welcome(playground: Playground) -> None:
    async with playground() as (_, page):
        await asyncio.gather(Visitor(page).open(), Visitor(page).open())
        assert len(page.channel.history()) == 1


async def test_button_invents_five_dutch_names(playground: Playground) -> None:
    async with playground() as (_, page):
        card = await press(page, "Five Dutch names")
    assert "Netherlands" in text_of(card)
    assert len(names_on(card)) == 5


async def test_button_blends_dutch_and_polish(playground: Playground) -> None:
    async with playground() as (_, page):
        card = await press(page, "Dutch × Polish")
    assert "🇳🇱 Netherlands × 🇵🇱 Poland" in text_of(card)


async def test_button_tells_where_marieke_is_from(playground: Playground) -> None:
    async with playground() as (_, page):
        card = await press(page, "Where is Marieke from?")
    assert "## Marieke" in text_of(card)


async def test_there_is_one_welcome_however_many_pages_open(playground: Playground) -> None:
    async with playground() as (_, page):
        for _ in range(2):
            await Visitor(page).open()
        (welcome,) = page.channel.history()
    assert welcome.author.name == "Nomen"


@pytest.mark.parametrize("browser", languages())
async def test_is_in_the_browsers_language(playground: Playground, browser: str) -> None:
    async with playground() as (_, page):
        await Visitor(page, browser).open()
        (welcome,) = messages_in(page)
    translator = translator_for_language(browser)
    assert f"## {translator('I invent first names')}" in text_of(welcome)
    assert translator("Five Dutch names") in buttons_on(welcome)


@pytest.mark.parametrize("language", ["pl"])
async def test_is_in_the_playgrounds_language_if_it_has_one(
    playground: Playground, translator: Translator
) -> None:
    async with playground() as (_, page):
        await Visitor(page, "nl").open()
        (welcome,) = messages_in(page)
    assert f"## {translator('I invent first names')}" in text_of(welcome)
