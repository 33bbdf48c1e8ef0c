"""What is stored about guilds that the bot joins, is removed from, and is offline for."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from bot.runtime.settings import Settings
from bot.serve import serve
from bot.services.name_service import NameService
from bot.store import store as stores
from bot.store.retention import RETENTION
from bot.store.store import Store, open_store, purge_daily, serving_store
from tests.bot.store.places import follow_clock
from tests.support.clocks import ManualClock
from tests.wire.discord_server import world
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import TOKEN, LoopbackDiscord, loopback_discord

pytestmark = [
    pytest.mark.slow,  # the client waits two seconds until it is ready
    pytest.mark.usefixtures("restore_discord_urls"),
]
OTHER_GUILD = world.GUILD_ID + 1
MEMBER = 7


@asynccontextmanager
async def running_bot(name_service: NameService, database: Path) -> AsyncIterator[LoopbackDiscord]:
    async with loopback_discord() as discord:
        settings = Settings(
            token=TOKEN,
            api_url=discord.api_url,
            database=database,
            backup_folder=database.parent / "backups",
        )
        serving = asyncio.create_task(serve(settings, name_service))
        await discord.gateway.wait_until_ready()
        await wait_until(lambda: stored_guilds(database), "first purge")
        yield discord
        serving.cancel()
        await asyncio.wait([serving])


def stored_guilds(database: Path) -> dict[int, bool]:
    """Return the stored guilds, and whether the bot is in each of them."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT id, left_at FROM joined")
        return {guild: left is None for guild, left in rows}


async def test_joins_and_removals_are_stored_and_an_outage_is_no_removal(
    name_service: NameService, database: Path
) -> None:
    async with running_bot(name_service, database) as discord:
        joined = {key: value for key, value in world.guild().items() if key != "unavailable"}
        await discord.gateway.dispatch(
            "GUILD_CREATE", {**joined, "id": str(OTHER_GUILD)}, OTHER_GUILD
        )
        await wait_until(
            lambda: stored_guilds(database).get(OTHER_GUILD), "join of the other guild"
        )
        await discord.gateway.dispatch("GUILD_DELETE", {"id": str(OTHER_GUILD)}, OTHER_GUILD)
        await wait_until(lambda: not stored_guilds(database)[OTHER_GUILD], "removal")
        gone = {"id": str(world.GUILD_ID), "unavailable": True}
        await discord.gateway.dispatch("GUILD_DELETE", gone, world.GUILD_ID)
        await discord.gateway.dispatch("GUILD_CREATE", world.guild(), world.GUILD_ID)
        # The gateway events are handled before this command.
        await (await discord.members.command("name", country="NL")).message()
        assert stored_guilds(database) == {world.GUILD_ID: True, OTHER_GUILD: False}


async def test_removal_between_two_sessions_is_stored(
    name_service: NameService, database: Path
) -> None:
    async with running_bot(name_service, database) as discord:
        discord.gateway.guilds[OTHER_GUILD] = world.guild() | {"id": str(OTHER_GUILD)}
        await discord.gateway.invalidate_sessions()
        await discord.gateway.wait_until_ready()
        del discord.gateway.guilds[OTHER_GUILD]
        await discord.gateway.invalidate_sessions()
        await wait_until(
            lambda: stored_guilds(database).get(OTHER_GUILD) is False, "removal of the other", 20
        )
        assert stored_guilds(database)[world.GUILD_ID]


async def test_expired_guild_is_purged_at_start(
    name_service: NameService, database: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = datetime.now(UTC) - RETENTION - timedelta(minutes=1)
    clock.advance(seconds=(then - clock()).total_seconds())
    with monkeypatch.context() as patched:
        follow_clock(patched, clock)
        async with serving_store(database, database.parent / "backups") as store:
            for guild in (OTHER_GUILD, world.GUILD_ID):
                await store.stars.star(guild, MEMBER, "Marle", None)
            await store.retention.leave(OTHER_GUILD)
            # This one has rejoined while the bot was offline.
            await store.retention.leave(world.GUILD_ID)
    async with running_bot(name_service, database):
        await wait_until(lambda: stored_guilds(database) == {world.GUILD_ID: True}, "purge")
    async with open_store(database) as store:
        left = [await store.stars.favourites(guild, MEMBER) for guild in stored_guilds(database)]
        assert [star.name for (star,) in left] == ["Marle"]
        assert not await store.stars.favourites(OTHER_GUILD, MEMBER)


async def test_guilds_are_purged_daily(
    store: Store, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "LOOK_AGAIN", 0)
    present_guilds = AsyncMock(return_value=[1])
    daily = asyncio.create_task(purge_daily(store.retention, present_guilds))
    await wait_until(lambda: stored_guilds(database) == {1: True}, "first purge")
    present_guilds.return_value = [2]
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE ledger SET purged_at = purged_at - 86400")
    await wait_until(lambda: stored_guilds(database) == {1: False, 2: True}, "next purge")
    daily.cancel()
    await asyncio.wait([daily])
