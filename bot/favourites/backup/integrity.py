"""A look at a database that finds any damage; it is only read."""

from dataclasses import dataclass
from pathlib import Path

import aiosqlite

from bot.favourites.errors import StoreError
from bot.favourites.sqlite.connection import SIZE
from bot.favourites.sqlite.database import connected, demand
from bot.favourites.sqlite.errors import translate_sqlite_errors
from bot.favourites.sqlite.schema import shipped, version_of


@dataclass(frozen=True, slots=True)
class Health:
    """A database that is good.

    Attributes:
        version: of its shape; 0 where nothing is in it yet.
        size: bytes of its pages.
    """

    version: int
    size: int


async def inspect(path: Path) -> Health:
    """Read all of a database; the bot may run meanwhile.

    Raises:
        StoreError: there is none, or it is damaged, another program's or a newer Nomen's.
    """
    demand(path)
    subject = f"The database {path}"
    async with connected(path, "ro") as connection:
        with translate_sqlite_errors(subject):
            ((size,),) = await connection.execute_fetchall(SIZE)
            version = await version_of(connection, subject, shipped()[-1].version)
        await demand_good(connection, subject)
    return Health(version, int(size))


async def demand_good(connection: aiosqlite.Connection, subject: str) -> None:
    """See that a database holds together, page by page and index by index.

    Raises:
        StoreError: it does not; the text begins with the subject.
    """
    with translate_sqlite_errors(subject):
        rows = await connection.execute_fetchall("PRAGMA integrity_check(1)")
    if [line for (line,) in rows] != ["ok"]:
        message = f"{subject} is damaged. It was left as it is; put a backup in its place."
        raise StoreError(message)
