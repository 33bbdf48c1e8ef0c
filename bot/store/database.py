"""A database as the subjects see it: queries by name, read at once or in a transaction."""

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from secrets import token_hex
from typing import Any, Protocol, TypeAlias, TypeVar

from bot.store.errors import StoreError

T = TypeVar("T")
Row: TypeAlias = Sequence[Any]
"""The columns of a row, in the query's order."""

VERSION = 1
"""Version of the tables; a database of another one is refused. The first change of them after a
release gets the next, and brings a file of SQL that leads there and the code that runs it."""
SHORT_TIMEOUT = 2.0
"""Seconds for what a member waits for, all waiting included; Discord gives up after three."""
LONG_TIMEOUT = 30.0
"""Seconds for a deletion, and for a step of a purge."""


class Transaction(Protocol):
    """Queries of which all are committed or none."""

    async def fetch(self, query: str, /, **parameters: object) -> Sequence[Row]:
        """Run a query, and return its rows."""


Work: TypeAlias = Callable[[Transaction], Awaitable[T]]
"""What is done in a transaction. It awaits nothing but the transaction's queries, and may be begun
again from the start while nothing is committed."""


class Database(Protocol):
    """A database; `queries.py` has what it can be asked."""

    async def fetch(self, query: str, /, **parameters: object) -> Sequence[Row]:
        """Run a query that changes nothing, and return its rows.

        Raises:
            StoreError: it failed.
        """

    async def transact(self, work: Work[T], within: float = SHORT_TIMEOUT) -> T:
        """Do work in a transaction, in so many seconds, all waiting included.

        Raises:
            StoreBusyError: it took longer, or the connection was lost while the server committed:
                whether it is done is not known.
            StoreError: it failed, and nothing was changed.
        """


async def next_number(transaction: Transaction) -> int:
    """Take the next number, which is larger than those of all rows that are there."""
    ((number,),) = await transaction.fetch("next_number")
    return int(number)


def keys(texts: Iterable[str]) -> str:
    """Return texts as the one parameter that holds all of them: the keys of a JSON object."""
    return json.dumps(dict.fromkeys(texts, 1))


def new_identity() -> Mapping[str, object]:
    """Return the ledger's first row, for a database that is made now."""
    return {"version": VERSION, "id": token_hex(8), "key": token_hex(16)}


def require_version(subject: str, version: int) -> None:
    """Ensure that a database has the tables that this program knows.

    Raises:
        StoreError: it has not; the message begins with the subject.
    """
    if version != VERSION:
        message = (
            f"{subject} has version {version} of the tables, and this Nomen knows version "
            f"{VERSION}. It was left as it is; run the Nomen that wrote it."
        )
        raise StoreError(message)
