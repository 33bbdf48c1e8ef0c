"""`/name` over a real socket, answered by the process that people run."""

import re
from typing import Any

import pytest

from bot.commands import COMMANDS
from tests.wire.discord_server import world
from tests.wire.discord_server.checks.messages import COMPONENTS_V2
from tests.wire.discord_server.components import buttons
from tests.wire.discord_server.exchanges import DEADLINE, is_ephemeral
from tests.wire.discord_server.world import Person, Place
from tests.wire.process import Served
from tests.wire.reading import names_on, said

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_discord_knows_exactly_the_commands_that_the_bot_has(served: Served) -> None:
    assert served.discord.api.commands.keys() == {command.name for command in COMMANDS}


async def test_the_bot_asks_for_events_of_servers_and_nothing_else(served: Served) -> None:
    session = await served.discord.gateway.ready()
    assert session.intents == 1


async def test_a_country_gives_a_public_card_of_five_names_in_time(served: Served) -> None:
    exchange = await served.discord.members.command("name", country="NL")
    card = await exchange.message()
    assert exchange.seconds < DEADLINE
    assert len(set(names_on(card))) == 5
    assert card["flags"] & COMPONENTS_V2
    assert not is_ephemeral(card)
    assert "Netherlands" in said(card)
    assert {"Again", "Sharper"} <= buttons(card).keys()


@pytest.mark.parametrize("country", ["NL", "Iran", "holland", "PL", "CN", "IT", "CL", "FR"])
async def test_a_country_goes_by_code_name_or_alias(served: Served, country: str) -> None:
    card = await (await served.discord.members.command("name", country=country)).message()
    assert len(names_on(card)) == 5


@pytest.mark.parametrize("count", [1, 10])
async def test_as_many_names_come_as_were_asked_for(served: Served, count: int) -> None:
    card = await (await served.discord.members.command("name", country="FR", count=count)).message()
    assert len(names_on(card)) == count


@pytest.mark.parametrize("style", ["plain", "classic", "bold"])
async def test_the_style_stands_on_the_card(served: Served, style: str) -> None:
    card = await (await served.discord.members.command("name", country="IT", style=style)).message()
    assert style in said(card)


@pytest.mark.parametrize(("gender", "word"), [("F", "female"), ("M", "male")])
async def test_the_gender_stands_on_the_card(served: Served, gender: str, word: str) -> None:
    card = await (
        await served.discord.members.command("name", country="PL", gender=gender)
    ).message()
    assert re.search(rf"\b{word}\b", said(card))


async def test_names_start_as_asked(served: Served) -> None:
    exchange = await served.discord.members.command("name", country="NL", starts_with="ma")
    assert all(name.startswith("Ma") for name in names_on(await exchange.message()))


async def test_names_are_as_long_as_asked(served: Served) -> None:
    exchange = await served.discord.members.command(
        "name", country="NL", min_length=6, max_length=7
    )
    names = names_on(await exchange.message())
    assert {len(name) for name in names} <= {6, 7}


async def test_the_same_seed_gives_the_same_names(served: Served) -> None:
    ask = served.discord.members.command
    first = await (await ask("name", country="IR", seed=312)).message()
    second = await (await ask("name", country="IR", seed=312)).message()
    assert names_on(first) == names_on(second)
    assert "312" in said(first)


async def test_a_wrong_country_is_answered_to_the_member_alone_with_the_nearest(
    served: Served,
) -> None:
    exchange = await served.discord.members.command("name", country="Netherlnds")
    answer = await exchange.message()
    assert is_ephemeral(answer)
    assert "Did you mean Netherlands" in said(answer)


@pytest.mark.parametrize(
    "options",
    [
        {"country": "NL", "min_length": 9, "max_length": 3},
        {"country": "NL", "starts_with": "ab😀"},
        {"country": "NL", "starts_with": "kkkkkkkkkk", "max_length": 4},
        {"country": "@everyone **NL** `x` <@123>"},
        {"country": "x" * 6000},
    ],
)
async def test_what_cannot_be_is_explained_to_the_member_alone(
    served: Served, options: dict[str, Any]
) -> None:
    answer = await (await served.discord.members.command("name", **options)).message()
    assert is_ephemeral(answer)
    assert said(answer)
    assert "Something broke" not in said(answer)


@pytest.mark.parametrize(
    "place", [world.DIRECT, world.GROUP, world.STRANGE_SERVER], ids=["direct", "group", "strange"]
)
async def test_the_command_works_wherever_it_is_offered(served: Served, place: Place) -> None:
    exchange = await served.discord.members.command("name", place=place, country="CL")
    assert len(names_on(await exchange.message())) == 5


async def test_typing_offers_countries_that_begin_so(served: Served) -> None:
    offered = await (await served.discord.members.type_into("name", "country", "neth")).choices()
    assert offered[0]["value"] == "Netherlands"
    assert "Netherlands" in offered[0]["name"]


async def test_typing_nothing_offers_as_many_countries_as_discord_shows(served: Served) -> None:
    assert (
        len(await (await served.discord.members.type_into("name", "country", "")).choices()) == 25
    )


@pytest.mark.parametrize("text", ["xqzw", "😀", "a" * 100, "*[(\\", "\u202e"])
async def test_typing_nonsense_is_no_error(served: Served, text: str) -> None:
    choices = await (await served.discord.members.type_into("name", "country", text)).choices()
    assert len(choices) <= 25


async def test_an_offered_country_can_be_chosen_by_a_member_of_any_language(
    served: Served,
) -> None:
    piet = Person("piet", locale="nl")
    typed = await served.discord.members.type_into("name", "country", "pol", by=piet)
    chosen = (await typed.choices())[0]["value"]
    exchange = await served.discord.members.command("name", by=piet, country=chosen)
    assert len(names_on(await exchange.message())) == 5
