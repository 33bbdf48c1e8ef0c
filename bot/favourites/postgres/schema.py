"""The version of the tables, and their migration by one process at a time."""

from bot.favourites import schema
from bot.favourites.errors import StoreError
from bot.favourites.postgres.connection import Connection, without_statement_timeout
from bot.favourites.queries import load_queries

SCHEMA = "nomen"
"""PostgreSQL's schema with all tables, so that other programs can share the database."""
MIGRATION_LOCK = 0x4E6F6D6E
"""Key of the advisory lock under which a database is migrated."""

_HAS_VERSION = "SELECT to_regclass('nomen.version') IS NOT NULL"
_CREATE = """
    CREATE SCHEMA IF NOT EXISTS nomen;
    CREATE TABLE nomen.version (one integer PRIMARY KEY CHECK (one = 1), number integer NOT NULL);
    INSERT INTO nomen.version VALUES (1, 0);
"""


async def read_version(connection: Connection, subject: str) -> int:
    """Return the schema's version, 0 if there is none yet.

    Raises:
        StoreError: it is newer; the message begins with the subject.
    """
    version = await _read_version(connection)
    schema.require_known_version("postgres", version, subject)
    return version


async def require_latest_version(connection: Connection, subject: str) -> None:
    """Ensure that a database has the latest version.

    Raises:
        StoreError: it has not; the message begins with the subject.
    """
    schema.require_latest_version("postgres", await _read_version(connection), subject)


async def require_finished(connection: Connection, subject: str) -> None:
    """Ensure that no move into a database was cut off.

    Raises:
        StoreError: one was; the message begins with the subject.
    """
    if await connection.fetchval("SELECT to_regclass('nomen.moving') IS NOT NULL"):
        message = f"{subject} is not complete: a move into it was cut off. Move again."
        raise StoreError(message)


async def migrate(connection: Connection, subject: str) -> None:
    """Lead a database to the latest version, in one transaction.

    Raises:
        StoreError: it is newer or too old, and left unchanged.
    """
    if not schema.script_from("postgres", await _read_version(connection), subject):
        return
    async with without_statement_timeout(connection):
        # Not within the transaction, which would go on seeing the tables as before the lock.
        await connection.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK)
        try:
            async with connection.transaction():
                await _apply(connection, subject)
        finally:
            await connection.execute("SELECT pg_advisory_unlock($1)", MIGRATION_LOCK)


async def _apply(connection: Connection, subject: str) -> None:
    version = await _read_version(connection)  # again, since another process may have migrated
    script = schema.script_from("postgres", version, subject)
    if not script:
        return
    if not await connection.fetchval(_HAS_VERSION):
        await connection.execute(_CREATE)
    await connection.execute(script)
    if not version:  # nobody can have deleted anything in it yet
        place = load_queries("postgres")["place"].sql
        await connection.execute(f"UPDATE identity SET place = ({place})")  # noqa: S608 - our own
    await connection.execute("UPDATE version SET number = $1", schema.VERSION["postgres"])


async def _read_version(connection: Connection) -> int:
    if not await connection.fetchval(_HAS_VERSION):
        return 0
    return int(await connection.fetchval("SELECT number FROM nomen.version"))
