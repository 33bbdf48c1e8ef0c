"""Copy all that is stored into an empty database, of the same kind or another.

    python -m tools.move nomen.sqlite3 postgresql://nomen@localhost/nomen

No bot may serve either. The copy is made in one transaction, and has the id of its source, so that
the record of deletions is of both.
"""

import argparse
import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import Any, Protocol

import asyncpg

from bot.runtime.postgres_url import PostgresUrl
from bot.runtime.settings import parse_database
from bot.store.errors import StoreError
from bot.store.queries import all_tables, load_queries
from bot.store.sqlite import instance_lock
from bot.store.store import Place, open_store

PAGE = 1000
"""Rows that are held at a time."""
Rows = Sequence[tuple[Any, ...]]


class Tables(Protocol):
    """A database's tables, in one transaction."""

    async def run(self, sql: str, *values: object) -> Rows:
        """Run a statement."""

    def pages(self, table: str) -> AsyncIterator[Rows]:
        """Yield all rows of a table."""

    async def insert(self, table: str, rows: Rows) -> None:
        """Insert rows."""

    async def newest_number(self) -> int:
        """Return the newest number."""

    async def set_number(self, number: int) -> None:
        """Have numbers go on after one."""


class _File:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection, self._queries = connection, load_queries("sqlite")

    async def run(self, sql: str, *values: object) -> Rows:
        return self._connection.execute(sql, values).fetchall()

    async def pages(self, table: str) -> AsyncIterator[Rows]:
        cursor = self._connection.execute(_select(table))
        while rows := cursor.fetchmany(PAGE):
            yield rows

    async def insert(self, table: str, rows: Rows) -> None:
        marks = ", ".join("?" for _ in all_tables()[table])
        self._connection.executemany(f"{_insert(table)} VALUES ({marks})", rows)

    async def newest_number(self) -> int:
        ((number,),) = await self.run(self._queries["newest_number"].sql)
        return int(number)

    async def set_number(self, number: int) -> None:
        self._connection.execute(self._queries["set_number"].sql, {"number": number})


class _Server:
    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection, self._queries = connection, load_queries("postgres")

    async def run(self, sql: str, *values: object) -> Rows:
        return [tuple(row) for row in await self._connection.fetch(sql, *values)]

    async def pages(self, table: str) -> AsyncIterator[Rows]:
        cursor = await self._connection.cursor(_select(table))
        while rows := await cursor.fetch(PAGE):
            yield [tuple(row) for row in rows]

    async def insert(self, table: str, rows: Rows) -> None:
        columns = all_tables()[table]
        await self._connection.copy_records_to_table(table, records=rows, columns=columns)

    async def newest_number(self) -> int:
        ((number,),) = await self.run(self._queries["newest_number"].sql)
        return int(number)

    async def set_number(self, number: int) -> None:
        await self.run(self._queries["set_number"].sql, number)


async def move(source: Place, target: Place) -> Mapping[str, int]:
    """Copy everything from one database into another; return the number of rows by table.

    Raises:
        StoreError: one cannot be used or is served, or the target is not empty. It is unchanged.
    """
    async with AsyncExitStack() as stack:
        for place in (source, target):
            if isinstance(place, Path):
                stack.enter_context(instance_lock(place))
            async with open_store(place, create=place is target):
                pass  # its tables are there, and of this version
        there = await stack.enter_async_context(_opened(source))
        here = await stack.enter_async_context(_opened(target))
        if any(number for table, number in (await _count(here)).items() if table != "ledger"):
            message = f"The database {target} is not empty."
            raise StoreError(message)
        await here.run("DELETE FROM ledger")
        for table in all_tables():
            async for rows in there.pages(table):
                await here.insert(table, rows)
        await here.set_number(await there.newest_number())
        moved = await _count(here)
        if moved != await _count(there):
            message = f"Not all of {source} is in {target}, which was left as it was."
            raise StoreError(message)
        return moved


@asynccontextmanager
async def _opened(place: Place) -> AsyncIterator[Tables]:
    if isinstance(place, PostgresUrl):
        connection = await asyncpg.connect(place.dsn, server_settings={"search_path": "nomen"})
        try:
            async with connection.transaction(isolation="repeatable_read"):
                yield _Server(connection)
        finally:
            await connection.close()
        return
    with closing(sqlite3.connect(place)) as file, file:
        file.execute("PRAGMA synchronous = FULL")
        file.execute("BEGIN IMMEDIATE")
        yield _File(file)


async def _count(tables: Tables) -> Mapping[str, int]:
    return {
        table: (await tables.run(f"SELECT count(*) FROM {table}"))[0][0]  # noqa: S608 - names of tables.sql
        for table in all_tables()
    }


def _select(table: str) -> str:
    return f"SELECT {', '.join(all_tables()[table])} FROM {table}"  # noqa: S608 - names of tables.sql


def _insert(table: str) -> str:
    return f"INSERT INTO {table} ({', '.join(all_tables()[table])})"


def main() -> None:
    """Move what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("source", "target"):
        parser.add_argument(name, type=parse_database, help="a file or a PostgreSQL address")
    arguments = parser.parse_args()
    try:
        moved = asyncio.run(move(arguments.source, arguments.target))
    except StoreError as error:
        sys.exit(str(error))
    for table, rows in moved.items():
        print(f"{table:20} {rows:,} rows")  # noqa: T201 - a command's output
    print(f"Serve {arguments.target} from now on, with the same NOMEN_BACKUP_FOLDER.")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
