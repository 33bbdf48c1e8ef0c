"""Where favourites can be: each kind of database, for specifications that hold for all."""

import asyncio
import shutil
from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Protocol, Self

import asyncpg

from bot.favourites.clock import Clock, utc_now
from bot.favourites.postgres import repository as postgres
from bot.favourites.postgres import tombstones as postgres_tombstones
from bot.favourites.postgres.database import open_existing
from bot.favourites.repository import FavouritesRepository
from bot.favourites.sqlite import repository as sqlite
from bot.favourites.sqlite.tombstones import apply_tombstones, read_tombstones
from bot.runtime.postgres_url import PostgresUrl
from tests.bot.favourites.rows import insert_stars, run_sql
from tests.postgres_server import PostgresServer

Row = tuple[object, ...]
Star = tuple[int, int, str, str]
"""Guild, member, folded name and name."""

_numbers = count(1)
_TALLY_ANEW = """
    INSERT INTO tally (guild, folded, name, members, first_at, first_sequence)
    SELECT guild, folded, min(name), count(*), min(starred_at), 0 FROM star WHERE guild <> 0
    GROUP BY guild, folded
    ON CONFLICT (guild, folded) DO UPDATE SET members = excluded.members
"""
_USED_THEN = """
    INSERT INTO activity (guild, member, used_on)
    SELECT DISTINCT guild, member, starred_at / 86400000 FROM star ON CONFLICT DO NOTHING
"""


class Store(Protocol):
    """A database of favourites, which is there once it has been opened."""

    def opened(self, clock: Clock = utc_now) -> AbstractAsyncContextManager[FavouritesRepository]:
        """Open it."""

    async def run_sql(self, sql: str) -> Sequence[Row]:
        """Run and commit one statement, bypassing the repository, and return its rows."""

    async def insert_stars(self, stars: Iterable[Star]) -> None:
        """Insert stars, bypassing the repository, unless they exist."""

    async def copy(self) -> Self:
        """Copy it as a backup does; nobody has it open."""

    async def repeat_deletions_of(self, other: Self, now: datetime) -> int:
        """Repeat what another has deleted, as a restore does; return how many stars it was."""


async def starred_names(store: Store) -> set[object]:
    """Return all starred names."""
    return {name for (name,) in await store.run_sql("SELECT name FROM star")}


@dataclass(frozen=True, slots=True)
class SqliteStore:
    """An SQLite file."""

    path: Path

    def opened(self, clock: Clock = utc_now) -> AbstractAsyncContextManager[FavouritesRepository]:
        return sqlite.open_favourites(self.path, clock)

    async def run_sql(self, sql: str) -> Sequence[Row]:
        return run_sql(self.path, sql)

    async def insert_stars(self, stars: Iterable[Star]) -> None:
        insert_stars(self.path, stars)

    async def copy(self) -> "SqliteStore":
        target = self.path.with_name(f"copy{next(_numbers)}.sqlite3")
        return SqliteStore(Path(shutil.copy(self.path, target)))

    async def repeat_deletions_of(self, other: "SqliteStore", now: datetime) -> int:
        return await apply_tombstones(await read_tombstones(other.path), self.path, now)


@dataclass(frozen=True, slots=True)
class PostgresStore:
    """A PostgreSQL database."""

    server: PostgresServer
    url: PostgresUrl

    def opened(self, clock: Clock = utc_now) -> AbstractAsyncContextManager[FavouritesRepository]:
        # A test machine may be slow.
        return postgres.open_favourites(self.url, clock, request_timeout=30)

    async def run_sql(self, sql: str) -> Sequence[Row]:
        connection = await self._connect()
        try:
            return [tuple(row) for row in await connection.fetch(sql)]
        finally:
            await connection.close()

    async def insert_stars(self, stars: Iterable[Star]) -> None:
        connection = await self._connect()
        columns = ("guild", "member", "folded", "name", "starred_at", "place", "sequence")
        rows = [(*star, 1767225600000, 0, 0) for star in stars]
        try:
            await connection.copy_records_to_table("star", records=rows, columns=columns)
            await connection.execute(_TALLY_ANEW)
            await connection.execute(_USED_THEN)
        finally:
            await connection.close()

    async def copy(self) -> "PostgresStore":
        copy = await asyncio.to_thread(self.server.copy_database, self.url)
        return PostgresStore(self.server, copy)

    async def repeat_deletions_of(self, other: "PostgresStore", now: datetime) -> int:
        async with open_existing(other.url) as current, open_existing(self.url) as restored:
            deletions = await postgres_tombstones.read_tombstones(current)
            ((newest,),) = await current.fetch_all("SELECT last_value FROM numbers")
            return await postgres_tombstones.repeat_deletions(restored, deletions, newest, now)

    async def _connect(self) -> asyncpg.Connection:
        return await asyncpg.connect(self.url.dsn, server_settings={"search_path": "nomen"})
