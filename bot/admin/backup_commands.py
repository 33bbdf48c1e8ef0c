"""`python -m bot backup` and `restore`."""

import asyncio
import sys
from pathlib import Path

from bot.favourites.backup.backup import back_up
from bot.favourites.backup.restore import restore
from bot.favourites.clock import utc_now
from bot.favourites.errors import StoreError
from bot.runtime.exit_codes import Exit
from bot.runtime.settings import Settings


def backup_to(file: Path, settings: Settings, *, replace: bool) -> int:
    """Back the database up to a file, tell so, and return the exit code."""
    try:
        size = asyncio.run(back_up(settings.database, file, replace=replace))
    except StoreError as error:
        return _refuse(error)
    _print(f"{settings.database} is backed up to {file}, {size:,} bytes.")
    return Exit.DONE


def restore_from(file: Path, settings: Settings, *, forget_deletions: bool) -> int:
    """Restore the database from a file, tell what came of it, and return the exit code."""
    database = settings.database.resolve()  # a link to it stays a link
    try:
        came = asyncio.run(restore(file, database, utc_now(), forget_deletions=forget_deletions))
    except StoreError as error:
        return _refuse(error)
    _print(f"{settings.database} is what was backed up to {file}.")
    if came.kept:
        _print(f"What it was before is kept in {came.kept}.")
    if came.deleted is None:
        _print("What members have had deleted since the backup may be back.")
    elif came.deleted:
        _print(f"Stars deleted again, as their members had wished: {came.deleted}.")
    return Exit.DONE


def _refuse(error: StoreError) -> int:
    print(error, file=sys.stderr)  # noqa: T201 - a command line's work
    return Exit.NO_INPUT


def _print(line: str) -> None:
    print(line)  # noqa: T201 - a command line's work
