"""Limits on how many requests are admitted at once and how long each may take."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from model.domain.errors import UserFacingError, gettext_noop

TIMEOUT_MESSAGE = gettext_noop("That took too long. Please try again.")


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


class ConcurrencyLimit:
    """Admits up to `capacity` requests at once, each for up to `timeout` seconds."""

    def __init__(self, capacity: int, timeout: float) -> None:
        self._semaphore = asyncio.Semaphore(capacity)
        self._timeout = timeout
        self._in_use = 0

    @property
    def in_use(self) -> int:
        """The number of requests admitted."""
        return self._in_use

    def check_capacity(self) -> None:
        """Ensure that there is a free slot.

        Raises:
            BusyError: there is none.
        """
        if self._semaphore.locked():
            raise BusyError

    @asynccontextmanager
    async def slot(self, timeout_message: str) -> AsyncIterator[None]:
        """Occupy a slot while the context is active.

        Args:
            timeout_message: the `DeadlineError`'s text.

        Raises:
            BusyError: there is no free slot.
            DeadlineError: the work took too long and has been cancelled.
        """
        self.check_capacity()
        try:
            async with self._semaphore, asyncio.timeout(self._timeout):
                self._in_use += 1
                try:
                    yield
                finally:
                    self._in_use -= 1
        except TimeoutError:
            raise DeadlineError(timeout_message) from None
