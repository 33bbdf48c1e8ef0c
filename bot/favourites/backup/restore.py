"""Restoring a backup without reviving the data of members who had it deleted."""

import logging
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum, auto
from itertools import chain, count
from pathlib import Path

from bot.favourites.backup.deletion_record import FILENAME, DeletionRecord
from bot.favourites.backup.files import replace_file, temporary_sibling, translate_os_errors
from bot.favourites.database import Transaction
from bot.favourites.errors import StoreError
from bot.favourites.identity import DatabaseIdentity, read_identity
from bot.favourites.repeated_deletions import repeat_deletions
from bot.favourites.sqlite.database import open_database, open_for_reading
from bot.favourites.sqlite.instance_lock import single_instance_lock
from bot.favourites.sqlite.ownership import give_to_owner
from bot.favourites.sqlite.snapshot import (
    DeletionsUnreadableError,
    copy_pages,
    exclusive_database,
    migrate_copy,
    remove_log,
    require_intact_copy,
    sidecar_files,
)

LOCK_TIMEOUT = 0.5
"""Seconds to wait for a bot that is just exiting."""
WIPE_PATIENCE = 60.0
"""Seconds for wiping what was deleted again from the restored file."""

_log = logging.getLogger(__name__)


class DeletionsUnknownError(StoreError):
    """Nothing tells what members have had deleted since a backup."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"{reason} what members have had deleted since the backup. Nothing was changed. Name "
            f"the newest {FILENAME} that was kept with the backups, by --deletions; or give "
            "--first-installation if nobody has used the bot since the backup, or "
            "--forget-deletions to go on without."
        )


class UnknownDeletions(Enum):
    """What to do if nothing tells what members have had deleted since the backup."""

    REFUSE = auto()
    FIRST_INSTALLATION = auto()
    """Go on where there is no database yet: nobody has used the bot since the backup."""
    FORGET = auto()
    """Go on, although what was deleted may be back."""


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """The outcome of a restore.

    Attributes:
        kept: the former database under its new name; None if there was none.
        deleted: number of stars of the backup that were deleted again.
        known_until: what was deleted later may be back; None if all since the backup may be.
    """

    kept: Path | None
    deleted: int
    known_until: datetime | None


async def restore(
    backup: Path,
    database: Path,
    now: datetime,
    record: DeletionRecord | None = None,
    *,
    unknown: UnknownDeletions = UnknownDeletions.REFUSE,
) -> RestoreResult:
    """Replace a database, which nobody may have open, by a backup.

    The bot's own lock is held meanwhile: a database that was moved, cut off or damaged has no
    locks that tell whether a bot is running. The backup is not changed. The former database is kept
    beside the new one, under a name with the time in it. Deletions that it or the record knows are
    repeated.

    Args:
        backup: a file written by `back_up`, or any database of Nomen's.
        database: the database to replace, if it exists; its folder must exist.
        now: the time for the name.
        record: deletions that were recorded outside the database.
        unknown: what to do if neither is of the backup's database, and recent enough.

    Raises:
        StoreError: the backup is damaged, another program's or a newer Nomen's, the database is in
            use, or deletions are unknown; both files are unchanged.
    """
    _require_valid_backup(backup, database)
    replacement = _Replacement(database, now, record or DeletionRecord(), unknown)
    with (
        single_instance_lock(database, timeout=LOCK_TIMEOUT),
        temporary_sibling(database) as fresh,
    ):
        origin = await _copy_backup(backup, fresh)
        return await replacement.put(fresh, origin)


@dataclass(frozen=True, slots=True)
class _Replacement:
    database: Path
    now: datetime
    record: DeletionRecord
    unknown: UnknownDeletions

    async def put(self, fresh: Path, origin: DatabaseIdentity) -> RestoreResult:
        """Put a fresh copy of a backup in the database's place."""
        kept = _unused_name(self.database, self.now)
        if not _is_nonempty(self.database):
            reason = f"There is no database {self.database} that tells"
            result = await self._repeat_deletions(fresh, origin, self.record, reason)
            _set_sidecars_aside(self.database, kept)
            _replace_database(fresh, self.database)
            return result
        if self.unknown is UnknownDeletions.FIRST_INSTALLATION:
            message = f"There is a database {self.database} already, so this is no first one."
            raise StoreError(message)
        try:
            return await self._exchange(fresh, origin, kept)
        except DeletionsUnreadableError as error:
            result = await self._repeat_deletions(fresh, origin, self.record, str(error))
        with translate_os_errors(kept):
            shutil.copy2(self.database, kept)
        _set_sidecars_aside(self.database, kept)
        _replace_database(fresh, self.database)
        return replace(result, kept=kept)

    async def _exchange(self, fresh: Path, origin: DatabaseIdentity, kept: Path) -> RestoreResult:
        """Swap the files while nobody can open the database."""
        async with exclusive_database(self.database) as connection:
            with temporary_sibling(kept) as partial:
                await copy_pages(connection, partial)
                record = self.record.merge(await DeletionRecord.of_database(partial, self.now))
                reason = f"The database {self.database} is not the backup's, and does not tell"
                result = await self._repeat_deletions(fresh, origin, record, reason)
                await remove_log(connection, self.database)
                replace_file(partial, kept)
                _replace_database(fresh, self.database)
        return replace(result, kept=kept)

    async def _repeat_deletions(
        self, fresh: Path, origin: DatabaseIdentity, record: DeletionRecord, reason: str
    ) -> RestoreResult:
        source = record.covering(origin)
        if source is None and self.unknown is UnknownDeletions.REFUSE:
            raise DeletionsUnknownError(reason)
        known_until = None if source is None else record.databases[source].until
        if source is None and self.unknown is UnknownDeletions.FIRST_INSTALLATION:
            known_until = self.now

        async def repeat(transaction: Transaction) -> int:
            # Past all that any copy contains, whether it knows of more deletions or not.
            newest = max([origin.sequence, *(known.newest for known in record.databases.values())])
            deleted = await repeat_deletions(transaction, record.tombstones, newest + 1, self.now)
            if known_until is None:
                number = (await read_identity(transaction)).sequence
                await transaction.fetch("note_forgotten", sequence=number)
            return deleted

        async with open_database(fresh) as database:
            deleted = await database.transact(repeat)
            if not await database.erase(WIPE_PATIENCE):
                _log.warning("What was deleted is still in %s", fresh)
        return RestoreResult(None, deleted, known_until)


