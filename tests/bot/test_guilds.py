"""What a running bot stores of guilds that it joins or is removed from, and of deletions."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from bot.runtime.settings import Settings
from bot.serve import serve
from bot.services.name_service import NameService
from bot.store import store as stores
from bot.store.record import FILENAME
from bot.store.retention import RETENTION
from bot.store.store import Store, open_store, purge_daily, serving_store
from tests.bot.store.places import follow_clock
from tests.support.clocks import ManualClock
from tests.wire.card_contents import message_text
from tests.wire.discord_server import world
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import TOKEN, LoopbackDiscord, loopback_discord
from tests.wire.star_client import ADA

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


async def test_server_is_recorded_when_it_first_uses_the_bot_that_it_has_installed(
    name_service: NameService, database: Path
) -> None:
    async with running_bot(name_service, database) as discord:
        discord.gateway.guilds.add(OTHER_GUILD)
        elsewhere = replace(world.SERVER, guild_id=OTHER_GUILD)
        for context in (world.USER_INSTALL_SERVER, elsewhere):
            await discord.members.card("name", context=context, country="NL")
        await wait_until(lambda: stored_guilds(database).get(OTHER_GUILD), "record")
    assert stored_guilds(database).keys() == {world.GUILD_ID, OTHER_GUILD}


async def test_backups_and_deletions_are_beside_the_database(
    name_service: NameService, database: Path
) -> None:
    folder = database.parent / "backups"
    async with running_bot(name_service, database) as discord:
        members = discord.members
        await wait_until(lambda: [*folder.glob("*.sqlite3")], "backup of its own")
        await members.card("favourites add", ADA, name="Jorien")
        before = (folder / FILENAME).read_text("ascii").splitlines()
        card = await members.card("privacy", ADA)
        for label in ("Delete my data", "Delete everything"):
            card = await members.pressed(card, label, ADA)
        await wait_until(lambda: "✓ 1 star" in message_text(card), "deletion")
        after = (folder / FILENAME).read_text("ascii").splitlines()
    assert len(after) == len(before) + 1


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
