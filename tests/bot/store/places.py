"""Where the store can be: each kind of database, for specifications that hold for both."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TypeAlias

import asyncpg
import pytest

from bot.runtime.postgres_url import PostgresUrl
from bot.store import sqlite
from bot.store.backups import back_up, restore
from bot.store.record import DeletionRecord
from bot.store.store import Store, open_store, serving_store
from tests.postgres_server import PostgresServer
from tests.support.clocks import ManualClock

_numbers = count(1)


def follow_clock(monkeypatch: pytest.MonkeyPatch, clock: ManualClock) -> None:
    """Have every SQLite database take a clock's time for its own."""
    connect = sqlite._connect  # noqa: SLF001 - where SQLite's own time is replaced

    def connect_with_clock(file: Path, mode: str) -> sqlite3.Connection:
        connection = connect(file, mode)
        connection.create_function("unixepoch", 0, lambda: int(clock().timestamp()))
        return connection

    monkeypatch.setattr(sqlite, "_connect", connect_with_clock)


@dataclass(frozen=True, slots=True)
class SqlitePlace:
    """A file, with the folder of its backups and record."""

    file: Path
    folder: Path

    @property
    def where(self) -> Path:
        return self.file

    def opened(self) -> AbstractAsyncContextManager[Store]:
        """Open it as for a bot that nobody relies on."""
        return open_store(self.file)

    def served(self, **options: bool) -> AbstractAsyncContextManager[Store]:
        """Open it as for a bot that serves, without backups by themselves."""
        return serving_store(self.file, self.folder, keep=0, **options)

    async def set_time(self, _clock: ManualClock) -> None:
        """Do nothing: `follow_clock` has been called."""

    async def run_sql(self, sql: str) -> Sequence[tuple[object, ...]]:
        with closing(sqlite3.connect(self.file, isolation_level=None)) as connection:
            return connection.execute(sql).fetchall()

    async def back_up(self) -> Path:
        """Copy it; a bot may have it open."""
        copy = self.folder.parent / f"copy{next(_numbers)}.sqlite3"
        await asyncio.to_thread(back_up, self.file, copy)
        return copy

    async def restore(self, copy: Path, clock: ManualClock) -> "SqlitePlace":
        """Put a copy in its place, as the host does; nobody has it open."""
        await restore(copy, self.file, DeletionRecord(self.folder), clock())
        return self


@dataclass(frozen=True, slots=True)
class PostgresPlace:
    """A server's database, with the folder of a process's record."""

    server: PostgresServer
    url: PostgresUrl
    folder: Path

    @property
    def where(self) -> PostgresUrl:
        return self.url

    @property
    def environment(self) -> Mapping[str, str]:
        """The settings of a bot that serves it."""
        return {"NOMEN_DATABASE": self.url.dsn, "NOMEN_BACKUP_FOLDER": str(self.folder)}

    def opened(self) -> AbstractAsyncContextManager[Store]:
        return open_store(self.url)

    def served(self, **options: bool) -> AbstractAsyncContextManager[Store]:
        return serving_store(self.url, self.folder, **options)

    async def set_time(self, clock: ManualClock) -> None:
        """Have the database, which was opened before, take a clock's time for its own."""
        await self.run_sql(
            "CREATE OR REPLACE FUNCTION unixepoch() RETURNS bigint LANGUAGE sql "
            f"AS 'SELECT {int(clock().timestamp())}::bigint'"
        )

    async def run_sql(self, sql: str) -> Sequence[tuple[object, ...]]:
        async with self.connected() as connection:
            return [tuple(row) for row in await connection.fetch(sql)]

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[asyncpg.Connection]:
        settings = {"search_path": "nomen"}
        connection = await asyncpg.connect(self.url.dsn, server_settings=settings)
        try:
            yield connection
        finally:
            await connection.close()

    async def back_up(self) -> PostgresUrl:
        """Copy it; nobody has it open."""
        return await asyncio.to_thread(self.server.copy_database, self.url)

    async def restore(self, copy: PostgresUrl, _clock: ManualClock) -> "PostgresPlace":
        """Go on with a copy of a copy, and the record that is there."""
        fresh = await asyncio.to_thread(self.server.copy_database, copy)
        return PostgresPlace(self.server, fresh, self.folder)


Place: TypeAlias = SqlitePlace | PostgresPlace


async def totals(place: Place, guild: int) -> tuple[object, ...]:
    """Count a group's stars, distinct names and members."""
    count = "SELECT count(*), count(DISTINCT folded), count(DISTINCT member) FROM star WHERE guild"
    ((*counted,),) = await place.run_sql(f"{count} = {guild}")
    return tuple(counted)


NewPlace: TypeAlias = Callable[[], Place]
