"""`python -m bot move`: everything from one database into another."""

import asyncio
from contextlib import AbstractAsyncContextManager

from bot.favourites.sqlite import transfer as sqlite
from bot.favourites.store import DatabasePlace, require_asyncpg
from bot.favourites.transfer import Source, Target, identity_of, move
from bot.runtime.postgres_url import PostgresUrl


def run_move(source: DatabasePlace, target: DatabasePlace) -> None:
    """Move, and print what was moved; no bot may serve either.

    Raises:
        StoreError: a database cannot be used, or the target is not empty.
    """
    asyncio.run(_move(source, target))


async def _move(source: DatabasePlace, target: DatabasePlace) -> None:
    async with (
        _open_source(source) as opened,
        _open_target(target, await identity_of(opened)) as fresh,
    ):
        moved = await move(opened, fresh)
    for name, table in moved.items():
        _print(f"{name:20}{table.rows:12,} rows, checksum {table.checksum}")
    _print(f"Moved from {source} to {target}, and compared. The source is unchanged.")


def _open_source(place: DatabasePlace) -> AbstractAsyncContextManager[Source]:
    if isinstance(place, PostgresUrl):
        require_asyncpg()
        # Imported late: those with a file need not have it.
        from bot.favourites.postgres import transfer as postgres  # noqa: PLC0415 - see above

        return postgres.open_source(place)
    return sqlite.open_source(place)


def _open_target(place: DatabasePlace, source: bytes) -> AbstractAsyncContextManager[Target]:
    if isinstance(place, PostgresUrl):
        require_asyncpg()
        from bot.favourites.postgres import transfer as postgres  # noqa: PLC0415 - as above

        return postgres.open_target(place, source)
    return sqlite.open_target(place, source)


def _print(line: str) -> None:
    print(line)  # noqa: T201 - a command line's output
