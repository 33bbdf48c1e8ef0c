"""Moving everything from one database to another, of whichever kind."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Protocol

from bot.favourites.errors import StoreError

PAGE = 5000
"""Rows copied at a time; what is cut off goes on after the last of them."""
_DIGEST_BYTES = 16

Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that all kinds of databases have.

    Attributes:
        name: its name.
        key: the columns of its primary key.
        others: its other columns.
    """

    name: str
    key: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns, those of the key first."""
        return self.key + self.others

    def key_of(self, row: Values) -> Values:
        """Return a row's key."""
        return row[: len(self.key)]


TABLES = (
    Table(
        "star",
        ("guild", "member", "folded"),
        (
            *("name", "countries", "gender", "sharpness", "seed"),
            *("starred_at", "place", "sequence"),
        ),
    ),
    Table("tally", ("guild", "folded"), ("name", "members", "first_at", "first_sequence")),
    Table("activity", ("guild", "member"), ("used_on",)),
    Table("guild", ("id",), ("left_at", "left_sequence")),
    Table("hidden_name", ("guild", "folded"), ("sequence",)),
    Table("typed_names_refused", ("guild",), ("sequence",)),
    Table("consent", ("guild", "member", "other"), ("given_at", "sequence")),
    Table("tombstone", ("key", "mark"), ("sequence", "deleted_at")),
    Table("identity", ("one",), ("id", "inherited", "forgotten")),
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a database is: its newest number, and until when it was purged, in milliseconds."""

    sequence: int
    purged_until: int | None


@dataclass(frozen=True, slots=True)
class TableDigest:
    """The number of a table's rows, and a checksum of their content in any order."""

    rows: int
    checksum: str


class Source(Protocol):
    """A database that is moved; nobody changes it."""

    async def page(self, table: Table, after: Values | None) -> Sequence[Values]:
        """Return at most `PAGE` rows in the order of their keys, those after a key."""

    async def progress(self) -> Progress:
        """Return how far it is."""


class Target(Source, Protocol):
    """A database that is filled, and which nobody else uses until it is complete."""

    async def last_key(self, table: Table) -> Values | None:
        """Return the key of the last row that is there."""

    async def insert(self, table: Table, rows: Sequence[Values]) -> None:
        """Insert rows in one transaction; nothing is derived from them."""

    async def set_progress(self, progress: Progress) -> None:
        """Set how far it is."""

    async def complete(self) -> None:
        """Let it be used."""


async def move(source: Source, target: Target) -> Mapping[str, TableDigest]:
    """Copy what is not there yet, compare everything, and let the target be used.

    Returns:
        What was moved, by table.

    Raises:
        StoreError: a database failed, or the two are not the same; the target stays closed.
    """
    for table in TABLES:
        async for rows in _pages(source, table, await target.last_key(table)):
            await target.insert(table, rows)
    progress = await source.progress()
    await target.set_progress(progress)
    moved = {}
    for table in TABLES:
        moved[table.name] = await _digest(source, table)
        if await _digest(target, table) != moved[table.name]:
            message = (
                f"The table {table.name} is not the same in both: the source was used meanwhile. "
                "Delete the target, and move again while no bot is running."
            )
            raise StoreError(message)
    await target.complete()
    return moved


async def identity_of(source: Source) -> bytes:
    """Return the id of a database."""
    ((_, identity, *_),) = await source.page(TABLES[-1], None)
    return bytes(identity)


async def _pages(
    source: Source, table: Table, after: Values | None
) -> AsyncIterator[Sequence[Values]]:
    while rows := await source.page(table, after):
        yield rows
        after = table.key_of(rows[-1])


async def _digest(source: Source, table: Table) -> TableDigest:
    rows = total = 0
    async for page in _pages(source, table, None):
        for row in page:
            rows += 1
            total += row_number(row)
    return TableDigest(rows, checksum(total))


def row_number(row: Values) -> int:
    """Return a number that depends on all values of a row, to be summed."""
    return int.from_bytes(blake2b(repr(row).encode(), digest_size=_DIGEST_BYTES).digest())


def checksum(total: int) -> str:
    """Format the sum of the rows' numbers, which needs no order."""
    return f"{total % 2 ** (8 * _DIGEST_BYTES):0{2 * _DIGEST_BYTES}x}"
