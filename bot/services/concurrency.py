"""How many requests are served at once, how many may wait, and how long each may take."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from model.domain.errors import UserFacingError, gettext_noop

TIMEOUT_MESSAGE = gettext_noop("That took too long. Try again in a moment.")


class LimitError(UserFacingError):
    """The request cannot be served just now."""


class BusyError(LimitError):
    """Too many requests are being served already."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop("Lots of people are asking right now. Try again in a few seconds.")
        )


class DeadlineError(LimitError):
    """The work was not done in time; the message suggests an easier request."""


class ImpatientError(LimitError):
    """A member's earlier requests are still being served."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop("I’m still working on your last request. Try again when it’s done.")
        )


class WaitingLine:
    """Serves requests in the order in which they come.

    Attributes:
        admitted: how many are here, those that are served included.
    """

    def __init__(
        self, workers: int, *, capacity: int, timeout: float, per_member: int | None = None
    ) -> None:
        """Start empty.

        Args:
            workers: requests served at once.
            capacity: requests admitted, those that are served included.
            timeout: seconds for one request, waiting included.
            per_member: of the admitted requests, the most that one member has; None for any number.
        """
        self._capacity = capacity
        self._timeout = timeout
        self._per_member = per_member
        self._free = asyncio.Semaphore(workers)
        self.admitted = 0
        self._by_member: Counter[int] = Counter()

    def check_capacity(self) -> None:
        """Ensure that one more request can be admitted.

        Raises:
            BusyError: it cannot.
        """
        if self.admitted >= self._capacity:
            raise BusyError

    @asynccontextmanager
    async def turn(self, timeout_message: str, member: int = 0) -> AsyncIterator[None]:
        """Wait for a request's turn, which lasts while the context is active.

        Args:
            timeout_message: the `DeadlineError`'s text.
            member: whose request it is, where that matters.

        Raises:
            ImpatientError: the member has as many requests here as they may.
            BusyError: too many requests have been admitted.
            DeadlineError: it took too long and has been cancelled.
        """
        if self._per_member is not None and self._by_member[member] >= self._per_member:
            raise ImpatientError
        self.check_capacity()
        self.admitted += 1
        self._by_member[member] += 1
        try:
            async with asyncio.timeout(self._timeout), self._free:
                yield
        except TimeoutError:
            raise DeadlineError(timeout_message) from None
        finally:
            self.admitted -= 1
            self._by_member -= Counter([member])  # forgets who has none left
