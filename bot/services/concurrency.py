"""How much is taken on at once, and how long it may take."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from model.domain.errors import UserFacingError, gettext_noop


class LimitError(UserFacingError):
    """What was asked for cannot be had just now."""


class BusyError(LimitError):
    """There is no room for one request more."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop("So many people are asking just now. Try again in a few seconds.")
        )


class DeadlineError(LimitError):
    """The answer did not come in time; the message says what would be easier."""


class ConcurrencyLimit:
    """Lets in as many requests as there is room for, and gives each the same time."""

    def __init__(self, room: int, seconds: float) -> None:
        self._door = asyncio.Semaphore(room)
        self._seconds = seconds
        self._taken = 0

    @property
    def taken(self) -> int:
        """How many are inside."""
        return self._taken

    def check(self) -> None:
        """See that there is room.

        Raises:
            BusyError: there is none.
        """
        if self._door.locked():
            raise BusyError

    @asynccontextmanager
    async def inside(self, late: str) -> AsyncIterator[None]:
        """Take up room for as long as the work takes.

        Args:
            late: what to tell who waited if it took too long.

        Raises:
            BusyError: there is no room.
            DeadlineError: the work was not done in time; it has been cancelled.
        """
        self.check()
        try:
            async with self._door, asyncio.timeout(self._seconds):
                self._taken += 1
                try:
                    yield
                finally:
                    self._taken -= 1
        except TimeoutError:
            raise DeadlineError(late) from None
