"""An SQLite file as the source or the target of a move."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite

from bot.favourites.errors import StoreError
from bot.favourites.sqlite.connection import ReadConnection, WriteConnection, execute_update
from bot.favourites.sqlite.database import open_for_reading, open_for_writing
from bot.favourites.sqlite.instance_lock import single_instance_lock
from bot.favourites.transfer import PAGE, Progress, Table, Target, Values

_PROGRESS = "SELECT sequence, purged_until FROM ledger"
_SET_PROGRESS = "UPDATE ledger SET sequence = ?, purged_until = ?"
_TRIGGERS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"


class SqliteSource:
    """`Source`, which documents the methods, in a file."""

    def __init__(self, reader: ReadConnection) -> None:
        self._reader = reader

    async def page(self, table: Table, after: Values | None) -> Sequence[Values]:
        """Read a page of rows."""
        rows = await self._reader.fetch_all(_page_query(table, after), (*(after or ()), PAGE))
        return [tuple(row) for row in rows]

    async def progress(self) -> Progress:
        """Read how far it is."""
        ((sequence, purged_until),) = await self._reader.fetch_all(_PROGRESS)
        return Progress(sequence, purged_until)


class SqliteTarget(SqliteSource):
    """`Target`, which documents the methods, in a file that nobody knows until it is complete."""

    def __init__(self, reader: ReadConnection, writer: WriteConnection) -> None:
        super().__init__(reader)
        self.is_complete = False
        self._writer = writer

    async def last_key(self, table: Table) -> Values | None:
        """Read the last key."""
        rows = await self._reader.fetch_all(_last_key_query(table))
        return tuple(rows[0]) if rows else None

    async def insert(self, table: Table, rows: Sequence[Values]) -> None:
        """Insert rows without the triggers that would count them again."""
        places = ", ".join("?" for _ in table.columns)
        insert = f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({places})"  # noqa: S608 - of constants
        async with self._writer.transaction() as connection:
            triggers = list(await connection.execute_fetchall(_TRIGGERS))
            for name, _ in triggers:
                await connection.execute_fetchall(f"DROP TRIGGER {name}")
            await connection.executemany(insert, rows)
            for _, sql in triggers:
                await connection.execute_fetchall(sql)

    async def set_progress(self, progress: Progress) -> None:
        """Set how far it is."""
        await self._writer.execute(_SET_PROGRESS, progress.sequence, progress.purged_until)

    async def complete(self) -> None:
        """Have the file get its name when it is closed."""
        await self._writer.execute("DROP TABLE moving")
        self.is_complete = True


@asynccontextmanager
async def open_source(file: Path) -> AsyncIterator[SqliteSource]:
    """Open a file, which no bot serves meanwhile.

    Raises:
        StoreError: it is not there, is served, or of another version.
    """
    async with open_for_reading(file) as reader:
        with single_instance_lock(file):
            yield SqliteSource(reader)


@asynccontextmanager
async def open_target(file: Path, source: bytes) -> AsyncIterator[Target]:
    """Open a file beside the target's place, new or begun with the same source.

    Raises:
        StoreError: the target is there, or the file was begun with another source.
    """
    if await asyncio.to_thread(file.exists):
        message = f"There is a database {file} already. Nothing was changed; name another file."
        raise StoreError(message)
    partial = file.with_name(f"{file.name}.moving")
    async with open_for_writing(partial) as writer:
        async with writer.transaction() as connection:
            await _begin(connection, partial, source)
        async with open_for_reading(partial) as reader:
            target = SqliteTarget(reader, writer)
            yield target
    if target.is_complete:
        await asyncio.to_thread(partial.replace, file)


async def _begin(connection: aiosqlite.Connection, partial: Path, source: bytes) -> None:
    """Note in a new file what it is filled from, or see that an unfinished one is of the same."""
    await connection.execute_fetchall("CREATE TABLE IF NOT EXISTS moving (source BLOB NOT NULL)")
    begun = list(await connection.execute_fetchall("SELECT source FROM moving"))
    if not begun:
        await execute_update(connection, "INSERT INTO moving VALUES (?)", source)
        await execute_update(connection, "DELETE FROM identity")
    elif begun != [(source,)]:
        message = f"The file {partial} was begun with another database. Delete it first."
        raise StoreError(message)


def _page_query(table: Table, after: Values | None) -> str:
    key, columns = ", ".join(table.key), ", ".join(table.columns)
    places = ", ".join("?" for _ in table.key)
    where = "" if after is None else f"WHERE ({key}) > ({places})"
    return f"SELECT {columns} FROM {table.name} {where} ORDER BY {key} LIMIT ?"  # noqa: S608 - of constants


def _last_key_query(table: Table) -> str:
    key = ", ".join(table.key)
    last = ", ".join(f"{column} DESC" for column in table.key)
    return f"SELECT {key} FROM {table.name} ORDER BY {last} LIMIT 1"  # noqa: S608 - of constants
