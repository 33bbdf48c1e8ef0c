"""The welcome on the playground's page."""

import re

import pytest
from simcord import Preview, ResponseMessage

from bot.i18n.languages import languages
from bot.i18n.translator import Translator
from tests.bot.playground.channel import first_member, messages_in
from tests.bot.playground.conftest import Playground
from tests.bot.stage import buttons_on, names_on, public_message, text_of


async def press(page: Preview, label: str) -> ResponseMessage:
    """Press one of the welcome's buttons; return the public response."""
    (welcome,) = messages_in(page)
    custom_id = buttons_on(welcome)[label]
    return public_message(await first_member(page).click(welcome, custom_id=custom_id))


async def test_has_three_numbered_steps_and_a_button_for_each(playground: Playground) -> None:
    async with playground() as (_, page):
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


@pytest.mark.parametrize("language", languages())
async def test_is_in_the_playgrounds_language(
    playground: Playground, translator: Translator
) -> None:
    async with playground() as (_, page):
        (welcome,) = messages_in(page)
    assert f"## {translator('I invent first names')}" in text_of(welcome)
    assert translator("Five Dutch names") in buttons_on(welcome)
