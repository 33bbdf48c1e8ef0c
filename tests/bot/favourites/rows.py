"""Direct access to a database's rows, bypassing the repository."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

_numbers = count(1)
NEW_YEAR = 1767225600000
"""When all clocks of tests begin, in milliseconds."""
STAR_COLUMNS = ("guild", "member", "folded", "name", "starred_at", "place", "sequence")
COUNT_ANEW = """
    INSERT INTO tally (guild, folded, name, members, first_at, first_sequence)
    SELECT guild, folded, min(name), count(*), min(starred_at), min(sequence)
    FROM star WHERE guild <> 0 GROUP BY guild, folded
    ON CONFLICT (guild, folded) DO UPDATE
    SET members = excluded.members, first_sequence = excluded.first_sequence
"""
USED_THEN = """
    INSERT INTO activity (guild, member, used_on)
    SELECT DISTINCT guild, member, starred_at / 86400000 FROM star WHERE true
    ON CONFLICT DO NOTHING
"""

SWAP_INDEXES = """
    UPDATE sqlite_schema SET rootpage = (
        SELECT sum(rootpage) FROM sqlite_schema WHERE name IN ('star_of_name', 'star_of_member')
    ) - rootpage
    WHERE name IN ('star_of_name', 'star_of_member')
"""


def star_rows(
    stars: Iterable[tuple[int, int, str, str]], starred_at: int = NEW_YEAR
) -> Iterator[tuple[int, int, str, str, int, int, int]]:
    """Yield rows of stars given as guild, member, folded name and name."""
    return ((*star, starred_at, 0, next(_numbers)) for star in stars)


def run_sql(path: Path, sql: str) -> list[tuple[object, ...]]:
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


def swap_indexes(path: Path) -> None:
    """Damage a database where only a check of every index finds it; twice, and it is whole."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(SWAP_INDEXES)


def insert_stars(
    path: Path, stars: Iterable[tuple[int, int, str, str]], starred_at: int = NEW_YEAR
) -> None:
    """Insert stars given as guild, member, folded name and name, unless they exist."""
    places = ", ".join("?" for _ in STAR_COLUMNS)
    insert = f"INSERT OR IGNORE INTO star ({', '.join(STAR_COLUMNS)}) VALUES ({places})"  # noqa: S608 - of constants
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executemany(insert, star_rows(stars, starred_at))
        connection.execute(COUNT_ANEW)
        connection.execute(USED_THEN)
