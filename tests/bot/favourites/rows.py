"""What is in a database, asked and put there past the store."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path


def ask(path: Path, sql: str) -> list[tuple[object, ...]]:
    """Run one statement, and give its rows."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def names(path: Path) -> set[str]:
    """All names that are starred, by whomever."""
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM star")}


def put(path: Path, stars: Iterable[tuple[int, int, str, str]]) -> None:
    """Put stars in, each by its guild, member, folded name and name; those there are left."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executemany(
            "INSERT OR IGNORE INTO star (guild, member, folded, name, starred_at, place)"
            " VALUES (?, ?, ?, ?, 0, 0)",
            stars,
        )
