"""Replies in the language that Discord reports for the user or the server, over a real socket."""

from dataclasses import replace

import pytest

from tests.wire.card_contents import message_text
from tests.wire.discord_server.interactions import is_ephemeral
from tests.wire.discord_server.world import DM, SERVER, InteractionContext, User
from tests.wire.process import ConnectedBot

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.parametrize("bot", ["gateway"], indirect=True, scope="module"),
]

POLISH_SERVER = replace(SERVER, locale="pl")


@pytest.mark.parametrize(
    ("locale", "typed", "offered"),
    [("nl", "pol", "Polen"), ("es-419", "pai", "Países Bajos"), ("de", "neth", "Netherlands")],
)
async def test_country_autocomplete_uses_the_users_language(
    bot: ConnectedBot, locale: str, typed: str, offered: str
) -> None:
    members = bot.discord.members
    choices = await members.autocomplete("name", "country", typed, User(locale=locale))
    assert (await choices.choices())[0]["name"] == offered


@pytest.mark.parametrize(
    ("locale", "error"),
    [
        ("nl", "Ik ken geen land dat “Xanadu” heet"),
        ("sv-SE", "I don’t know a country called “Xanadu”"),
    ],
)
async def test_error_is_in_the_users_language(bot: ConnectedBot, locale: str, error: str) -> None:
    message = await bot.discord.members.card("name", User(locale=locale), country="Xanadu")
    assert is_ephemeral(message)
    assert message["content"].startswith(error)


@pytest.mark.parametrize(
    ("context", "country"), [(POLISH_SERVER, "🇳🇱 Holandia"), (DM, "🇳🇱 Nederland")]
)
async def test_card_is_in_the_servers_language_or_in_a_dm_in_the_users(
    bot: ConnectedBot, context: InteractionContext, country: str
) -> None:
    sent = await bot.discord.members.command("name", User(locale="nl"), context, country="NL")
    assert country in message_text(await sent.message())
