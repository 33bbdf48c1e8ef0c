"""A PostgreSQL database as the source or the target of a move."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.favourites.errors import StoreError
from bot.favourites.postgres.connection import LONG_TIMEOUT, Connection, Database
from bot.favourites.postgres.database import open_existing, open_for_filling
from bot.favourites.postgres.instance_lock import single_instance_lock
from bot.favourites.transfer import PAGE, TABLES, Progress, Table, Target, Values
from bot.runtime.postgres_url import PostgresUrl

_PROGRESS = "SELECT last_value, purged_until FROM numbers, ledger"


class PostgresSource:
    """`Source`, which documents the methods, in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, table: Table, after: Values | None) -> Sequence[Values]:
        """Read a page of rows."""
        query = _page_query(table, after)
        rows = await self._database.fetch_all(query, PAGE, *(after or ()), within=LONG_TIMEOUT)
        return [tuple(row) for row in rows]

    async def progress(self) -> Progress:
        """Read how far it is."""
        ((sequence, purged_until),) = await self._database.fetch_all(_PROGRESS)
        return Progress(sequence, purged_until)


class PostgresTarget(PostgresSource):
    """`Target`, which documents the methods, in a database that is closed until it is complete."""

    async def last_key(self, table: Table) -> Values | None:
        """Read the last key."""
        rows = await self._database.fetch_all(_last_key_query(table), within=LONG_TIMEOUT)
        return tuple(rows[0]) if rows else None

    async def insert(self, table: Table, rows: Sequence[Values]) -> None:
        """Insert rows; there are no triggers."""
        async with self._database.session() as connection:
            await connection.copy_records_to_table(
                table.name, records=rows, columns=list(table.columns)
            )

    async def set_progress(self, progress: Progress) -> None:
        """Set how far it is."""
        await self._database.fetch_all("SELECT setval('numbers', $1)", progress.sequence)
        update = "UPDATE ledger SET purged_until = $1"
        await self._database.fetch_all(update, progress.purged_until)

    async def complete(self) -> None:
        """Let bots open it."""
        await self._database.fetch_all("DROP TABLE moving")


@asynccontextmanager
async def open_source(url: PostgresUrl) -> AsyncIterator[PostgresSource]:
    """Open a database, which no bot serves meanwhile.

    Raises:
        StoreError: it cannot be reached, is served, empty or of another version.
    """
    async with single_instance_lock(url), open_existing(url) as database:
        yield PostgresSource(database)


@asynccontextmanager
async def open_target(url: PostgresUrl, source: bytes) -> AsyncIterator[Target]:
    """Open a database that is empty, or was begun with the same source.

    Raises:
        StoreError: it cannot be reached, is served, or holds something else; it is unchanged.
    """
    async with single_instance_lock(url), open_for_filling(url) as database:

        async def begin(connection: Connection) -> None:
            await _begin(connection, f"The database {url}", source)

        await database.transact(begin)
        yield PostgresTarget(database)


async def _begin(connection: Connection, subject: str, source: bytes) -> None:
    """Note in an empty database what it is filled from, or see that an unfinished one is of it."""
    if await connection.fetchval("SELECT to_regclass('moving') IS NOT NULL"):
        if await connection.fetchval("SELECT source FROM moving") != source:
            message = f"{subject} was begun with another database. Empty it first."
            raise StoreError(message)
        return
    for table in TABLES:
        is_filled = f"SELECT EXISTS (SELECT FROM {table.name})"  # noqa: S608 - of constants
        if table.name != "identity" and await connection.fetchval(is_filled):
            message = f"{subject} is not empty. Nothing was changed; name another."
            raise StoreError(message)
    await connection.execute("CREATE TABLE moving (source bytea NOT NULL)")
    await connection.execute("INSERT INTO moving VALUES ($1)", source)
    await connection.execute("DELETE FROM identity")


def _page_query(table: Table, after: Values | None) -> str:
    key, columns = ", ".join(table.key), ", ".join(table.columns)
    places = ", ".join(f"${number}" for number in range(2, 2 + len(table.key)))
    where = "" if after is None else f"WHERE ({key}) > ({places})"
    return f"SELECT {columns} FROM {table.name} {where} ORDER BY {key} LIMIT $1"  # noqa: S608 - of constants


def _last_key_query(table: Table) -> str:
    key = ", ".join(table.key)
    last = ", ".join(f"{column} DESC" for column in table.key)
    return f"SELECT {key} FROM {table.name} ORDER BY {last} LIMIT 1"  # noqa: S608 - of constants
