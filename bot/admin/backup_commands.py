"""`python -m bot backup` and `restore`."""

import asyncio
from pathlib import Path

from bot.favourites.backup.backup import back_up
from bot.favourites.backup.restore import restore
from bot.favourites.clock import utc_now
from bot.runtime.settings import Settings


def run_backup(file: Path, settings: Settings, *, replace: bool) -> None:
    """Back the database up to a file, and print the outcome.

    Raises:
        StoreError: it failed.
    """
    size = asyncio.run(back_up(settings.database, file, replace=replace))
    _print(f"{settings.database} is backed up to {file}, {size:,} bytes.")


def run_restore(file: Path, settings: Settings, *, forget_deletions: bool) -> None:
    """Restore the database from a file, and print the outcome.

    Raises:
        StoreError: it failed.
    """
    database = settings.database.resolve()  # keeps a link to it
    result = asyncio.run(restore(file, database, utc_now(), forget_deletions=forget_deletions))
    _print(f"{settings.database} is what was backed up to {file}.")
    if result.kept:
        _print(f"What it was before is kept in {result.kept}.")
    if result.deleted is None:
        _print("What members have had deleted since the backup may be back.")
    elif result.deleted:
        _print(f"Stars deleted again, as their members had wished: {result.deleted}.")


def _print(line: str) -> None:
    print(line)  # noqa: T201 - a command line's output
