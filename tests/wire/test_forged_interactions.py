"""Interactions that Discord's client never sends: forged, or from another version of the bot."""

from typing import Any

import pytest

from tests.wire.card_contents import message_text, names_on
from tests.wire.discord_server.components import buttons
from tests.wire.discord_server.interactions import Message, is_ephemeral
from tests.wire.process import run_connected_bot


def options(**values: object) -> list[dict[str, Any]]:
    kinds = {int: 4, str: 3, float: 10}
    return [
        {"name": name, "type": kinds[type(value)], "value": value} for name, value in values.items()
    ]


def assert_ephemeral_error(response: Message, forged: object) -> None:
    assert is_ephemeral(response), forged
    assert 10 < len(message_text(response)) < 1100, forged
    assert "Traceback" not in message_text(response), forged
    assert "Error" not in message_text(response), forged


FORGED_COMMANDS = [
    ("name", []),
    ("name", options(country=7)),
    ("name", options(colour="red")),
    ("name", options(country="NL", count="many")),
    ("name", options(country="NL", count=10**9)),
    ("name", options(country="NL", style="loud")),
    ("name", options(country="NL", seed=-1)),
    ("name", options(country="NL", starts_with="é" * 400)),
    ("blend", options(first="NL")),
    ("blend", options(first="NL", second="PL", share=10**12)),
    ("mix", options(first="Anna", second=7)),
    ("mix", options(first="Anna", second="Peter", seed=2**53)),
    ("origin", options(name="😀" * 2000)),
    ("origin", options(name="Sanne", among=",")),
    ("clipdemo", options(number=1e308)),
    ("clipdemo", options(threshold=0.0)),
    ("clipdemo", options(epochs=2**53)),
]
FORGED_IDS = [
    "x",
    "wish",
    "wish:NL1000",
    "wish:XX1000..5.100.2.16.",
    "wish:NL1000..5.100.16.2.",
    "wish:NL1000..5.100.2.16.!!!",
    "wish:NL1000-NL1000..5.100.2.16.",
    "wish:\n",
    "retry:name",
    'retry:name.["NL",5]',
    'retry:name.{"count":"5","country":"NL"}',
    'retry:name.{"country":"NL","surprise":1}',
    "retry:privacy.{}",
    "retry:narnia.{}",
    "retry:origin." + "[" * 80,
    "star:Marle",
    "star:NL1000..100.312.<@123>@everyone ",
    "unstar:1",
    "own:dance.1.Marle",
    "😀" * 50,
    "a" * 100,
]


@pytest.mark.parametrize("way", ["command", "button"])
async def test_what_is_forged_gets_an_ephemeral_error_and_the_bot_goes_on(way: str) -> None:
    async with run_connected_bot() as bot:
        members = bot.discord.members
        card = await members.card("name", country="NL")
        if way == "command":
            for name, forged in FORGED_COMMANDS:
                sent = await members.forged_command(name, forged)
                assert_ephemeral_error(await sent.message(), (name, forged))
        else:
            again = buttons(card)["Again"]
            for custom_id in FORGED_IDS:
                again["custom_id"] = custom_id
                sent = await members.press_button(card, again)
                assert_ephemeral_error(await sent.message(), custom_id)
        card = await members.card("name", country="NL")
        assert len(names_on(card)) == 5
