"""Direct access to a database's rows, bypassing the repository."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path


def run_sql(path: Path, sql: str) -> list[tuple[object, ...]]:
    """Run and commit one statement, and return its rows."""
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql).fetchall()


def starred_names(path: Path) -> set[str]:
    """Return all starred names."""
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM star")}


def insert_stars(path: Path, stars: Iterable[tuple[int, int, str, str]]) -> None:
    """Insert stars given as guild, member, folded name and name, unless they exist."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executemany(
            "INSERT OR IGNORE INTO star (guild, member, folded, name, starred_at, place)"
            " VALUES (?, ?, ?, ?, 1767225600000, 0)",
            stars,
        )
