"""The version of a file's schema, and its migration in one transaction."""

import sqlite3
from collections.abc import Iterator

import aiosqlite

from bot.favourites import schema
from bot.favourites.errors import StoreError
from bot.favourites.sqlite.connection import transaction

APPLICATION_ID = 0x4E6F6D6E
"""SQLite's application id of Nomen's databases."""


async def read_version(connection: aiosqlite.Connection, subject: str) -> int:
    """Return the schema version of a database, 0 for an empty one.

    Raises:
        StoreError: it is another program's, or of a newer version; the message begins with the
            subject.
    """
    # One transaction, since another process may be creating the database.
    async with transaction(connection, "BEGIN"):
        version = await _read_integer(connection, "PRAGMA user_version")
        application = await _read_integer(connection, "PRAGMA application_id")
        tables = await _read_integer(connection, "SELECT count(*) FROM sqlite_schema")
    if application != APPLICATION_ID and (version or application or tables):
        message = (
            f"{subject} is another program's database. It was left as it is; name another file."
        )
        raise StoreError(message)
    schema.require_known_version("sqlite", version, subject)
    return version


async def require_latest_version(connection: aiosqlite.Connection, subject: str) -> None:
    """Ensure that a database has the latest version.

    Raises:
        StoreError: it has not; the message begins with the subject.
    """
    schema.require_latest_version("sqlite", await read_version(connection, subject), subject)


async def migrate(connection: aiosqlite.Connection, subject: str) -> None:
    """Lead a database to the latest version.

    The version is written in any case, so that an unwritable file fails now and not at the first
    star.

    Raises:
        StoreError: it is too old; the message begins with the subject.
    """
    async with transaction(connection):
        # Read again, since another process may be migrating too.
        version = await _read_integer(connection, "PRAGMA user_version")
        for statement in _split_statements(schema.script_from("sqlite", version, subject)):
            await connection.execute_fetchall(statement)
        await connection.execute_fetchall(f"PRAGMA user_version = {schema.VERSION['sqlite']}")


async def _read_integer(connection: aiosqlite.Connection, sql: str) -> int:
    ((number,),) = await connection.execute_fetchall(sql)
    return int(number)


def _split_statements(sql: str) -> Iterator[str]:
    """Split a script, since `executescript` would commit the transaction first."""
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        yield pending
