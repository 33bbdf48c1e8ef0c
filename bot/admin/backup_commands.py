"""`python -m bot backup` and `restore`."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from bot.favourites.backup.backup import back_up
from bot.favourites.backup.deletion_record import (
    FILENAME,
    DeletionRecord,
    read_record,
    record_beside,
    write_record,
)
from bot.favourites.backup.restore import UnknownDeletions, restore
from bot.favourites.clock import utc_now
from bot.favourites.errors import StoreError
from bot.favourites.store import admit_restored
from bot.runtime.postgres_url import PostgresUrl
from bot.runtime.settings import Settings


def run_backup(file: Path, settings: Settings, *, replace: bool) -> None:
    """Back the database up to a file, with a record of deletions beside it; print the outcome.

    Raises:
        StoreError: it failed.
    """
    size = asyncio.run(back_up(settings.database_file, file, replace=replace))
    _print(f"{settings.database_file} is backed up to {file}, {size:,} bytes.")
    record = record_beside(file)
    asyncio.run(_write_record(record, settings))
    _print(f"Keep {record.name} with it: it tells what was deleted until now, but not whose.")


async def _write_record(path: Path, settings: Settings) -> None:
    known = await asyncio.to_thread(read_record, settings.backup_folder / FILENAME)
    current = await DeletionRecord.of_database(settings.database_file, utc_now())
    await asyncio.to_thread(write_record, path, known.merge(current))


def run_restore(
    file: Path, settings: Settings, records: Sequence[Path], unknown: UnknownDeletions
) -> None:
    """Restore the database from a file, and print the outcome.

    Args:
        file: the backup.
        settings: tell which database, and where records of deletions may be.
        records: records of deletions to read besides.
        unknown: what to do if deletions are unknown.

    Raises:
        StoreError: it failed.
    """
    database = settings.database_file.resolve()  # keeps a link to it
    now = utc_now()
    record = _read_records([file.parent, settings.backup_folder], records)
    result = asyncio.run(restore(file, database, now, record, unknown=unknown))
    _print(f"{settings.database_file} is what was backed up to {file}.")
    if result.kept:
        _print(f"What it was before is kept in {result.kept}.")
    if result.deleted:
        _print(f"Stars deleted again, as their members had wished: {result.deleted}.")
    if result.known_until is None:
        _print("What members have had deleted since the backup may be back.")
    elif result.known_until < now:
        _print(f"What members have had deleted since {_format(result.known_until)} may be back.")


def run_admission(
    url: PostgresUrl, settings: Settings, records: Sequence[Path], unknown: UnknownDeletions
) -> None:
    """Let a PostgreSQL database be served that was restored, and print the outcome.

    Args:
        url: where it is.
        settings: tell where records of deletions may be.
        records: records of deletions to read besides.
        unknown: what to do if deletions are unknown.

    Raises:
        StoreError: it failed.
    """
    folder = settings.backup_folder
    record = _read_records([folder], records)
    deleted = asyncio.run(admit_restored(url, record, folder, utc_now(), unknown))
    _print(f"{url} can be served. Stars deleted again, as their members had wished: {deleted}.")


def _read_records(folders: Iterable[Path], named: Sequence[Path]) -> DeletionRecord:
    """Read the named records, and those that a bot keeps current in folders of backups.

    One that was written with a single backup is as old as that, and only read if it is named.

    Raises:
        StoreError: a named one is missing, or one cannot be read.
    """
    if missing := [path for path in named if not path.is_file()]:
        message = f"There is no record of deletions {missing[0]}."
        raise StoreError(message)
    usual = {folder / FILENAME for folder in folders}
    record = DeletionRecord()
    for path in (*named, *usual):
        record = record.merge(read_record(path))
    return record


def _format(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _print(line: str) -> None:
    print(line)  # noqa: T201 - a command line's output
