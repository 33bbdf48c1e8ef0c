"""Tombstones in PostgreSQL: recorded with each deletion, and repeated after a restore."""

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.favourites.clock import from_milliseconds, to_milliseconds
from bot.favourites.models import Scope
from bot.favourites.postgres.board import delete_decisions
from bot.favourites.postgres.connection import Connection, Database
from bot.favourites.postgres.consents import delete_consents
from bot.favourites.tombstones import Tombstone, leap, mark, marks_of_list, marks_of_match, new_key

_ADD = """
    INSERT INTO tombstone AS known (key, mark, sequence, deleted_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (key, mark) DO UPDATE SET
        sequence = greatest(known.sequence, excluded.sequence),
        deleted_at = greatest(known.deleted_at, excluded.deleted_at)
"""
_SELECT = "SELECT key, mark, sequence, deleted_at FROM tombstone"
_FORGET = "DELETE FROM tombstone WHERE deleted_at < $1 RETURNING sequence"
# Before there were numbers, only the times tell which came first.
_REMOVE_OLDER = """
    SELECT remove_stars($1, array_agg(member), array_agg(folded)) FROM star
    WHERE guild = $1 AND member = $2 AND sequence <= $3
        AND (sequence > 0 OR $3 > 0 OR starred_at <= $4)
    HAVING count(*) > 0
"""
_GROUPS_WITH_DECISIONS = """
    SELECT guild FROM hidden_name UNION SELECT guild FROM typed_names_refused
"""

_ByMark = Mapping[tuple[bytes, bytes], Tombstone]
"""Tombstones by key and mark."""


async def add_tombstone(
    connection: Connection, scope: Scope, sequence: int, deleted_at: int
) -> None:
    """Record, within a transaction, a deletion, dated in milliseconds since 1970."""
    key = await connection.fetchval("SELECT key FROM tombstone LIMIT 1") or new_key()
    await connection.execute(_ADD, key, mark(scope, key), sequence, deleted_at)


async def read_tombstones(database: Database) -> tuple[Tombstone, ...]:
    """Read all tombstones of a database.

    Raises:
        StoreError: they cannot be read.
    """
    return tuple(
        Tombstone(key, mark_, sequence, from_milliseconds(deleted_at))
        for key, mark_, sequence, deleted_at in await database.fetch_all(_SELECT)
    )


async def forget_tombstones(connection: Connection, before: int) -> None:
    """Delete, within a transaction, tombstones from before a time in milliseconds since 1970."""
    rows = await connection.fetch(_FORGET, before)
    if numbers := [sequence for (sequence,) in rows]:
        note = "UPDATE identity SET forgotten = greatest(forgotten, $1)"
        await connection.execute(note, max(numbers))


async def repeat_deletions(
    database: Database, tombstones: Collection[Tombstone], newest: int, now: datetime
) -> int:
    """Repeat deletions if a database was restored; nobody else uses it meanwhile.

    It was, if it does not know all of them, or counts less far. Only what was made before its
    deletion is deleted. The sequence leaps past all numbers, so that what happens afterwards is
    later than all that other copies contain.

    Args:
        database: the database.
        tombstones: the deletions, also those that it knows.
        newest: the newest number that it or another copy is known to have given.
        now: keeps the sequence apart from those of copies that nobody knows of.

    Returns:
        How many stars were deleted.

    Raises:
        StoreError: it failed; nothing was changed.
    """
    known = {(known.key, known.mark): known.sequence for known in await read_tombstones(database)}
    missing = {
        (tombstone.key, tombstone.mark): tombstone
        for tombstone in tombstones
        if known.get((tombstone.key, tombstone.mark), -1) < tombstone.sequence
    }
    ((last,),) = await database.fetch_all("SELECT last_value FROM numbers")
    if not missing and newest <= last:
        return 0
    async with database.session() as connection, connection.transaction():
        stars = await _delete_marked_stars(connection, missing)
        await _delete_marked_decisions(connection, missing)
        await _delete_marked_consents(connection, missing)
        await connection.executemany(_ADD, map(_to_row, missing.values()))
        numbers = (last, newest, *(tombstone.sequence for tombstone in missing.values()))
        await connection.execute("SELECT setval('numbers', $1)", leap(max(numbers), now))
    return stars


async def _delete_marked_stars(connection: Connection, by_mark: _ByMark) -> int:
    keys = {key for key, _ in by_mark}
    stars = 0
    for guild, member in await connection.fetch("SELECT DISTINCT guild, member FROM star"):
        for found in map(by_mark.get, marks_of_list(guild, member, keys)):
            if found is not None:
                deleted_at = to_milliseconds(found.deleted_at)
                parameters = (guild, member, found.sequence, deleted_at)
                stars += await connection.fetchval(_REMOVE_OLDER, *parameters) or 0
    return stars


async def _delete_marked_decisions(connection: Connection, by_mark: _ByMark) -> None:
    keys = {key for key, _ in by_mark}
    for (guild,) in await connection.fetch(_GROUPS_WITH_DECISIONS):
        for key in keys:
            if found := by_mark.get((key, mark(Scope(guild=guild), key))):
                made_before = "guild = $1 AND sequence <= $2"
                await delete_decisions(connection, made_before, guild, found.sequence)


async def _delete_marked_consents(connection: Connection, by_mark: _ByMark) -> None:
    keys = {key for key, _ in by_mark}
    for row in await connection.fetch("SELECT guild, member, other FROM consent"):
        guild, member, other = row
        for found in marks_of_match(guild, member, other, keys) & by_mark.keys():
            made_before = "guild = $1 AND member = $2 AND other = $3 AND sequence <= $4"
            sequence = by_mark[found].sequence
            await delete_consents(connection, made_before, guild, member, other, sequence)


def _to_row(tombstone: Tombstone) -> tuple[bytes, bytes, int, int]:
    deleted_at = to_milliseconds(tombstone.deleted_at)
    return tombstone.key, tombstone.mark, tombstone.sequence, deleted_at
