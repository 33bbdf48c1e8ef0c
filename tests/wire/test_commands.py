"""`/blend`, `/origin` and `/clipdemo` over a real socket, against the bot in its own process."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from bot.commands import COMMANDS, MENUS
from tests.wire.card_contents import message_text, names_on
from tests.wire.discord_server import world
from tests.wire.discord_server.checks.callbacks import CallbackType
from tests.wire.discord_server.checks.messages import COMPONENTS_V2
from tests.wire.discord_server.components import ComponentType, buttons, walk
from tests.wire.discord_server.interactions import RESPONSE_DEADLINE, is_ephemeral
from tests.wire.discord_server.world import InteractionContext
from tests.wire.process import ConnectedBot

pytestmark = pytest.mark.asyncio(loop_scope="module")

MEMORY_MAPS = Path("/proc/self/maps")
CLIPDEMO_TIMEOUT = 60.0
CONTEXTS = pytest.mark.parametrize(
    "context",
    [world.SERVER, world.DM, world.GROUP_DM, world.USER_INSTALL_SERVER],
    ids=["server", "dm", "group_dm", "user_install"],
)


@CONTEXTS
async def test_blend_gives_public_card_of_both_countries_in_time(
    bot: ConnectedBot, context: InteractionContext
) -> None:
    interaction = await bot.discord.members.command(
        "blend", context=context, first="NL", second="Poland", share=60, seed=312
    )
    card = await interaction.message()
    assert interaction.response_time < RESPONSE_DEADLINE
    assert not is_ephemeral(card)
    assert len(set(names_on(card))) == 5
    assert "🇳🇱 Netherlands × 🇵🇱 Poland" in message_text(card)
    assert "60 : 40 · plain" in message_text(card)
    again = await (await bot.discord.members.press(card, "Again", context=context)).message()
    assert "60 : 40 · plain" in message_text(again)


@CONTEXTS
async def test_origin_gives_public_card_with_similar_names_in_time(
    bot: ConnectedBot, context: InteractionContext
) -> None:
    interaction = await bot.discord.members.command("origin", context=context, name="Giuseppina")
    card = await interaction.message()
    assert interaction.response_time < RESPONSE_DEADLINE
    assert not is_ephemeral(card)
    assert "## Giuseppina" in message_text(card)
    assert [*buttons(card)] == ["☆ Star it", "Names: Italy", "Why?", "Hear it"]
    heard = await (await bot.discord.members.press(card, "Hear it", context=context)).message()
    assert is_ephemeral(heard)
    assert [file["filename"] for file in heard["attachments"]] == ["name.wav"]
    assert heard["content"] == "**Giuseppina**, as you’d say it in Italian"
    pressed = await bot.discord.members.press(card, "Names: Italy", context=context)
    assert len(names_on(await pressed.message())) == 5


@CONTEXTS
async def test_lists_lead_to_origins_and_names(
    bot: ConnectedBot, context: InteractionContext
) -> None:
    members = bot.discord.members
    countries = await (await members.command("countries", context=context)).message()
    assert is_ephemeral(countries)
    card = await (await members.select(countries, "NL", context=context)).message()
    assert not is_ephemeral(card)
    assert "🇳🇱 Netherlands" in message_text(card)
    name = names_on(card)[2]
    origin = await (await members.select(card, name, context=context)).message()
    assert f"## {name}" in message_text(origin)
    why = await (await members.press(origin, "Why?", context=context)).message()
    assert is_ephemeral(why)
    copied = await (await members.press(card, "Copy", context=context)).message()
    *names, seed = copied["content"].splitlines()
    assert names == ["```", *names_on(card), "```"]
    assert re.fullmatch(
        r"-# Seed \d+: use it with the same options to get these names again\.", seed
    )


@pytest.mark.skipif(not MEMORY_MAPS.exists(), reason="only Linux lists the loaded libraries")
async def test_serving_process_never_loads_matplotlib(bot: ConnectedBot) -> None:
    await (await bot.discord.members.command("clipdemo", epochs=5)).message(CLIPDEMO_TIMEOUT)
    loaded = await asyncio.to_thread(Path(f"/proc/{bot.process.pid}/maps").read_text, "utf-8")
    assert "numpy" in loaded
    assert "matplotlib" not in loaded


@CONTEXTS
async def test_clipdemo_is_deferred_in_time_and_shows_its_plot(
    bot: ConnectedBot, context: InteractionContext
) -> None:
    interaction = await bot.discord.members.command("clipdemo", context=context)
    card = await interaction.message(CLIPDEMO_TIMEOUT)
    assert interaction.response_time < RESPONSE_DEADLINE
    assert interaction.callback is not None
    assert interaction.callback["type"] == CallbackType.DEFERRED_MESSAGE
    assert card["flags"] & COMPONENTS_V2
    assert not is_ephemeral(card)
    assert "**±40.15 is the best threshold:**" in message_text(card)
    numbers = await bot.discord.members.press(card, "Show the numbers", context=context)
    assert "Without clipping, x overflows" in message_text(await numbers.message(CLIPDEMO_TIMEOUT))
    (gallery,) = [
        part for part in walk(card["components"]) if part["type"] == ComponentType.MEDIA_GALLERY
    ]
    assert "square root of 312" in gallery["items"][0]["description"]


async def test_names_are_served_in_time_during_clip_demos(bot: ConnectedBot) -> None:
    members = bot.discord.members
    demos = [await members.command("clipdemo", number=50, epochs=1000) for _ in range(3)]
    interactions = [await members.command("name", country="NL") for _ in range(3)]
    for interaction in interactions:
        assert len(names_on(await interaction.message())) == 5
        assert interaction.response_time < RESPONSE_DEADLINE
    for demo in demos:
        assert "## √50" in message_text(await demo.message(CLIPDEMO_TIMEOUT))


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("blend", {"first": "NL", "second": "Holland"}),
        ("blend", {"first": "NL", "second": "@everyone **NL** <@123>"}),
        ("blend", {"first": "NL", "second": "PL", "third": "x" * 6000}),
        ("blend", {"first": "NL", "second": "PL", "min_length": 9, "max_length": 3}),
        ("mix", {"first": "Anna", "second": "ANNA"}),
        ("mix", {"first": "Anna", "second": "@everyone **Peter** <@1>"}),
        ("mix", {"first": "Anna", "second": "Peter", "country": "Xanadu"}),
        ("origin", {"name": "a" * 41}),
        ("origin", {"name": "@everyone **x** `y` <@1>"}),
        ("origin", {"name": "\u202eMarieke"}),
        ("origin", {"name": "Дина"}),
        ("origin", {"name": "Sanne", "among": "NL"}),
        ("origin", {"name": "Sanne", "among": "NL, Xanadu"}),
    ],
    ids=lambda value: ascii(value)[:60],
)
async def test_invalid_options_get_ephemeral_explanation(
    bot: ConnectedBot, command: str, options: dict[str, Any]
) -> None:
    response = await (await bot.discord.members.command(command, **options)).message()
    assert is_ephemeral(response)
    assert 10 < len(message_text(response)) < 1100
    assert "Something went wrong" not in message_text(response)


@pytest.mark.parametrize("text", ["", "NL, po", "six", "a" * 300, "😀", ",,,"])
async def test_list_autocomplete_stays_within_discords_limit(bot: ConnectedBot, text: str) -> None:
    typed = await bot.discord.members.autocomplete("origin", "among", text)
    assert len(await typed.choices()) <= 25


async def test_every_command_is_registered(bot: ConnectedBot) -> None:
    assert bot.discord.api.commands.keys() == {command.name for command in (*COMMANDS, *MENUS)}
