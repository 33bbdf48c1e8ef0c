"""The schema of the database: numbered SQL migrations, applied by one process at a time."""

from collections.abc import Sequence
from importlib.resources import files

from bot.favourites.errors import StoreError
from bot.favourites.migrations import Migration, load_migrations, newer_error, older_error
from bot.favourites.postgres.connection import Connection, without_statement_timeout

SCHEMA = "nomen"
"""PostgreSQL's schema with all tables, so that other programs can share the database."""
MIGRATION_LOCK = 0x4E6F6D6E
"""Key of the advisory lock under which a database is migrated."""

_FOLDER = files("bot.favourites.postgres").joinpath("migrations")
_HAS_VERSION = "SELECT to_regclass('nomen.version') IS NOT NULL"
_CREATE = """
    CREATE SCHEMA IF NOT EXISTS nomen;
    CREATE TABLE nomen.version (one integer PRIMARY KEY CHECK (one = 1), number integer NOT NULL);
    INSERT INTO nomen.version VALUES (1, 0);
"""


def known_migrations() -> tuple[Migration, ...]:
    """Load the migrations of this program."""
    return load_migrations(_FOLDER)


def latest_version() -> int:
    """Return the version that the last migration leads to."""
    return known_migrations()[-1].version


async def read_version(connection: Connection, subject: str) -> int:
    """Return the schema's version, 0 if there is none yet.

    Raises:
        StoreError: it is newer; the message begins with the subject.
    """
    version = await _read_version(connection)
    if version > latest_version():
        raise newer_error(subject, version, latest_version())
    return version


async def require_latest_version(connection: Connection, subject: str) -> None:
    """Ensure that a database has the latest version.

    Raises:
        StoreError: it has not; the message begins with the subject.
    """
    if await read_version(connection, subject) < latest_version():
        raise older_error(subject)


async def require_finished(connection: Connection, subject: str) -> None:
    """Ensure that no move into a database was cut off.

    Raises:
        StoreError: one was; the message begins with the subject.
    """
    if await connection.fetchval("SELECT to_regclass('nomen.moving') IS NOT NULL"):
        message = f"{subject} is not complete: a move into it was cut off. Move again."
        raise StoreError(message)


async def migrate(
    connection: Connection, subject: str, migrations: Sequence[Migration] | None = None
) -> None:
    """Apply all migrations above the database's version, in one transaction.

    Raises:
        StoreError: it is newer, and left unchanged.
    """
    known = known_migrations() if migrations is None else migrations
    if await read_version(connection, subject) == known[-1].version:
        return
    async with without_statement_timeout(connection):
        # Not within the transaction, which would go on seeing the tables as before the lock.
        await connection.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK)
        try:
            async with connection.transaction():
                await _apply(connection, known)
        finally:
            await connection.execute("SELECT pg_advisory_unlock($1)", MIGRATION_LOCK)


async def _apply(connection: Connection, migrations: Sequence[Migration]) -> None:
    version = await _read_version(connection)  # again, since another process may have migrated
    if not await connection.fetchval(_HAS_VERSION):
        await connection.execute(_CREATE)
    for migration in migrations:
        if migration.version > version:
            await connection.execute(migration.sql)
            await connection.execute("UPDATE version SET number = $1", migration.version)


async def _read_version(connection: Connection) -> int:
    if not await connection.fetchval(_HAS_VERSION):
        return 0
    return int(await connection.fetchval("SELECT number FROM nomen.version"))
