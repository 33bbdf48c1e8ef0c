"""What a card can do without, if the database takes long."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from bot.store.errors import StoreBusyError

T = TypeVar("T")

CARD_TIMEOUT = 0.4
"""Seconds that a card waits for the database: members do without what it adds."""


async def answer_soon(answer: Awaitable[T]) -> T:
    """Await an answer of the database for `CARD_TIMEOUT`.

    Raises:
        StoreBusyError: it took longer, and is given up.
        StoreError: the database failed.
    """
    try:
        async with asyncio.timeout(CARD_TIMEOUT):
            return await answer
    except TimeoutError:
        message = "The database did not answer in time."
        raise StoreBusyError(message) from None
