"""A database in which many have starred much already."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bot.favourites.sqlite.database import open_writing

MEMBERS = 5000
A_MEMBER = 100
"""Names that each starred at most; in a group there is room for twice as many."""
FIRST_GROUP = 10**17


def crowded(path: Path, stars: int) -> Path:
    """Make a database with so many stars, of names that are starred by some, and return its path.

    They are written by SQL, past the rules, since a member's press takes a millisecond.
    """
    asyncio.run(_made(path))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO star (guild, member, folded, name, starred_at, place)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            _rows(stars),
        )
    return path


async def _made(path: Path) -> None:
    async with open_writing(path):
        pass


def _rows(stars: int) -> Iterator[tuple[int, int, str, str, int, int]]:
    for number in range(stars):
        who, place = divmod(number, A_MEMBER)
        group, member = FIRST_GROUP + who // MEMBERS, 1 + who % MEMBERS
        name = f"Name{chr(97 + place % 26)}{place}x{who % 7}"
        yield group, member, name.lower(), name, 1_700_000_000_000 + number, place + 1
