"""Replies in the language that Discord reports for the user or the server, over a real socket."""

from dataclasses import replace
from typing import Any

import pytest

from tests.wire.card_contents import message_text
from tests.wire.discord_server.components import buttons
from tests.wire.discord_server.interactions import is_ephemeral
from tests.wire.discord_server.world import DM, SERVER, InteractionContext, User
from tests.wire.process import ConnectedBot

pytestmark = pytest.mark.asyncio(loop_scope="module")

POLISH_SERVER = replace(SERVER, locale="pl")


async def choices(bot: ConnectedBot, locale: str, typed: str) -> list[str]:
    ada = User(locale=locale)
    interaction = await bot.discord.members.autocomplete("name", "country", typed, by=ada)
    return [choice["name"] for choice in await interaction.choices()]


@pytest.mark.parametrize(
    ("locale", "typed", "offered"),
    [
        ("nl", "pol", "Polen"),
        ("es-419", "pai", "Países Bajos"),
        ("de", "neth", "Netherlands"),
    ],
)
async def test_country_autocomplete_uses_the_users_language(
    bot: ConnectedBot, locale: str, typed: str, offered: str
) -> None:
    assert (await choices(bot, locale, typed))[0] == offered


@pytest.mark.parametrize(
    ("locale", "error"),
    [
        ("nl", "Ik ken geen land dat “Xanadu” heet"),
        ("sv-SE", "I don’t know a country called “Xanadu”"),
    ],
)
async def test_error_is_in_the_users_language(bot: ConnectedBot, locale: str, error: str) -> None:
    ada = User(locale=locale)
    interaction = await bot.discord.members.command("name", by=ada, country="Xanadu")
    message = await interaction.message()
    assert is_ephemeral(message)
    assert message["content"].startswith(error)


async def test_card_is_in_the_servers_language_or_in_a_dm_in_the_users(bot: ConnectedBot) -> None:
    card = await request_card(bot, User(locale="nl"), POLISH_SERVER)
    assert "🇳🇱 Holandia" in message_text(card)
    labels = {"☆", "Jeszcze raz", "Odważniejsze", "Kopiuj", "Pochodzenie"}
    assert labels < buttons(card).keys()
    in_dm = await request_card(bot, User(locale="nl"), DM)
    assert "🇳🇱 Nederland" in message_text(in_dm)


async def request_card(bot: ConnectedBot, by: User, context: InteractionContext) -> dict[str, Any]:
    interaction = await bot.discord.members.command(
        "name", by, context, country="NL", count=1, seed=3
    )
    return await interaction.message()


async def test_option_names_are_registered_in_all_languages(bot: ConnectedBot) -> None:
    (country, *_) = bot.discord.api.commands["name"]["options"]
    assert country["name_localizations"]["nl"] == "land"
    assert country["name_localizations"].keys() == {"es-ES", "es-419", "fr", "it", "nl", "pl"}
    assert bot.discord.api.commands["name"].get("name_localizations") in (None, {})
