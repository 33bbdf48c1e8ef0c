"""What makes a deletion last: a mark that tells whose data is to go, and names nobody."""

from hashlib import blake2b
from pathlib import Path
from secrets import token_bytes

import aiosqlite

from bot.favourites.repository import Report
from bot.favourites.sqlite.connection import changed
from bot.favourites.sqlite.database import open_reading, open_writing

_KEY_BYTES, _MARK_BYTES = 32, 16
_BURY = """
    INSERT INTO tombstone (key, mark, deleted_at) VALUES (?, ?, ?)
    ON CONFLICT (key, mark) DO UPDATE SET deleted_at = max(deleted_at, excluded.deleted_at)
"""


async def bury(connection: aiosqlite.Connection, member: int, deleted_at: int) -> None:
    """Mark that a member had everything deleted (milliseconds since 1970), in a transaction."""
    keys = await connection.execute_fetchall("SELECT key FROM tombstone LIMIT 1")
    key = next((key for (key,) in keys), None) or token_bytes(_KEY_BYTES)
    await changed(connection, _BURY, key, _mark(member, key), deleted_at)


async def apply_tombstones(current: Path, older: Path) -> Report:
    """Delete from an older database what members have had deleted from the current one since.

    Only stars that were made before their member's deletion go. The older database is brought to
    the newest version and takes over the tombstones, so that it can become the current one.

    Raises:
        StoreError: one of the two cannot be used; the older one is then left as it is.
    """
    async with open_reading(current) as reading, open_writing(older) as writing:
        stones = await reading.rows("SELECT key, mark, deleted_at FROM tombstone")
        deletions = {(key, mark): deleted_at for key, mark, deleted_at in stones}
        keys = {key for key, _ in deletions}
        async with writing.transaction() as connection:
            members = await connection.execute_fetchall("SELECT DISTINCT member FROM star")
            marks = [(member, (key, _mark(member, key))) for (member,) in members for key in keys]
            stars = 0
            for member, stone in marks:
                if stone in deletions:
                    delete = "DELETE FROM star WHERE member = ? AND starred_at <= ?"
                    stars += await changed(connection, delete, member, deletions[stone])
            await connection.executemany(_BURY, stones)
        await writing.wipe()
    return Report("favourites deleted since", {"stars": stars})


def _mark(member: int, key: bytes) -> bytes:
    return blake2b(str(member).encode("ascii"), key=key, digest_size=_MARK_BYTES).digest()
