"""Tombstones: keyed hashes of deleted members' ids, by which deletions survive a restore."""

from hashlib import blake2b
from pathlib import Path
from secrets import token_bytes

import aiosqlite

from bot.favourites.sqlite.connection import execute_update
from bot.favourites.sqlite.database import open_for_reading, open_for_writing

_KEY_BYTES, _MARK_BYTES = 32, 16
_ADD_TOMBSTONE = """
    INSERT INTO tombstone (key, mark, deleted_at) VALUES (?, ?, ?)
    ON CONFLICT (key, mark) DO UPDATE SET deleted_at = max(deleted_at, excluded.deleted_at)
"""


async def add_tombstone(connection: aiosqlite.Connection, member: int, deleted_at: int) -> None:
    """Record, within a transaction, that a member was deleted, in milliseconds since 1970."""
    keys = await connection.execute_fetchall("SELECT key FROM tombstone LIMIT 1")
    key = next((key for (key,) in keys), None) or token_bytes(_KEY_BYTES)
    await execute_update(connection, _ADD_TOMBSTONE, key, _mark(member, key), deleted_at)


async def apply_tombstones(current: Path, backup: Path) -> int:
    """Repeat in a backup the deletions of members that are recorded in the current database.

    Only stars made before their member's deletion are deleted. The backup is migrated to the
    latest version and receives the tombstones, so that it can become the current database.

    Returns:
        How many stars were deleted.

    Raises:
        StoreError: one of the two cannot be used; the backup is then unchanged.
    """
    async with open_for_reading(current) as reading, open_for_writing(backup) as writing:
        tombstones = await reading.fetch_all("SELECT key, mark, deleted_at FROM tombstone")
        deletions = {(key, mark): deleted_at for key, mark, deleted_at in tombstones}
        keys = {key for key, _ in deletions}
        async with writing.transaction() as connection:
            members = await connection.execute_fetchall("SELECT DISTINCT member FROM star")
            marks = [(member, (key, _mark(member, key))) for (member,) in members for key in keys]
            stars = 0
            for member, mark in marks:
                if mark in deletions:
                    delete = "DELETE FROM star WHERE member = ? AND starred_at <= ?"
                    stars += await execute_update(connection, delete, member, deletions[mark])
            await connection.executemany(_ADD_TOMBSTONE, tombstones)
        await writing.erase_deleted_pages()
    return stars


def _mark(member: int, key: bytes) -> bytes:
    return blake2b(str(member).encode("ascii"), key=key, digest_size=_MARK_BYTES).digest()
