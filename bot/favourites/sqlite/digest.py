"""What is in a database, in numbers that can be compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

import aiosqlite

from bot.favourites.sqlite.errors import translate_sqlite_errors

_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class TableDigest:
    """The number of a table's rows, and a checksum of their content in any order."""

    rows: int
    checksum: str


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
            digest = blake2b(repr(tuple(row)).encode(), digest_size=_DIGEST_BYTES).digest()
            total += int.from_bytes(digest)  # a sum, so that large tables need not be sorted
    return TableDigest(rows, f"{total % 2 ** (8 * _DIGEST_BYTES):0{2 * _DIGEST_BYTES}x}")
