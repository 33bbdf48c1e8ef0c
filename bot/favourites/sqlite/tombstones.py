"""Tombstones in SQLite: recorded with each deletion, and repeated in a copy of the database."""

import logging
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path

import aiosqlite

from bot.favourites.clock import from_milliseconds, to_milliseconds
from bot.favourites.models import Scope
from bot.favourites.sqlite.board import delete_decisions
from bot.favourites.sqlite.connection import execute_update
from bot.favourites.sqlite.consents import delete_consents
from bot.favourites.sqlite.database import open_for_reading, open_for_writing
from bot.favourites.sqlite.wipe import Wiper, record_deletion
from bot.favourites.tombstones import Tombstone, leap, mark, marks_of_list, marks_of_match, new_key

_NEXT = "UPDATE ledger SET sequence = sequence + 1 RETURNING sequence"
_FORGET = "DELETE FROM tombstone WHERE deleted_at < ? RETURNING sequence"
_SELECT = "SELECT key, mark, sequence, deleted_at FROM tombstone"
_ADD = """
    INSERT INTO tombstone (key, mark, sequence, deleted_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (key, mark) DO UPDATE SET
        sequence = max(sequence, excluded.sequence),
        deleted_at = max(deleted_at, excluded.deleted_at)
"""
# Before there were numbers, only the times tell which came first.
_DELETE_OLDER = """
    DELETE FROM star WHERE guild = ?1 AND member = ?2 AND sequence <= ?3
    AND (sequence > 0 OR ?3 > 0 OR starred_at <= ?4)
"""
_GROUPS_WITH_DECISIONS = """
    SELECT guild FROM hidden_name UNION SELECT guild FROM typed_names_refused
"""


_log = logging.getLogger(__name__)


_ByMark = Mapping[tuple[bytes, bytes], Tombstone]
"""Tombstones by key and mark."""


async def next_sequence(connection: aiosqlite.Connection) -> int:
    """Take, within a transaction, the next number of the sequence."""
    ((sequence,),) = await connection.execute_fetchall(_NEXT)
    return int(sequence)


async def add_tombstone(
    connection: aiosqlite.Connection, scope: Scope, sequence: int, deleted_at: int
) -> None:
    """Record, within a transaction, a deletion, dated in milliseconds since 1970."""
    keys = await connection.execute_fetchall("SELECT key FROM tombstone LIMIT 1")
    key = next((key for (key,) in keys), None) or new_key()
    await execute_update(connection, _ADD, key, mark(scope, key), sequence, deleted_at)


async def read_tombstones(database: Path) -> tuple[Tombstone, ...]:
    """Read all tombstones of a database.

    Raises:
        StoreError: it does not exist, or is damaged, another program's, or of another version.
    """
    async with open_for_reading(database) as reader:
        rows = await reader.fetch_all(_SELECT)
    return tuple(
        Tombstone(key, mark_, sequence, from_milliseconds(deleted_at))
        for key, mark_, sequence, deleted_at in rows
    )


async def apply_tombstones(tombstones: Collection[Tombstone], database: Path, now: datetime) -> int:
    """Repeat deletions in a database that is about to be used again, such as a backup.

    Only what was made before its deletion is deleted. The database is migrated to the latest
    version and receives the tombstones, and its sequence leaps past theirs and its own.

    Args:
        tombstones: the deletions, also those that the database may know already.
        database: the database to change; nobody else uses it.
        now: keeps the sequence apart from those of copies that nobody knows of.

    Returns:
        How many stars were deleted.

    Raises:
        StoreError: it cannot be used; it is then unchanged.
    """
    async with open_for_writing(database) as writer:
        async with writer.transaction() as connection:
            by_mark = {(tombstone.key, tombstone.mark): tombstone for tombstone in tombstones}
            stars = await _delete_marked_stars(connection, by_mark)
            decisions = await _delete_marked_decisions(connection, by_mark)
            matches = await _delete_marked_consents(connection, by_mark)
            await connection.executemany(_ADD, map(_to_row, tombstones))
            highest = max((tombstone.sequence for tombstone in tombstones), default=0)
            newest = max(highest, await next_sequence(connection))
            await execute_update(connection, "UPDATE ledger SET sequence = ?", leap(newest, now))
            if stars or decisions or matches:
                await record_deletion(connection, await next_sequence(connection))
        if obstacle := await Wiper(writer).attempt():
            _log.warning("What was deleted is still in %s: %s", database, obstacle)
    return stars


async def forget_tombstones(connection: aiosqlite.Connection, before: int) -> None:
    """Delete, within a transaction, tombstones from before a time in milliseconds since 1970."""
    rows = await connection.execute_fetchall(_FORGET, (before,))
    if numbers := [sequence for (sequence,) in rows]:
        note = "UPDATE identity SET forgotten = max(forgotten, ?)"
        await execute_update(connection, note, max(numbers))


async def _delete_marked_stars(connection: aiosqlite.Connection, by_mark: _ByMark) -> int:
    keys = {key for key, _ in by_mark}
    lists = await connection.execute_fetchall("SELECT DISTINCT guild, member FROM star")
    stars = 0
    for guild, member in lists:
        for found in map(by_mark.get, marks_of_list(guild, member, keys)):
            if found is not None:
                deleted_at = to_milliseconds(found.deleted_at)
                stars += await execute_update(
                    connection, _DELETE_OLDER, guild, member, found.sequence, deleted_at
                )
    return stars


async def _delete_marked_decisions(connection: aiosqlite.Connection, by_mark: _ByMark) -> int:
    keys = {key for key, _ in by_mark}
    decisions = 0
    for (guild,) in await connection.execute_fetchall(_GROUPS_WITH_DECISIONS):
        for key in keys:
            if found := by_mark.get((key, mark(Scope(guild=guild), key))):
                made_before = "guild = ? AND sequence <= ?"
                decisions += await delete_decisions(connection, made_before, guild, found.sequence)
    return decisions


async def _delete_marked_consents(connection: aiosqlite.Connection, by_mark: _ByMark) -> int:
    keys = {key for key, _ in by_mark}
    matches = 0
    rows = list(await connection.execute_fetchall("SELECT guild, member, other FROM consent"))
    for guild, member, other in rows:
        for found in marks_of_match(guild, member, other, keys) & by_mark.keys():
            made_before = "(guild, member, other) = (?, ?, ?) AND sequence <= ?"
            consent = (guild, member, other)
            sequence = by_mark[found].sequence
            matches += await delete_consents(connection, made_before, *consent, sequence)
    return matches


def _to_row(tombstone: Tombstone) -> tuple[bytes, bytes, int, int]:
    deleted_at = to_milliseconds(tombstone.deleted_at)
    return tombstone.key, tombstone.mark, tombstone.sequence, deleted_at
