"""The process is killed under load."""

import asyncio
import random
import signal
from pathlib import Path

from tests.faults.large_database import make_large_database
from tests.faults.scale import KILLS, STARS
from tests.wire.card_contents import names_on
from tests.wire.discord_server.interactions import Message, SentInteraction
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import loopback_discord
from tests.wire.discord_server.world import User
from tests.wire.star_client import StarClient, read_stars, run_star_client

PRESSING_MEMBERS = 40
SEED = 312

Star = tuple[int, str]


async def press_stars(client: StarClient, card: Message) -> list[tuple[SentInteraction, str]]:
    """Have many members press two stars each, without waiting for the answers."""
    names = names_on(card)
    return [
        (await client.send_press(card, name, user), name)
        for number in range(PRESSING_MEMBERS)
        for user in [User(f"member{number}")]
        for name in random.Random(number).sample(names, 2)  # noqa: S311 - no secret
    ]


def acknowledged_stars(pressed: list[tuple[SentInteraction, str]]) -> set[Star]:
    """Return the stars that the bot acknowledged to Discord by updating the card."""
    return {
        (int(interaction.user.id), name)
        for interaction, name in pressed
        if interaction.callback is not None and interaction.original is interaction.pressed_message
    }


async def test_acknowledged_stars_survive_kill(tmp_path: Path) -> None:
    database = await asyncio.to_thread(make_large_database, tmp_path / "stars.sqlite3", STARS)
    rng, expected, interrupted = random.Random(SEED), set[Star](), 0  # noqa: S311 - no secret
    async with loopback_discord() as discord:
        for _ in range(KILLS):
            async with run_star_client(discord, database) as client:
                card = await client.request_card(count=5)
                pressed = await press_stars(client, card)
                await wait_until(lambda: acknowledged_stars(pressed), "the first star")  # noqa: B023 - at once
                await asyncio.sleep(rng.uniform(0, 0.15))
                client.bot.process.send_signal(signal.SIGKILL)
                assert await client.bot.process.wait() == -signal.SIGKILL
            acknowledged = acknowledged_stars(pressed)
            interrupted += acknowledged < {
                (int(interaction.user.id), name) for interaction, name in pressed
            }
            expected |= acknowledged
            await wait_until(
                lambda: not any(s.connection for s in discord.gateway.sessions.values()), "silence"
            )
            stored = await asyncio.to_thread(read_stars, database)
            stars = [(member, name) for _, member, name in stored]
            assert expected <= set(stars)
            assert len(stars) == len(set(stars))
    assert interrupted, "no burst was interrupted"
