"""Direct access to the rows of a database file, bypassing the store."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

STAR = """
    INSERT INTO star (guild, member, folded, name, countries, gender, sharpness, seed, starred_at,
        place, standing, number)
    VALUES (?, ?, ?, ?, '{"NL": 0.6, "PL": 0.4}', 'F', 1.0, 2147483648, unixepoch(), ?, 0, ?)
"""
USED_TODAY = """
    INSERT INTO last_use (guild, member, used_on, number)
    SELECT guild, member, unixepoch() / 86400, max(number) FROM star GROUP BY guild, member
"""
LATEST_NUMBER = "UPDATE ledger SET number = (SELECT max(number) FROM star)"


def run_sql(path: Path, sql: str) -> Sequence[tuple[object, ...]]:
    """Run and commit one statement, and return its rows."""
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql).fetchall()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the write lock of a database."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def starred_names(path: Path) -> set[object]:
    """Return all starred names."""
    return {name for (name,) in run_sql(path, "SELECT name FROM star")}


def insert_stars(path: Path, stars: Iterable[tuple[int, int, str, str, int]]) -> None:
    """Insert stars, by guild, member, folded name, name and place, into an empty database."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -500000")
        numbered = ((*star, number) for number, star in enumerate(stars, 1))
        connection.executemany(STAR, numbered)
        connection.execute(USED_TODAY)
        connection.execute(LATEST_NUMBER)
