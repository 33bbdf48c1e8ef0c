"""`python -m bot move`: everything from one database into another."""

import asyncio
from contextlib import AbstractAsyncContextManager

from bot.favourites.database import Database
from bot.favourites.identity import read_identity
from bot.favourites.sqlite import moving as sqlite
from bot.favourites.store import DatabasePlace, require_asyncpg
from bot.favourites.transfer import move
from bot.runtime.postgres_url import PostgresUrl


def run_move(source: DatabasePlace, target: DatabasePlace) -> None:
    """Move, and print what was moved; no bot may serve either.

    Raises:
        StoreError: a database cannot be used, or the target is not empty.
    """
    asyncio.run(_move(source, target))


async def _move(source: DatabasePlace, target: DatabasePlace) -> None:
    async with (
        open_source(source) as opened,
        open_target(target, (await read_identity(opened)).id) as fresh,
    ):
        moved = await move(opened, fresh, str(target))
    for name, table in moved.items():
        _print(f"{name:20}{table.rows:12,} rows, checksum {table.checksum}")
    _print(f"Moved from {source} to {target}, and compared.")
    _print(
        "The source is not served any more. It and its backups have what members have deleted from "
        "now on: delete them once the bot runs on the target."
    )


def open_source(place: DatabasePlace) -> AbstractAsyncContextManager[Database]:
    """Open the source of a move, which no bot serves meanwhile."""
    if isinstance(place, PostgresUrl):
        require_asyncpg()
        # Imported late: those with a file need not have it.
        from bot.favourites.postgres import moving as postgres  # noqa: PLC0415 - see above

        return postgres.open_source(place)
    return sqlite.open_source(place)


def open_target(place: DatabasePlace, source: bytes) -> AbstractAsyncContextManager[Database]:
    """Open the target of a move, new or begun with the same source."""
    if isinstance(place, PostgresUrl):
        require_asyncpg()
        from bot.favourites.postgres import moving as postgres  # noqa: PLC0415 - as above

        return postgres.open_target(place, source)
    return sqlite.open_target(place, source)


def _print(line: str) -> None:
    print(line)  # noqa: T201 - a command line's output
