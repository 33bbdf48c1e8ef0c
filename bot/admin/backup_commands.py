"""`python -m bot backup` and `restore`."""

import asyncio
import sys
from pathlib import Path

from bot.favourites.backup.backup import back_up
from bot.favourites.backup.restore import restore
from bot.favourites.clock import utc_now
from bot.favourites.errors import StoreError
from bot.runtime.exit_codes import ExitCode
from bot.runtime.settings import Settings


def run_backup(file: Path, settings: Settings, *, replace: bool) -> int:
    """Back the database up to a file, print the outcome, and return the exit code."""
    try:
        size = asyncio.run(back_up(settings.database, file, replace=replace))
    except StoreError as error:
        return _fail(error)
    _print(f"{settings.database} is backed up to {file}, {size:,} bytes.")
    return ExitCode.OK


def run_restore(file: Path, settings: Settings, *, forget_deletions: bool) -> int:
    """Restore the database from a file, print the outcome, and return the exit code."""
    database = settings.database.resolve()  # keeps a link to it
    try:
        result = asyncio.run(restore(file, database, utc_now(), forget_deletions=forget_deletions))
    except StoreError as error:
        return _fail(error)
    _print(f"{settings.database} is what was backed up to {file}.")
    if result.kept:
        _print(f"What it was before is kept in {result.kept}.")
    if result.deleted is None:
        _print("What members have had deleted since the backup may be back.")
    elif result.deleted:
        _print(f"Stars deleted again, as their members had wished: {result.deleted}.")
    return ExitCode.OK


def _fail(error: StoreError) -> int:
    print(error, file=sys.stderr)  # noqa: T201 - a command line's output
    return ExitCode.UNUSABLE_DATABASE


def _print(line: str) -> None:
    print(line)  # noqa: T201 - a command line's output
