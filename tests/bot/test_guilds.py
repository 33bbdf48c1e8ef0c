"""What is kept of groups that the bot comes to, is removed from, and loses sight of."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import serve
from bot.favourites import maintenance
from bot.favourites.clock import utc_now
from bot.favourites.errors import StoreError
from bot.favourites.models import RETENTION
from bot.favourites.repository import FavouritesRepository
from bot.favourites.sqlite.repository import open_favourites
from bot.runtime.settings import Settings
from bot.services.name_service import NameService
from tests.wire.discord_server import world
from tests.wire.discord_server.server import TOKEN, LoopbackDiscord, loopback_discord
from tests.wire.discord_server.waiting import until

pytestmark = pytest.mark.usefixtures("discord_as_it_was")
OTHER_GUILD = world.GUILD_ID + 1
MEMBER = 7


@asynccontextmanager
async def served(naming: NameService, database: Path) -> AsyncIterator[LoopbackDiscord]:
    async with loopback_discord() as discord:
        settings = Settings(token=TOKEN, api_url=discord.api_url, database=database)
        serving = asyncio.create_task(serve(settings, naming))
        await discord.gateway.ready()
        await until(lambda: groups(database), "first look at the groups")
        yield discord
        serving.cancel()
        await asyncio.wait([serving])


def groups(database: Path) -> dict[int, bool]:
    """Whether the bot is in each of the groups that the database knows."""
    with closing(sqlite3.connect(database)) as connection:
        return {group: left is None for group, left in connection.execute("SELECT * FROM guild")}


async def test_the_groups_that_the_bot_is_in_are_known_when_it_has_started(
    naming: NameService, database: Path
) -> None:
    async with served(naming, database):
        assert groups(database) == {world.GUILD_ID: True}


async def test_coming_to_a_group_and_being_removed_from_it_are_noted(
    naming: NameService, database: Path
) -> None:
    async with served(naming, database) as discord:
        joined = {key: value for key, value in world.guild().items() if key != "unavailable"}
        await discord.gateway.dispatch(
            "GUILD_CREATE", {**joined, "id": str(OTHER_GUILD)}, OTHER_GUILD
        )
        await until(lambda: groups(database).get(OTHER_GUILD), "word of the other group")
        await discord.gateway.dispatch("GUILD_DELETE", {"id": str(OTHER_GUILD)}, OTHER_GUILD)
        await until(lambda: not groups(database)[OTHER_GUILD], "word of the removal")
        assert groups(database)[world.GUILD_ID]


async def test_an_outage_of_discord_is_no_removal(naming: NameService, database: Path) -> None:
    async with served(naming, database) as discord:
        gone = {"id": str(world.GUILD_ID), "unavailable": True}
        await discord.gateway.dispatch("GUILD_DELETE", gone, world.GUILD_ID)
        await discord.gateway.dispatch("GUILD_CREATE", world.guild(), world.GUILD_ID)
        # Answered after them, so they have been heard.
        await (await discord.members.command("name", country="NL")).message()
        assert groups(database) == {world.GUILD_ID: True}


async def test_a_group_long_gone_is_deleted_when_the_bot_starts_and_others_are_kept(
    naming: NameService, database: Path
) -> None:
    longer_ago = utc_now() - RETENTION - timedelta(minutes=1)
    async with open_favourites(database, lambda: longer_ago) as store:
        for guild in (OTHER_GUILD, world.GUILD_ID):
            await store.star(guild, MEMBER, "Marle", None)
        await store.guild_left(OTHER_GUILD)
        await store.guild_left(world.GUILD_ID)  # and is in it again, unheard of
    async with served(naming, database):
        await until(lambda: groups(database) == {world.GUILD_ID: True}, "purge")
    async with open_favourites(database) as store:
        assert (await store.totals(world.GUILD_ID)).stars == 1
        assert (await store.totals(OTHER_GUILD)).stars == 0


async def test_groups_are_looked_at_again_day_after_day(
    favourites: FavouritesRepository, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maintenance, "DAY", 0)
    present = [1]
    daily = asyncio.create_task(maintenance.purge_daily(favourites, lambda: present))
    await until(lambda: groups(database) == {1: True}, "first look")
    present[:] = [2]
    await until(lambda: groups(database) == {1: False, 2: True}, "next look")
    daily.cancel()
    await asyncio.wait([daily])


async def test_a_database_that_fails_for_a_while_ends_neither_the_bot_nor_the_daily_look(
    monkeypatch: pytest.MonkeyPatch,
    favourites: FavouritesRepository,
    database: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    purge = favourites.purge

    async def fail(*_: object) -> None:
        monkeypatch.setattr(favourites, "purge", purge)
        message = "it is full"
        raise StoreError(message)

    monkeypatch.setattr(maintenance, "DAY", 0)
    monkeypatch.setattr(favourites, "purge", fail)
    await maintenance.note(fail())
    monkeypatch.setattr(favourites, "purge", fail)
    daily = asyncio.create_task(maintenance.purge_daily(favourites, lambda: [1]))
    await until(lambda: groups(database), "look after the failure")
    daily.cancel()
    await asyncio.wait([daily])
    assert caplog.text.count("it is full") == 2
