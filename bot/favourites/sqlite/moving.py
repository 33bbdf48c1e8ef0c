"""A file as the source or the target of a move."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.favourites.backup.files import replace_file
from bot.favourites.errors import StoreError
from bot.favourites.sqlite.database import SqliteDatabase, open_database, require_database
from bot.favourites.sqlite.instance_lock import single_instance_lock
from bot.favourites.transfer import begin, is_complete


@asynccontextmanager
async def open_source(file: Path) -> AsyncIterator[SqliteDatabase]:
    """Open a file, which no bot serves meanwhile.

    Raises:
        StoreError: it is not there, is served, or cannot be used.
    """
    require_database(file)
    with single_instance_lock(file):
        async with open_database(file, even_moved=True) as database:
            yield database


@asynccontextmanager
async def open_target(file: Path, source: bytes) -> AsyncIterator[SqliteDatabase]:
    """Open a file beside the target's place, new or begun with the same source.

    It gets its name when the move has ended.

    Raises:
        StoreError: the target is there, or the file was begun with another source.
    """
    if await asyncio.to_thread(file.exists):
        message = f"There is a database {file} already. Nothing was changed; name another file."
        raise StoreError(message)
    partial = file.with_name(f"{file.name}.moving")
    async with open_database(partial, even_moved=True) as database:
        await begin(database, source, f"The file {partial}", is_unserved=True)
        yield database
        has_ended = await is_complete(database)
    if has_ended:
        await asyncio.to_thread(replace_file, partial, file)
