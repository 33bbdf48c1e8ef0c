"""Commands over real sockets, in every context, by both ways that interactions come."""

import asyncio
import re
from pathlib import Path

import pytest

from bot.commands import COMMANDS, MENUS
from tests.wire.card_contents import message_text, names_on
from tests.wire.discord_server import world
from tests.wire.discord_server.checks.callbacks import CallbackType
from tests.wire.discord_server.checks.messages import COMPONENTS_V2
from tests.wire.discord_server.components import ComponentType, buttons, walk
from tests.wire.discord_server.interactions import is_ephemeral
from tests.wire.discord_server.world import InteractionContext
from tests.wire.process import ConnectedBot

pytestmark = pytest.mark.asyncio(loop_scope="module")

MEMORY_MAPS = Path("/proc/self/maps")
CONTEXTS = pytest.mark.parametrize(
    "context",
    [world.SERVER, world.DM, world.GROUP_DM, world.USER_INSTALL_SERVER],
    ids=["server", "dm", "group_dm", "user_install"],
)


async def test_every_command_is_registered(bot: ConnectedBot) -> None:
    assert bot.discord.api.commands.keys() == {command.name for command in (*COMMANDS, *MENUS)}


@pytest.mark.parametrize("bot", ["gateway"], indirect=True)
async def test_only_the_guilds_intent_is_requested(bot: ConnectedBot) -> None:
    session = await bot.discord.gateway.wait_until_ready()
    assert session.intents == 1


@CONTEXTS
async def test_name_gives_a_public_card_of_five_names(
    bot: ConnectedBot, context: InteractionContext
) -> None:
    command = await bot.discord.members.command("name", context=context, country="NL")
    card = await command.message()
    assert len(set(names_on(card))) == 5
    assert card["flags"] & COMPONENTS_V2
    assert not is_ephemeral(card)
    assert "Netherlands" in message_text(card)
    assert {"Again", "Bolder", "Refine", "Copy"} <= buttons(card).keys()


@pytest.mark.parametrize("channel_type", [0, 2, 5, 10, 11, 12, 13, 15])
async def test_kind_of_channel_does_not_matter(bot: ConnectedBot, channel_type: int) -> None:
    context = InteractionContext(0, channel_type, int(world.new_snowflake()), world.GUILD_ID)
    command = await bot.discord.members.command("name", context=context, country="NL")
    again = await bot.discord.members.press(await command.message(), "Again", context=context)
    assert len(names_on(await again.message())) == 5


async def test_unknown_country_gets_ephemeral_suggestion(bot: ConnectedBot) -> None:
    interaction = await bot.discord.members.command("name", country="Netherlnds")
    response = await interaction.message()
    assert is_ephemeral(response)
    assert "Did you mean: Netherlands" in message_text(response)


async def test_empty_autocomplete_offers_discords_maximum(bot: ConnectedBot) -> None:
    typed = await bot.discord.members.autocomplete("name", "country", "")
    assert len(await typed.choices()) == 25


@CONTEXTS
async def test_blend_gives_public_card_of_both_countries(
    bot: ConnectedBot, context: InteractionContext
) -> None:
    interaction = await bot.discord.members.command(
        "blend", context=context, first="NL", second="Poland", share=60, seed=312
    )
    card = await interaction.message()
    assert not is_ephemeral(card)
    assert len(set(names_on(card))) == 5
    assert "🇳🇱 Netherlands × 🇵🇱 Poland" in message_text(card)
    assert "60 : 40 · plain" in message_text(card)
    again = await (await bot.discord.members.press(card, "Again", context=context)).message()
    assert "60 : 40 · plain" in message_text(again)


@CONTEXTS
async def test_origin_gives_public_card_with_similar_names(
    bot: ConnectedBot, context: InteractionContext
) -> None:
    interaction = await bot.discord.members.command("origin", context=context, name="Giuseppina")
    card = await interaction.message()
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
    await (await bot.discord.members.command("clipdemo", epochs=5)).message()
    loaded = await asyncio.to_thread(Path(f"/proc/{bot.process.pid}/maps").read_text, "utf-8")
    assert "numpy" in loaded
    assert "matplotlib" not in loaded


@CONTEXTS
async def test_clipdemo_is_deferred_and_shows_its_plot(
    bot: ConnectedBot, context: InteractionContext
) -> None:
    interaction = await bot.discord.members.command("clipdemo", context=context)
    card = await interaction.message()
    assert interaction.callback is not None
    assert interaction.callback["type"] == CallbackType.DEFERRED_MESSAGE
    assert card["flags"] & COMPONENTS_V2
    assert not is_ephemeral(card)
    assert "**±40.15 is the best threshold:**" in message_text(card)
    numbers = await bot.discord.members.press(card, "Show the numbers", context=context)
    assert "Without clipping, x overflows" in message_text(await numbers.message())
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
    for demo in demos:
        assert "## √50" in message_text(await demo.message())
