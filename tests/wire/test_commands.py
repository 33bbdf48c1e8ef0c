"""Commands over real sockets, in every context, by both ways that interactions come."""

from pathlib import Path

import pytest

from tests.wire.card_contents import message_text, names_on
from tests.wire.discord_server import world
from tests.wire.discord_server.checks import COMPONENTS_V2, CallbackType
from tests.wire.discord_server.components import buttons
from tests.wire.discord_server.interactions import is_ephemeral
from tests.wire.discord_server.world import InteractionContext
from tests.wire.process import ConnectedBot

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    "context",
    [world.SERVER, world.DM, world.GROUP_DM, world.USER_INSTALL_SERVER],
    ids=["server", "dm", "group_dm", "user_install"],
)
async def test_names_lead_to_their_origins_and_to_text(
    bot: ConnectedBot, context: InteractionContext
) -> None:
    members = bot.discord.members
    card = await members.card("name", context=context, country="NL")
    assert card["flags"] & COMPONENTS_V2
    assert not is_ephemeral(card)
    assert "🇳🇱 Netherlands" in message_text(card)
    assert {"Again", "Refine", "As text"} <= buttons(card).keys()
    assert len(set(names_on(card))) == 5
    name = names_on(card)[2]
    origin = await (await members.select(card, name, context=context)).message()
    assert f"## {name}" in message_text(origin)
    copied = await members.pressed(card, "As text", context=context)
    assert "\n".join(["```", *names_on(card), "```"]) in copied["content"]


@pytest.mark.parametrize("channel_type", [0, 2, 5, 10, 11, 12, 13, 15])
async def test_kind_of_channel_does_not_matter(bot: ConnectedBot, channel_type: int) -> None:
    context = InteractionContext(0, channel_type, int(world.new_snowflake()), world.GUILD_ID)
    command = await bot.discord.members.command("name", context=context, country="NL")
    again = await bot.discord.members.press(await command.message(), "Again", context=context)
    assert len(names_on(await again.message())) == 5


async def test_clipdemo_is_deferred_and_shows_its_plot(bot: ConnectedBot) -> None:
    interaction = await bot.discord.members.command("clipdemo")
    card = await interaction.message()
    assert interaction.callback is not None
    assert interaction.callback["type"] == CallbackType.DEFERRED_MESSAGE
    assert not is_ephemeral(card)
    assert "**±40.15 is the best threshold:**" in message_text(card)
    assert "overflows" in str(card["components"])
    maps = Path(f"/proc/{bot.process.pid}/maps")  # the loaded libraries, which only Linux lists
    assert not maps.exists() or "matplotlib" not in maps.read_text("utf-8")
