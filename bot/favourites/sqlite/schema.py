"""The shape of the database: numbered SQL files, each applied once, whole or not at all."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

import aiosqlite

from bot.favourites.errors import StoreError
from bot.favourites.sqlite.connection import transaction

APPLICATION_ID = 0x4E6F6D6E
"""What the first migration marks a file with, so that no other program's is taken for ours."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: the version that it leads to from the one before, and its SQL."""

    version: int
    sql: str


def shipped() -> tuple[Migration, ...]:
    """Read the migrations that this program knows, in order."""
    folder = files("bot.favourites.sqlite").joinpath("migrations")
    scripts = sorted((file for file in folder.iterdir()), key=lambda file: file.name)
    return tuple(Migration(int(file.name[:4]), file.read_text("utf-8")) for file in scripts)


async def version_of(connection: aiosqlite.Connection, name: str, newest: int) -> int:
    """Tell which version a database has; 0 is an empty one.

    Raises:
        StoreError: it is another program's, or of a version above the newest.
    """
    # All at one moment, for another process may be making the database.
    async with transaction(connection, "BEGIN"):
        version = await _number(connection, "PRAGMA user_version")
        application = await _number(connection, "PRAGMA application_id")
        tables = await _number(connection, "SELECT count(*) FROM sqlite_schema")
    if application != APPLICATION_ID and (version or application or tables):
        message = f"{name} is another program's database. It was left as it is; name another file."
        raise StoreError(message)
    if version > newest:
        message = (
            f"{name} was written by a newer Nomen: it has version {version}, and I know {newest} "
            "at most. It was left as it is; update Nomen."
        )
        raise StoreError(message)
    return version


async def migrate(connection: aiosqlite.Connection, migrations: Sequence[Migration]) -> None:
    """Bring a database to the last version, each step in a transaction of its own."""
    for migration in migrations:
        async with transaction(connection):
            # Asked again each time, for another process may be at the same work.
            if await _number(connection, "PRAGMA user_version") < migration.version:
                for statement in _statements(migration.sql):
                    await connection.execute_fetchall(statement)
                await connection.execute_fetchall(f"PRAGMA user_version = {migration.version}")


async def _number(connection: aiosqlite.Connection, sql: str) -> int:
    ((number,),) = await connection.execute_fetchall(sql)
    return int(number)


def _statements(sql: str) -> Iterator[str]:
    """Part a script; SQLite's own `executescript` would end the transaction first."""
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        yield pending
