"""What is in a database, in numbers that can be compared."""

from collections.abc import Mapping

import aiosqlite

from bot.favourites.sqlite.errors import translate_sqlite_errors
from bot.favourites.transfer import TableDigest, checksum, row_number

_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


async def digest_tables(connection: aiosqlite.Connection) -> Mapping[str, TableDigest]:
    """Read all tables of a database.

    Raises:
        StoreError: one cannot be read.
    """
    with translate_sqlite_errors():
        names = sorted(name for (name,) in await connection.execute_fetchall(_TABLES))
        return {name: await _digest(connection, name) for name in names}


async def _digest(connection: aiosqlite.Connection, table: str) -> TableDigest:
    rows = total = 0
    async with connection.execute(f'SELECT * FROM "{table}"') as cursor:  # noqa: S608 - from the schema
        async for row in cursor:
            rows += 1
            total += row_number(tuple(row))  # a sum, so that large tables need not be sorted
    return TableDigest(rows, checksum(total))
