"""Stars put into a database past the store, for where there must be many."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path


def put(path: Path, stars: Iterable[tuple[int, int, str, str]]) -> None:
    """Put stars in, each by its guild, member, folded name and name; those there are left."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executemany(
            "INSERT OR IGNORE INTO star (guild, member, folded, name, starred_at, place)"
            " VALUES (?, ?, ?, ?, 0, 0)",
            stars,
        )
