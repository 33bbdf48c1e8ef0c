"""`/blend`, `/origin` and `/clipdemo` over a real socket, answered by the process people run."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.commands import COMMANDS
from tests.wire.discord_server import world
from tests.wire.discord_server.checks.callbacks import Answer
from tests.wire.discord_server.checks.messages import COMPONENTS_V2
from tests.wire.discord_server.components import Kind, buttons, walk
from tests.wire.discord_server.exchanges import DEADLINE, is_ephemeral
from tests.wire.discord_server.world import Place
from tests.wire.process import Served
from tests.wire.reading import names_on, said

pytestmark = pytest.mark.asyncio(loop_scope="module")

LIBRARIES = Path("/proc/self/maps")
PATIENCE = 60.0
"""Seconds in which a demonstration has come on any machine."""
PLACES = pytest.mark.parametrize(
    "place",
    [world.SERVER, world.DIRECT, world.GROUP, world.STRANGE_SERVER],
    ids=["server", "direct", "group", "strange"],
)


@PLACES
async def test_a_blend_is_a_public_card_of_both_countries_in_time(
    served: Served, place: Place
) -> None:
    exchange = await served.discord.members.command(
        "blend", place=place, first="NL", second="Poland", share=60, seed=312
    )
    card = await exchange.message()
    assert exchange.seconds < DEADLINE
    assert not is_ephemeral(card)
    assert len(set(names_on(card))) == 5
    assert "🇳🇱 Netherlands × 🇵🇱 Poland" in said(card)
    assert "60 : 40 · plain" in said(card)
    again = await (await served.discord.members.press(card, "Again", place=place)).message()
    assert "60 : 40 · plain" in said(again)


@PLACES
async def test_an_origin_is_a_public_card_in_time_with_names_like_these(
    served: Served, place: Place
) -> None:
    exchange = await served.discord.members.command("origin", place=place, name="Giuseppina")
    card = await exchange.message()
    assert exchange.seconds < DEADLINE
    assert not is_ephemeral(card)
    assert "## Giuseppina" in said(card)
    assert [*buttons(card)] == ["☆ Star it", "Names like these"]
    pressed = await served.discord.members.press(card, "Names like these", place=place)
    assert len(names_on(await pressed.message())) == 5


@pytest.mark.skipif(not LIBRARIES.exists(), reason="only Linux tells what a process has loaded")
async def test_what_draws_is_never_loaded_by_the_process_that_serves(served: Served) -> None:
    await (await served.discord.members.command("clipdemo", epochs=5)).message(PATIENCE)
    loaded = await asyncio.to_thread(Path(f"/proc/{served.process.pid}/maps").read_text, "utf-8")
    assert "numpy" in loaded
    assert "matplotlib" not in loaded


@PLACES
async def test_a_demonstration_is_promised_in_time_and_comes_with_its_picture(
    served: Served, place: Place
) -> None:
    exchange = await served.discord.members.command("clipdemo", place=place)
    card = await exchange.message(PATIENCE)
    assert exchange.seconds < DEADLINE
    assert exchange.callback is not None
    assert exchange.callback["type"] == Answer.DEFERRED_MESSAGE
    assert card["flags"] & COMPONENTS_V2
    assert not is_ephemeral(card)
    assert "The best threshold is **±40.15**" in said(card)
    (gallery,) = [part for part in walk(card["components"]) if part["type"] == Kind.GALLERY]
    assert "the root of 312" in gallery["items"][0]["description"]


async def test_names_come_in_time_while_demonstrations_are_worked_out(served: Served) -> None:
    members = served.discord.members
    demos = [await members.command("clipdemo", number=50, epochs=1000) for _ in range(3)]
    asked = [await members.command("name", country="NL") for _ in range(3)]
    for exchange in asked:
        assert len(names_on(await exchange.message())) == 5
        assert exchange.seconds < DEADLINE
    for demo in demos:
        assert "## √50" in said(await demo.message(PATIENCE))


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("blend", {"first": "NL", "second": "Holland"}),
        ("blend", {"first": "NL", "second": "@everyone **NL** <@123>"}),
        ("blend", {"first": "NL", "second": "PL", "third": "x" * 6000}),
        ("blend", {"first": "NL", "second": "PL", "min_length": 9, "max_length": 3}),
        ("origin", {"name": "a" * 41}),
        ("origin", {"name": "@everyone **x** `y` <@1>"}),
        ("origin", {"name": "\u202eMarieke"}),
        ("origin", {"name": "Дина"}),
        ("origin", {"name": "Sanne", "among": "NL"}),
        ("origin", {"name": "Sanne", "among": "NL, Xanadu"}),
    ],
    ids=lambda value: ascii(value)[:60],
)
async def test_what_cannot_be_is_explained_to_the_member_alone(
    served: Served, command: str, options: dict[str, Any]
) -> None:
    answer = await (await served.discord.members.command(command, **options)).message()
    assert is_ephemeral(answer)
    assert 10 < len(said(answer)) < 1100
    assert "Something broke" not in said(answer)


@pytest.mark.parametrize("text", ["", "NL, po", "six", "a" * 300, "😀", ",,,"])
async def test_typing_a_list_offers_what_discord_takes(served: Served, text: str) -> None:
    typed = await served.discord.members.type_into("origin", "among", text)
    assert len(await typed.choices()) <= 25


async def test_every_command_of_the_bot_is_registered(served: Served) -> None:
    assert served.discord.api.commands.keys() == {command.name for command in COMMANDS}
