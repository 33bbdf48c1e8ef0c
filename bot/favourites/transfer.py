"""Moving everything from one database to another, of whichever kind."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import Any

from bot.favourites.database import LONG_TIMEOUT, Database, Reader, Transaction
from bot.favourites.errors import StoreError
from bot.favourites.identity import read_identity
from bot.favourites.queries import Kind, Query, parse_queries

PAGE = 5000
"""Rows copied at a time; what is cut off goes on after the last of them."""
_DIGEST_BYTES = 16

Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows are moved.

    Attributes:
        name: its name.
        key: the columns of its primary key.
        others: its other columns that are moved.
    """

    name: str
    key: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns, those of the key first."""
        return self.key + self.others


TABLES = (
    Table(
        "star",
        ("guild", "member", "folded"),
        (
            *("name", "countries", "gender", "sharpness", "seed"),
            *("starred_at", "place", "sequence", "standing"),
        ),
    ),
    Table("tally", ("guild", "folded"), ("name", "members", "first_at", "first_sequence")),
    Table("activity", ("guild", "member"), ("used_on", "ties_sequence")),
    Table("guild", ("id",), ("left_at", "left_sequence")),
    Table("hidden_name", ("guild", "folded"), ("sequence",)),
    Table("typed_names_refused", ("guild",), ("sequence",)),
    Table("consent", ("guild", "member", "other"), ("given_at", "sequence")),
    Table(
        "liking",
        ("guild", "member", "other", "folded"),
        ("name", "country", "gender", "told", "sequence"),
    ),
    Table("refusal", ("guild", "member", "other"), ("sequence",)),
    Table("place", ("guild", "member", "request"), ("next", "used_on")),
    Table("tombstone", ("key", "mark"), ("sequence", "deleted_at")),
    Table("identity", ("one",), ("id", "forgotten")),
)


@dataclass(frozen=True, slots=True)
class TableDigest:
    """The number of a table's rows, and a checksum of their content in any order."""

    rows: int
    checksum: str


class Pages:
    """Reads and fills tables, a page at a time, in the order of their keys."""

    def __init__(self, kind: Kind) -> None:
        """Prepare the queries for a kind of database."""
        self._queries = parse_queries(kind, "\n".join(map(_queries_of, TABLES)))

    async def read(
        self, reader: Reader, table: Table, after: Values | None = None
    ) -> AsyncIterator[Sequence[Values]]:
        """Yield the pages of a table, those after a key, or all."""
        while True:
            query = self._query("first" if after is None else "next", table)
            rows = await reader.fetch(
                query, LONG_TIMEOUT, **dict(zip(table.key, after or (), strict=after is not None))
            )
            if not rows:
                return
            yield [tuple(row) for row in rows]
            after = tuple(rows[-1])[: len(table.key)]

    async def last_key(self, reader: Reader, table: Table) -> Values | None:
        """Return the key of the last row that is there."""
        rows = await reader.fetch(self._query("last", table), LONG_TIMEOUT)
        return tuple(rows[0]) if rows else None

    async def insert(self, database: Database, table: Table, rows: Sequence[Values]) -> None:
        """Insert rows in one transaction."""
        named = [dict(zip(table.columns, row, strict=True)) for row in rows]
        query = self._query("insert", table)
        await database.transact(lambda transaction: transaction.many(query, named), LONG_TIMEOUT)

    async def digest(self, reader: Reader, table: Table) -> TableDigest:
        """Count the rows of a table, and sum a number that depends on all values of each."""
        rows = total = 0
        async for page in self.read(reader, table):
            for row in page:
                rows += 1
                total += _row_number(row)  # a sum, which needs no order
        return TableDigest(rows, f"{total % 2 ** (8 * _DIGEST_BYTES):0{2 * _DIGEST_BYTES}x}")

    async def are_filled(self, transaction: Transaction) -> bool:
        """Return whether any table but the identity has rows."""
        return any(
            [
                await transaction.fetch(self._query("last", table))
                for table in TABLES
                if table.name != "identity"
            ]
        )

    def _query(self, purpose: str, table: Table) -> Query:
        return self._queries[f"{purpose}_{table.name}"]


