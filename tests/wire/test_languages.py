"""Members in their own languages, over a real socket: Discord says which, the bot answers so."""

from dataclasses import replace
from typing import Any

import pytest

from tests.wire.discord_server.components import buttons
from tests.wire.discord_server.exchanges import is_ephemeral
from tests.wire.discord_server.world import DIRECT, SERVER, Person, Place
from tests.wire.process import Served
from tests.wire.reading import said

pytestmark = pytest.mark.asyncio(loop_scope="module")

SERVER_OF_POLES = replace(SERVER, locale="pl")


async def choices(served: Served, locale: str, typed: str) -> list[str]:
    ada = Person(locale=locale)
    exchange = await served.discord.members.type_into("name", "country", typed, by=ada)
    return [choice["name"] for choice in await exchange.choices()]


@pytest.mark.parametrize(
    ("locale", "typed", "offered"),
    [
        ("nl", "pol", "Polen"),
        ("pl", "hol", "Holandia"),
        ("es-419", "pai", "Países Bajos"),
        ("es-ES", "ale", "Alemania"),
        ("fr", "pays", "Pays-Bas"),
        ("it", "pae", "Paesi Bassi"),
        ("de", "neth", "Netherlands"),
    ],
)
async def test_countries_are_offered_in_the_members_language(
    served: Served, locale: str, typed: str, offered: str
) -> None:
    assert (await choices(served, locale, typed))[0] == offered


async def test_a_country_typed_in_the_members_language_is_understood(served: Served) -> None:
    ada = Person(locale="nl")
    exchange = await served.discord.members.command("name", by=ada, country="Perzië", count=1)
    assert "🇮🇷 Iran" in said(await exchange.message())


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("nl", "Het land “Xanadu” ken ik niet. Bedoel je Canada"),
        ("en-GB", "I know no country “Xanadu”"),
        ("sv-SE", "I know no country “Xanadu”"),
    ],
)
async def test_a_mistake_is_told_in_the_members_language(
    served: Served, locale: str, told: str
) -> None:
    ada = Person(locale=locale)
    exchange = await served.discord.members.command("name", by=ada, country="Xanadu")
    message = await exchange.message()
    assert is_ephemeral(message)
    assert message["content"].startswith(told)


async def test_a_card_for_all_is_in_the_servers_language(served: Served) -> None:
    dutch = Person(locale="nl")
    card = await named(served, dutch, SERVER_OF_POLES)
    assert "🇳🇱 Holandia" in said(card)
    assert [*buttons(card)] == ["☆", "Jeszcze raz", "Ostrzej"]


async def test_in_direct_messages_a_card_is_in_the_members_language(served: Served) -> None:
    card = await named(served, Person(locale="nl"), DIRECT)
    assert "🇳🇱 Nederland" in said(card)


async def test_what_one_member_alone_reads_is_in_their_language(served: Served) -> None:
    dutch = Person(locale="nl")
    exchange = await served.discord.members.command("favourites list", dutch, SERVER_OF_POLES)
    message = await exchange.message()
    assert is_ephemeral(message)
    assert "Alleen jij ziet dit" in said(message)


async def named(served: Served, by: Person, place: Place) -> dict[str, Any]:
    exchange = await served.discord.members.command(
        "name", by, place, country="NL", count=1, seed=3
    )
    return await exchange.message()


async def test_discord_is_told_the_options_in_all_languages(served: Served) -> None:
    (country, *_) = served.discord.api.commands["name"]["options"]
    assert country["name_localizations"]["nl"] == "land"
    assert country["name_localizations"].keys() == {"es-ES", "es-419", "fr", "it", "nl", "pl"}
    assert served.discord.api.commands["name"].get("name_localizations") in (None, {})
