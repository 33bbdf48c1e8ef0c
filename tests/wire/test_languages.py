"""Replies in the language that Discord reports for the user or the server, over a real socket."""

from dataclasses import replace

import pytest

from tests.wire.card_contents import message_text
from tests.wire.discord_server.world import DM, SERVER, User
from tests.wire.process import ConnectedBot

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.parametrize("bot", ["gateway"], indirect=True, scope="module"),
]


async def test_country_autocomplete_uses_the_users_language(bot: ConnectedBot) -> None:
    members = bot.discord.members
    choices = await members.autocomplete("name", "country", "pol", User(locale="nl"))
    assert (await choices.choices())[0]["name"] == "Polen"


async def test_error_is_in_the_users_language(bot: ConnectedBot) -> None:
    refusal = await bot.discord.members.card("name", User(locale="nl"), country="Xanadu")
    assert refusal["content"].startswith("Ik ken geen land dat “Xanadu” heet")


async def test_card_is_in_the_servers_language_or_in_a_dm_in_the_users(bot: ConnectedBot) -> None:
    for context, country in ((replace(SERVER, locale="pl"), "Holandia"), (DM, "Nederland")):
        card = await bot.discord.members.card("name", User(locale="nl"), context, country="NL")
        assert f"🇳🇱 {country}" in message_text(card)
