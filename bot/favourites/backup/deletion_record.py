"""A record of deletions in a file of its own, for restores where the database is lost.

It goes with the backups and is newer than they are. Like the database it has no ids of members,
only tombstones.
"""

import asyncio
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from bot.favourites.backup.files import (
    make_private_folder,
    replace_file,
    temporary_sibling,
    translate_os_errors,
)
from bot.favourites.database import Reader
from bot.favourites.errors import StoreError
from bot.favourites.identity import DatabaseIdentity, read_identity
from bot.favourites.sqlite.database import open_for_reading
from bot.favourites.sqlite.ownership import give_to_owner
from bot.favourites.tombstones import Tombstone, read_tombstones

FILENAME = "deletions.json"
"""The record's name in a folder of backups; beside a single backup it follows that one's name."""
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a record knows of one database.

    Attributes:
        until: deletions made later may be missing.
        newest: the number of the database's sequence at that time.
        forgotten: deletions up to this number may be missing.
    """

    until: datetime
    newest: int
    forgotten: int

    def includes(self, backup: DatabaseIdentity) -> bool:
        """Return whether it begins no later, and ends no earlier, than a backup of the database."""
        return self.forgotten <= backup.sequence <= self.newest

    def merge(self, other: "Coverage") -> "Coverage":
        """Combine with what another record knows of the database."""
        return Coverage(
            max(self.until, other.until),
            max(self.newest, other.newest),
            max(self.forgotten, other.forgotten),
        )


@dataclass(frozen=True, slots=True)
class DeletionRecord:
    """Deletions, and the databases in which they were made, by id."""

    databases: Mapping[bytes, Coverage] = field(default_factory=dict)
    tombstones: tuple[Tombstone, ...] = ()

    @classmethod
    async def of_database(cls, database: Path, now: datetime) -> Self:
        """Read the record of a file, which is complete until now.

        Raises:
            StoreError: it cannot be read, or is of another version.
        """
        async with open_for_reading(database) as reader:
            return await cls.of(reader, now)

    @classmethod
    async def of(cls, database: Reader, now: datetime) -> Self:
        """Read the record of a database, which is complete until now unless it was moved.

        Raises:
            StoreError: it cannot be read.
        """
        identity = await read_identity(database)
        coverage = {identity.id: Coverage(now, identity.sequence, identity.forgotten)}
        return cls({} if identity.moved_to else coverage, await read_tombstones(database))

    def covering(self, backup: DatabaseIdentity) -> bytes | None:
        """Return the id of the database of a backup if all deletions since are recorded, or None.

        They are up to `Coverage.until`.
        """
        coverage = self.databases.get(backup.id)
        return backup.id if coverage is not None and coverage.includes(backup) else None

    def merge(self, other: "DeletionRecord") -> "DeletionRecord":
        """Combine two records; of one deletion, the later repetition counts."""
        databases = {**self.databases}
        for identity, coverage in other.databases.items():
            known = databases.get(identity)
            databases[identity] = coverage if known is None else known.merge(coverage)
        return DeletionRecord(databases, _latest([*self.tombstones, *other.tombstones]))

    def forget(self, before: datetime) -> "DeletionRecord":
        """Leave out the deletions made before a moment, and note that they are missing."""
        old = [tombstone for tombstone in self.tombstones if tombstone.deleted_at < before]
        forgotten = max((tombstone.sequence for tombstone in old), default=0)
        databases = {
            identity: replace(coverage, forgotten=max(coverage.forgotten, forgotten))
            for identity, coverage in self.databases.items()
        }
        kept = tuple(tombstone for tombstone in self.tombstones if tombstone.deleted_at >= before)
        return DeletionRecord(databases, kept)

    def to_json(self) -> str:
        """Format it for a file."""
        marks = defaultdict(list)
        for tombstone in self.tombstones:
            marks[tombstone.key.hex()].append(
                [tombstone.mark.hex(), tombstone.sequence, tombstone.deleted_at.isoformat()]
            )
        databases = {
            identity.hex(): {
                "until": coverage.until.isoformat(),
                "newest": coverage.newest,
                "forgotten": coverage.forgotten,
            }
            for identity, coverage in self.databases.items()
        }
        return json.dumps({"format": _FORMAT, "databases": databases, "deletions": marks}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Parse a file's content.

        Raises:
            ValueError: it is no record.
        """
        try:
            content: dict[str, Any] = json.loads(text)
            if content["format"] != _FORMAT:
                message = "another format"
                raise ValueError(message)
            databases = {
                bytes.fromhex(identity): Coverage(
                    _moment(entry["until"]),
                    int(entry["newest"]),
                    int(entry["forgotten"]),
                )
                for identity, entry in content["databases"].items()
            }
            tombstones = tuple(
                Tombstone(bytes.fromhex(key), bytes.fromhex(mark), int(sequence), _moment(moment))
                for key, marks in content["deletions"].items()
                for mark, sequence, moment in marks
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(str(error)) from error
        return cls(databases, tombstones)


class DamagedRecordError(StoreError):
    """A file is no record of deletions."""


def record_beside(backup: Path) -> Path:
    """Return the path of the record that belongs to a single backup."""
    return backup.with_name(f"{backup.name}.{FILENAME}")


def read_record(path: Path) -> DeletionRecord:
    """Read a record; an absent file is an empty one.

    Raises:
        DamagedRecordError: the file is no record.
        StoreError: it cannot be read.
    """
    try:
        with translate_os_errors(path):
            return DeletionRecord.from_json(path.read_text("utf-8"))
    except ValueError as error:
        message = f"{path} is no record of deletions, or is damaged."
        raise DamagedRecordError(message) from error
    except StoreError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return DeletionRecord()
        raise


async def update_record(path: Path, current: DeletionRecord) -> None:
    """Add to a record what a database knows.

    Raises:
        DamagedRecordError: the file is no record.
        StoreError: the record cannot be read or written.
    """
    known = await asyncio.to_thread(read_record, path)
    await asyncio.to_thread(make_private_folder, path.parent)
    await asyncio.to_thread(write_record, path, known.merge(current))


def write_record(path: Path, record: DeletionRecord) -> None:
    """Write a record durably, for its owner only; the former one is replaced all at once.

    Raises:
        StoreError: it cannot be written.
    """
    with temporary_sibling(path) as partial:
        with translate_os_errors(path), partial.open("w", encoding="utf-8") as file:
            file.write(record.to_json())
            file.flush()
            os.fsync(file.fileno())
            give_to_owner(partial, path.parent)
        replace_file(partial, path)


def _latest(tombstones: Iterable[Tombstone]) -> tuple[Tombstone, ...]:
    latest: dict[tuple[bytes, bytes], Tombstone] = {}
    for tombstone in tombstones:
        known = latest.get((tombstone.key, tombstone.mark), tombstone)
        latest[tombstone.key, tombstone.mark] = replace(
            tombstone,
            sequence=max(known.sequence, tombstone.sequence),
            deleted_at=max(known.deleted_at, tombstone.deleted_at),
        )
    return tuple(latest.values())


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        message = f"{text!r} has no time zone"
        raise ValueError(message)
    return moment
