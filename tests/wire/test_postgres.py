"""The bot on PostgreSQL over real sockets: outages of the server, and deaths of the bot."""

import asyncio
import signal
from pathlib import Path

from tests.bot.favourites.stores import PostgresStore
from tests.wire.card_contents import message_text, names_on, star_label
from tests.wire.discord_server.interactions import is_ephemeral
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import loopback_discord
from tests.wire.discord_server.world import User
from tests.wire.process import ConnectedBot, run_bot, run_connected_bot, run_python
from tests.wire.star_client import BEN, StarClient


async def test_outage_of_the_server_is_told_to_members_and_names_still_answer(
    store: PostgresStore, tmp_path: Path
) -> None:
    async with run_connected_bot(NOMEN_DATABASE=store.url.dsn) as bot:
        client = StarClient(bot, tmp_path)
        card = await client.request_card()
        name, other = names_on(card)
        await client.press_star(card, name)
        await wait_until(lambda: star_label(card, name) == "★ 1", "count")
        await asyncio.to_thread(store.server.stop)
        try:
            refused = await (await client.press_star(card, other, BEN)).message()
            assert is_ephemeral(refused)
            assert "Try again in a moment" in message_text(refused)
            assert names_on(await client.request_card())
        finally:
            await asyncio.to_thread(store.server.start)
        await client.press_star(card, other, BEN)
        await wait_until(lambda: star_label(card, other) == "★ 1", "count after the outage")
    assert await store.run_sql("SELECT count(*) FROM star") == [(2,)]


async def test_stars_acknowledged_before_the_bot_is_killed_are_there_once(
    store: PostgresStore, tmp_path: Path
) -> None:
    kept = set()
    async with loopback_discord() as discord:
        for round_ in range(2):
            async with run_bot(discord, NOMEN_DATABASE=store.url.dsn) as process:
                await discord.gateway.wait_until_ready()
                client = StarClient(ConnectedBot(discord, process), tmp_path)
                card = await client.request_card(count=5)
                for name in names_on(card):
                    member = User(f"member{round_}{name}")
                    await client.press_star(card, name, member)
                    kept.add((int(member.id), name))
                process.send_signal(signal.SIGKILL)
                await process.wait()
    stored = await store.run_sql("SELECT member, name FROM star")
    assert len(stored) == len(kept) == 10
    assert set(stored) == kept


async def test_bot_with_a_file_loads_nothing_for_postgresql_or_several_processes() -> None:
    loaded = (
        "import sys, bot.serve, bot.admin.check; "
        "print({'asyncpg', 'cryptography', 'bot.webhook', 'bot.favourites.postgres'} "
        "& sys.modules.keys() != set())"
    )
    async with run_python("-c", loaded) as process:
        assert await process.wait() == 0
        assert process.output.strip() == "False"
