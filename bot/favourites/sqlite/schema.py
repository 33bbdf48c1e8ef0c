"""The schema of the database: numbered SQL migrations, each applied in a transaction."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

import aiosqlite

from bot.favourites.errors import StoreError
from bot.favourites.sqlite.connection import transaction

APPLICATION_ID = 0x4E6F6D6E
"""SQLite's application id of Nomen's databases, set by the first migration."""
_MIGRATIONS = files("bot.favourites.sqlite").joinpath("migrations")
_MIGRATION_NAME = re.compile(r"[0-9]{4}_[a-z0-9_]+\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """The version that a migration leads to from the one before, and its SQL."""

    version: int
    sql: str


def load_migrations(folder: Traversable = _MIGRATIONS) -> tuple[Migration, ...]:
    """Load the migrations in order, past whatever else an editor or a copy left beside them."""
    scripts = sorted(
        (file for file in folder.iterdir() if _MIGRATION_NAME.fullmatch(file.name)),
        key=lambda file: file.name,
    )
    return tuple(Migration(int(file.name[:4]), file.read_text("utf-8")) for file in scripts)


def latest_version() -> int:
    """Return the version that the last migration leads to."""
    return load_migrations()[-1].version


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
        message = (
            f"{subject} was written by a newer Nomen: it has version {version}, and I know "
            f"{latest_version()} at most. It was left as it is; update Nomen."
        )
        raise StoreError(message)
    return version


async def require_latest_version(connection: aiosqlite.Connection, subject: str) -> None:
    """Ensure that a database has the latest version.

    Raises:
        StoreError: it has not; the message begins with the subject.
    """
    if await read_version(connection, subject) < latest_version():
        message = f"{subject} is an older Nomen's. Start the bot once to renew it."
        raise StoreError(message)


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
