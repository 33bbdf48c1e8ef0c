"""Interactions that Discord's client never sends: forged, or from another version of the bot."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.wire.card_contents import message_text, names_on
from tests.wire.discord_server.components import buttons
from tests.wire.discord_server.interactions import Message, is_ephemeral
from tests.wire.process import ConnectedBot, run_connected_bot

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot() -> AsyncIterator[ConnectedBot]:
    async with run_connected_bot() as bot:  # unlike in conftest.py, tracebacks may be logged
        yield bot


def options(**values: object) -> list[dict[str, Any]]:
    kinds = {int: 4, str: 3, float: 10}
    return [
        {"name": name, "type": kinds[type(value)], "value": value} for name, value in values.items()
    ]


def assert_ephemeral_error(response: Message) -> None:
    assert is_ephemeral(response)
    assert 10 < len(message_text(response)) < 1100
    assert "Traceback" not in message_text(response)
    assert "Error" not in message_text(response)


@pytest.mark.parametrize(
    "forged",
    [
        [],
        options(country=7),
        options(country=""),
        options(colour="red"),
        options(country="NL", count="many"),
        options(country="NL", count=10**9),
        options(country="NL", count=0),
        options(country="NL", style="loud"),
        options(country="NL", gender="X"),
        options(country="NL", seed=-1),
        options(country="NL", min_length=-5),
        options(country="NL", max_length=400),
        options(country="NL", starts_with="é" * 400),
        options(country="NL", starts_with=5),
    ],
    ids=str,
)
async def test_forged_name_command_gets_ephemeral_error(
    bot: ConnectedBot, forged: list[dict[str, Any]]
) -> None:
    interaction = await bot.discord.members.forged_command("name", forged)
    assert_ephemeral_error(await interaction.message())


@pytest.mark.parametrize(
    ("command", "forged"),
    [
        ("blend", []),
        ("blend", options(first="NL")),
        ("blend", options(first="NL", second="PL", share=0)),
        ("blend", options(first="NL", second="PL", share=10**12)),
        ("blend", options(first="NL", second="PL", share="half")),
        ("mix", options(first="Anna")),
        ("mix", options(first="Anna", second=7)),
        ("mix", options(first="Anna", second="Peter", seed=-1)),
        ("mix", options(first="Anna", second="Peter", seed=2**53)),
        ("origin", []),
        ("origin", options(name=7)),
        ("origin", options(name="")),
        ("origin", options(name="😀" * 2000)),
        ("origin", options(name="Sanne", among=",")),
        ("clipdemo", options(number=-1.0)),
        ("clipdemo", options(number=1e308)),
        ("clipdemo", options(number="many")),
        ("clipdemo", options(threshold=0.0)),
        ("clipdemo", options(epochs=0)),
        ("clipdemo", options(epochs=2**53)),
    ],
    ids=lambda value: ascii(value)[:60],
)
async def test_other_forged_commands_get_ephemeral_error(
    bot: ConnectedBot, command: str, forged: list[dict[str, Any]]
) -> None:
    interaction = await bot.discord.members.forged_command(command, forged)
    assert_ephemeral_error(await interaction.message())


@pytest.mark.parametrize(
    "custom_id",
    [
        "x",
        "wish",
        "wish:",
        "wish:NL1000",
        "wish:XX1000..5.100.2.16.",
        "wish:NL1000..99.100.2.16.",
        "wish:NL1000..5.0.2.16.",
        "wish:NL1000..5.100.16.2.",
        "wish:NL1000..5.100.2.16.!!!",
        "wish:NL1000..5.100.2.16._w",
        "wish:NL1000-NL1000..5.100.2.16.",
        "wish:\n",
        "retry:",
        "retry:name",
        "retry:name.{}",
        'retry:name.["NL",5]',
        'retry:name.{"country":"NL","count":5}',
        'retry:name.{"count":"5","country":"NL"}',
        'retry:name.{"count": 5,"country":"NL"}',
        'retry:name.{"count":null,"country":"NL"}',
        'retry:name.{"country":"NL","surprise":1}',
        "retry:privacy.{}",
        "retry:narnia.{}",
        'retry:origin.{"among":"Narnia","name":"Marle"}',
        "retry:origin." + "[" * 80,
        "star:",
        "star:Marle",
        "star:NL1000..100.312.<@123>@everyone ",
        "unstar:1",
        "own:dance.1.Marle",
        "😀" * 50,
        "a" * 100,
    ],
    ids=ascii,
)
async def test_unknown_custom_id_gets_ephemeral_error(bot: ConnectedBot, custom_id: str) -> None:
    card = await (await bot.discord.members.command("name", country="NL")).message()
    buttons(card)["Again"]["custom_id"] = custom_id
    assert_ephemeral_error(await (await bot.discord.members.press(card, "Again")).message())


async def test_bot_still_works_after_forged_interactions(bot: ConnectedBot) -> None:
    card = await (await bot.discord.members.command("name", country="NL")).message()
    assert len(names_on(card)) == 5
