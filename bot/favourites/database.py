"""What the favourites ask of a database, whichever kind it is: queries by name, in transactions.

`queries/*.sql` has the queries. A transaction that changes something first takes locks, in one
order, so that no two wait for each other: members in the order of their ids, then groups in the
order of theirs; rows of `tally` come after those, in the order of their keys. It takes numbers
under its locks, so that those of a member, and of a group, are in the order in which they are
committed. In SQLite a transaction has the whole database, and locks are nothing.
"""

import asyncio
from collections.abc import (
    AsyncGenerator,
    Awaitable,
    Callable,
    Collection,
    Coroutine,
    Mapping,
    Sequence,
)
from typing import Any, Protocol, TypeAlias, TypeVar

from bot.favourites.errors import StoreBusyError
from bot.favourites.queries import Kind, Query

T = TypeVar("T")
Row: TypeAlias = Sequence[Any]
"""The columns of a row, in the query's order."""

SHORT_TIMEOUT = 2.0
"""Seconds for what a member waits for, all waiting included; Discord gives up after three."""
CARD_TIMEOUT = 0.4
"""Seconds for what a card of names can do without."""
LONG_TIMEOUT = 30.0
"""Seconds for a query whose rows are read in pages, for a deletion, and for a purge's step."""


class Transaction(Protocol):
    """Queries of which all are committed or none, each by its name in the files or by itself."""

    async def fetch(self, query: str | Query, /, **parameters: Any) -> Sequence[Row]:  # noqa: ANN401 - SQL's values
        """Run a query, and return its rows."""

    async def many(self, query: str | Query, parameters: Sequence[Mapping[str, Any]]) -> None:
        """Run a query, of which no rows are wanted, once for each of the parameters."""

    async def lock(self, members: Collection[int], groups: Collection[int] = ()) -> None:
        """Have members' own data to oneself; groups are shared with all but `lock_group`."""

    async def lock_group(self, guild: int) -> None:
        """Have a whole group to oneself, after the changes under way."""


Work: TypeAlias = Callable[[Transaction], Awaitable[T]]
"""What is done in a transaction. It awaits nothing but the transaction's methods, and may be begun
again from the start; a repetition of what has been committed must do no harm."""


class Reader(Protocol):
    """A database that can be read. Every method may raise `StoreError`."""

    @property
    def kind(self) -> Kind:
        """Which it is."""

    async def fetch(
        self,
        query: str | Query,
        /,
        within: float | None = None,
        **parameters: Any,  # noqa: ANN401 - SQL's values
    ) -> Sequence[Row]:
        """Run a query that changes nothing, and return its rows, all as of one moment.

        Args:
            query: its name in the files, or itself.
            within: seconds for it, all waiting included; None for `SHORT_TIMEOUT`.
            parameters: of the query, by name.
        """

    def stream(
        self,
        query: str | Query,
        size: int,
        **parameters: Any,  # noqa: ANN401 - SQL's values
    ) -> AsyncGenerator[Sequence[Row], None]:
        """Yield a query's rows in pages, all as of one moment, without others having to wait.

        Close the generator unless it is exhausted.
        """

    def texts(self, values: Collection[str]) -> object:
        """Return texts as the one parameter that holds all of them."""


class Database(Reader, Protocol):
    """A database that can be read and changed."""

    async def transact(
        self,
        work: Work[T],
        within: float | None = None,
        *,
        repeatable: bool = True,
    ) -> T:
        """Do work in a transaction.

        If it raises an error, nothing was changed; but if a connection was lost while the server
        was committing, nobody can tell.

        Args:
            work: what to do.
            within: seconds for all attempts together, which may be infinity; None for
                `SHORT_TIMEOUT`.
            repeatable: whether to try again if nobody can tell whether it has been committed.
        """

    async def check(self) -> None:
        """Ensure that it can be read and written, without waiting for the process's own changes."""

    async def erase(self, patience: float = 0) -> bool:
        """Tell who records deletions, and wipe from the files what was deleted.

        Args:
            patience: seconds to wait for it; it goes on in the background after that.

        Returns:
            Whether there is nothing left to do for the bot.
        """


async def answer_soon(answer: Coroutine[Any, Any, T]) -> T:
    """Await an answer of a database, which a card can do without, for `CARD_TIMEOUT`.

    Raises:
        StoreBusyError: it took longer, and is given up.
        StoreError: the database failed.
    """
    task = asyncio.create_task(answer)
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    try:
        await asyncio.wait({task}, timeout=CARD_TIMEOUT)
        if task.done():
            return task.result()
    finally:
        task.cancel()  # and not waited for, as a network may pass nothing on
    message = "The database did not answer in time."
    raise StoreBusyError(message)


async def next_number(transaction: Transaction) -> int:
    """Take the next number; what it orders is locked."""
    ((number,),) = await transaction.fetch("next_number")
    return int(number)


async def note_remains(transaction: Transaction) -> None:
    """Note, after a number was taken, that the files still have the bytes of what was deleted."""
    await transaction.fetch("note_remains")
