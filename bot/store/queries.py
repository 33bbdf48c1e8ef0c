"""The queries by name, as each kind of database takes them.

Most are in `queries/*.sql`, one text for both; where the databases differ there is one in
`sqlite.sql` and one in `postgres.sql`. Those for every table of members and groups are made from
`tables.sql`, so that nothing stored is left out of a deletion or an export.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import aiosql

Kind = Literal["sqlite", "postgres"]
_DRIVERS: Mapping[Kind, str] = {"sqlite": "aiosqlite", "postgres": "asyncpg"}
_FOLDER = Path(str(files(__package__)))
_OWNERS = ("guild", "member", "other")
"""Columns that say whose a row is."""


@dataclass(frozen=True, slots=True)
class Query:
    """One statement.

    Attributes:
        sql: with `:name` for SQLite, and `$1` for PostgreSQL.
        names: of PostgreSQL's parameters, in the order of their numbers.
    """

    sql: str
    names: tuple[str, ...]


@cache
def load_queries(kind: Kind) -> Mapping[str, Query]:
    """Load all queries of a kind of database."""
    written = (_FOLDER / f"{kind}.sql", *sorted((_FOLDER / "queries").iterdir()))
    texts = [*(file.read_text("utf-8") for file in written), *_queries_of_tables()]
    loaded = aiosql.from_str("\n".join(texts), _DRIVERS[kind])
    order: Mapping[str, list[str]] = getattr(loaded.driver_adapter, "var_sorted", {})
    return {
        name: Query(getattr(loaded, name).sql.rstrip(";"), tuple(order.get(name, ())))
        for name in loaded.available_queries
        if not name.endswith("_cursor")
    }


@cache
def tables_script() -> str:
    """Return the statements that make the tables."""
    return (_FOLDER / "tables.sql").read_text("utf-8")


@cache
def all_tables() -> Mapping[str, Sequence[str]]:
    """Return the columns of each table."""
    tables = re.compile(r"^CREATE TABLE (\w+) \((.*?)^\);", re.MULTILINE | re.DOTALL)
    column = re.compile(r"^    ([a-z_]+) [a-z]", re.MULTILINE)
    return {table: column.findall(body) for table, body in tables.findall(tables_script())}


@cache
def owned_tables() -> Mapping[str, Sequence[str]]:
    """Return the columns of each table whose numbered rows are of members or groups."""
    return {
        table: names
        for table, names in all_tables().items()
        if "number" in names and not {"guild", "member"}.isdisjoint(names)
    }


def owners(table: str) -> Sequence[str]:
    """Return the columns of a table that say whose a row is."""
    return [name for name in _OWNERS if name in owned_tables()[table]]


def scopes(table: str) -> Sequence[str]:
    """Return the kinds of deletions that cover rows of a table: the ends of its queries."""
    return [scope for scope, _ in _conditions(owners(table))]


def _queries_of_tables() -> Iterator[str]:
    for table, columns in owned_tables().items():
        whose = owners(table)
        yield f"-- name: owners_of_{table}()\nSELECT DISTINCT {', '.join(whose)} FROM {table};"
        for scope, condition in _conditions(whose):
            used = [name for name in whose if f":{name}" in condition]
            yield f"-- name: delete_{table}_of_{scope}({', '.join(used)}, number)"
            yield f"DELETE FROM {table} WHERE number <= :number AND {condition} RETURNING number;"  # noqa: S608 - names of tables.sql
        if "member" in whose:
            yield f"-- name: export_{table}(member)"
            yield f"SELECT {', '.join(columns)} FROM {table} WHERE member = :member"  # noqa: S608 - names of tables.sql
            yield "ORDER BY number;"


def _conditions(whose: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the scopes of deletions that cover rows of a table, and the condition of each."""
    mine = "(member = :member OR other = :member)" if "other" in whose else "member = :member"
    if "guild" in whose:
        yield "guild", "guild = :guild"
    if "member" in whose:
        yield "member", mine
    if {"guild", "member"} <= {*whose}:
        yield "list", f"guild = :guild AND {mine}"
    if "other" in whose:
        one, two = "member = :member AND other = :other", "member = :other AND other = :member"
        yield "pair", f"guild = :guild AND ({one} OR {two})"