async def begin(
    target: Database, source: bytes, subject: str, *, is_unserved: bool = False
) -> None:
    """Note in an empty database what it is filled from, or see that it was begun with the same.

    Args:
        target: what is filled.
        source: the id of the database that is moved.
        subject: begins messages.
        is_unserved: whether no bot can have served it, so that one that is complete only has to be
            compared.

    Raises:
        StoreError: it holds something else; it is unchanged.
    """
    pages = Pages(target.kind)

    async def begin(transaction: Transaction) -> None:
        ((is_begun,),) = await transaction.fetch("is_moving")
        if is_begun:
            ((begun_with,),) = await transaction.fetch("moving_from")
            if bytes(begun_with) != source:
                message = f"{subject} was begun with another database. Delete or empty it first."
                raise StoreError(message)
            return
        is_complete = is_unserved and (await read_identity(transaction)).id == source
        if not is_complete and await pages.are_filled(transaction):
            message = f"{subject} is not empty. Nothing was changed; name another."
            raise StoreError(message)
        await transaction.fetch("create_moving")
        await transaction.fetch("begin_moving", source=source)
        if not is_complete:
            await transaction.fetch("drop_identity")

    await target.transact(begin)


async def move(source: Database, target: Database, name: str) -> Mapping[str, TableDigest]:
    """Copy what is not there yet, compare everything, and let bots serve the target instead.

    Args:
        source: where everything is; nobody else uses the two.
        target: where it goes, begun with the source.
        name: of the target, for the message of who tries to serve the source.

    Returns:
        What was moved, by table.

    Raises:
        StoreError: a database failed, or the two are not the same.
    """
    read, write = Pages(source.kind), Pages(target.kind)
    for table in TABLES:
        async for rows in read.read(source, table, await write.last_key(target, table)):
            await write.insert(target, table, rows)
    ((newest,),) = await source.fetch("newest_number")
    ((purged_until,),) = await source.fetch("purge_time")
    await target.transact(partial(_set_progress, newest=newest, purged_until=purged_until))
    moved = {}
    for table in TABLES:
        moved[table.name] = await read.digest(source, table)
        if await write.digest(target, table) != moved[table.name]:
            message = (
                f"The table {table.name} is not the same in both: the source was used meanwhile. "
                "Delete the target, and move again while no bot is running."
            )
            raise StoreError(message)
    await source.transact(lambda transaction: transaction.fetch("set_moved_to", target=name))
    await target.transact(_complete)
    return moved


async def is_complete(target: Database) -> bool:
    """Return whether a move into a database has ended."""
    ((is_begun,),) = await target.fetch("is_moving")
    return not is_begun


async def _complete(transaction: Transaction) -> None:
    ((place,),) = await transaction.fetch("place")
    await transaction.fetch("set_served_at", place=place)
    await transaction.fetch("end_moving")


async def _set_progress(transaction: Transaction, newest: int, purged_until: int | None) -> None:
    await transaction.fetch("set_newest_number", sequence=newest)
    await transaction.fetch("set_purged_until", until=purged_until)


async def digest_tables(reader: Reader) -> Mapping[str, TableDigest]:
    """Read all tables of a database, and return what is in them, by name.

    Raises:
        StoreError: one cannot be read.
    """
    pages = Pages(reader.kind)
    return {table.name: await pages.digest(reader, table) for table in TABLES}


def _queries_of(table: Table) -> str:
    key, columns = ", ".join(table.key), ", ".join(table.columns)
    last = ", ".join(f"{column} DESC" for column in table.key)
    places = ", ".join(f":{name}" for name in table.columns)
    after = ", ".join(f":{name}" for name in table.key)
    ordered = f"ORDER BY {key} LIMIT {PAGE}"
    return f"""
-- name: first_{table.name}()
SELECT {columns} FROM {table.name} {ordered};
-- name: next_{table.name}({key})
SELECT {columns} FROM {table.name} WHERE ({key}) > ({after}) {ordered};
-- name: last_{table.name}()
SELECT {key} FROM {table.name} ORDER BY {last} LIMIT 1;
-- name: insert_{table.name}({columns})!
INSERT INTO {table.name} ({columns}) VALUES ({places});
"""  # noqa: S608 - of constants


def _row_number(row: Values) -> int:
    return int.from_bytes(blake2b(repr(row).encode(), digest_size=_DIGEST_BYTES).digest())
