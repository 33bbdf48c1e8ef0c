"""Limits on how many requests are admitted at once and how long each may take."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

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


class ConcurrencyLimit:
    """Admits up to `capacity` requests at once, each for up to `timeout` seconds."""

    def __init__(self, capacity: int, timeout: float, per_member: int | None = None) -> None:
        """Start empty; `per_member` of the requests at most are one member's."""
        self._semaphore = asyncio.Semaphore(capacity)
        self._timeout = timeout
        self._per_member = per_member
        self._by_member: Counter[int] = Counter()
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
    async def slot(self, timeout_message: str, member: int | None = None) -> AsyncIterator[None]:
        """Occupy a slot while the context is active.

        Args:
            timeout_message: the `DeadlineError`'s text.
            member: whose request it is; None for nobody's.

        Raises:
            ImpatientError: the member occupies as many slots as they may.
            BusyError: there is no free slot.
            DeadlineError: the work took too long and has been cancelled.
        """
        with self._place_of(member):
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

    @contextmanager
    def _place_of(self, member: int | None) -> Iterator[None]:
        """Count a member's request while it is served; who has none is forgotten."""
        if member is None or self._per_member is None:
            yield
            return
        if self._by_member[member] >= self._per_member:
            raise ImpatientError
        self._by_member[member] += 1
        try:
            yield
        finally:
            self._by_member[member] -= 1
            self._by_member += Counter()  # drops zeros