async def _copy_backup(backup: Path, fresh: Path) -> DatabaseIdentity:
    """Copy a backup, check the copy, migrate it to the latest version; return what it is.

    The file is copied byte by byte, since SQLite would create files beside the backup.
    """
    subject = f"The backup {backup}"
    try:
        shutil.copyfile(backup, fresh)
        for source, target in zip(sidecar_files(backup), sidecar_files(fresh), strict=True):
            if source.exists() and not source.name.endswith("-shm"):
                shutil.copyfile(source, target)
    except OSError as error:
        message = f"{subject} cannot be copied: {error.strerror}."
        raise StoreError(message) from error
    await require_intact_copy(fresh, subject)
    await migrate_copy(fresh)
    async with open_for_reading(fresh) as reader:
        return await read_identity(reader)


def _require_valid_backup(backup: Path, database: Path) -> None:
    if not backup.is_file():
        message = f"There is no backup {backup}."
        raise StoreError(message)
    if database.exists() and backup.samefile(database):
        message = f"{backup} is the database itself. Name a backup."
        raise StoreError(message)


def _is_nonempty(database: Path) -> bool:
    return database.exists() and database.stat().st_size > 0


def _set_sidecars_aside(database: Path, kept: Path) -> None:
    """Rename the files beside a database, whose log must not be applied to the restored one."""
    with translate_os_errors(kept):
        for source, target in zip(sidecar_files(database), sidecar_files(kept), strict=True):
            if source.exists():
                source.replace(target)


def _replace_database(fresh: Path, database: Path) -> None:
    """Move the restored file into place; as root, give it the owner of the former or its folder."""
    give_to_owner(fresh, database)
    replace_file(fresh, database)


def _unused_name(database: Path, now: datetime) -> Path:
    """Return a path beside the database, with the time in its name, that does not exist."""
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    suffixes = chain([""], (f"-{number}" for number in count(2)))
    names = (f"{database.stem}.{stamp}{suffix}{database.suffix}" for suffix in suffixes)
    return next(path for path in map(database.with_name, names) if not path.exists())
