"""The schema of the database: numbered SQL migrations, each applied in a transaction."""

import sqlite3
from collections.abc import Iterator, Sequence
from importlib.resources import files

import aiosqlite

from bot.favourites.errors import StoreError
from bot.favourites.migrations import Migration, load_migrations, newer_error, older_error
from bot.favourites.sqlite.connection import transaction

APPLICATION_ID = 0x4E6F6D6E
"""SQLite's application id of Nomen's databases, set by the first migration."""
_FOLDER = files("bot.favourites.sqlite").joinpath("migrations")


def known_migrations() -> tuple[Migration, ...]:
    """Load the migrations of this program."""
    return load_migrations(_FOLDER)


def latest_version() -> int:
    """Return the version that the last migration leads to."""
    return known_migrations()[-1].version


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
    if version > latest_version():
        raise newer_error(subject, version, latest_version())
    return version


async def require_latest_version(connection: aiosqlite.Connection, subject: str) -> None:
    """Ensure that a database has the latest version.

    Raises:
        StoreError: it has not; the message begins with the subject.
    """
    if await read_version(connection, subject) < latest_version():
        raise older_error(subject)


async def migrate(connection: aiosqlite.Connection, migrations: Sequence[Migration]) -> None:
    """Apply the migrations above the database's version, each in a transaction of its own."""
    for migration in migrations:
        async with transaction(connection):
            # Read again each time, since another process may be migrating too.
            if await _read_integer(connection, "PRAGMA user_version") < migration.version:
                for statement in _split_statements(migration.sql):
                    await connection.execute_fetchall(statement)
                await connection.execute_fetchall(f"PRAGMA user_version = {migration.version}")


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
