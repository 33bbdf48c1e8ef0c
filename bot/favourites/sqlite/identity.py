"""Which database a file is a copy of, and how much of it the copy knows."""

from pathlib import Path

from bot.favourites.identity import DatabaseIdentity
from bot.favourites.sqlite.database import connect, open_for_writing, require_database
from bot.favourites.sqlite.errors import translate_sqlite_errors
from bot.favourites.sqlite.schema import read_version

_HAS_ID = "SELECT 1 FROM sqlite_schema WHERE name = 'identity'"
_READ = "SELECT id, inherited, sequence, forgotten FROM identity, ledger"


async def read_identity(database: Path) -> DatabaseIdentity:
    """Read the identity of a database of any version.

    Raises:
        StoreError: it does not exist, or is damaged, another program's or a newer Nomen's.
    """
    require_database(database)
    subject = f"The database {database}"
    async with connect(database, "ro") as connection:
        with translate_sqlite_errors(subject):
            await read_version(connection, subject)
            if not list(await connection.execute_fetchall(_HAS_ID)):
                return DatabaseIdentity(None, inherited=True, sequence=0, forgotten=0)
            ((identity, inherited, sequence, forgotten),) = await connection.execute_fetchall(_READ)
    return DatabaseIdentity(identity, bool(inherited), sequence, forgotten)


async def adopt_identity(database: Path, identity: bytes, *, inherited: bool) -> None:
    """Make a database, which nobody else uses, count as a copy of another.

    Raises:
        StoreError: it cannot be written.
    """
    async with open_for_writing(database) as writer:
        update = "UPDATE identity SET id = ?, inherited = ?"
        await writer.execute(update, identity, inherited)


async def forget_all_deletions(database: Path) -> None:
    """Note in a database, which nobody else uses, that it may lack deletions made until now.

    Raises:
        StoreError: it cannot be written.
    """
    async with open_for_writing(database) as writer:
        await writer.execute("UPDATE identity SET forgotten = (SELECT sequence FROM ledger)")
