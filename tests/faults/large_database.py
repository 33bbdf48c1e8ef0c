"""Creates databases with many stars."""

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bot.favourites.sqlite.database import open_for_writing
from tests.bot.favourites.rows import COUNT_ANEW, USED_THEN

MEMBERS = 5000
STARS_PER_MEMBER = 100
"""Half of what is allowed in a group."""
FIRST_GROUP = 10**17


def make_large_database(path: Path, stars: int) -> Path:
    """Create a database with many stars, for names shared by several members; return its path.

    The stars are inserted by SQL, since starring through the repository takes a millisecond each.
    """
    asyncio.run(_create_database(path))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO star (guild, member, folded, name, starred_at, place, sequence)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            _rows(stars),
        )
        connection.execute(COUNT_ANEW)
        connection.execute(USED_THEN)
    return path


async def _create_database(path: Path) -> None:
    async with open_for_writing(path):
        pass


def _rows(stars: int) -> Iterator[tuple[int, int, str, str, int, int, int]]:
    starred_at = int(time.time() * 1000) - stars  # long ago they would be deleted as forgotten
    for number in range(stars):
        list_number, place = divmod(number, STARS_PER_MEMBER)
        group, member = FIRST_GROUP + list_number // MEMBERS, 1 + list_number % MEMBERS
        name = f"Name{chr(97 + place % 26)}{place}x{list_number % 7}"
        yield group, member, name.lower(), name, starred_at + number, place + 1, number + 1
