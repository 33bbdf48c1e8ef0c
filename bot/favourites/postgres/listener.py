"""Listening to what other processes tell through the database."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from bot.favourites.errors import StoreError
from bot.favourites.postgres import lone
from bot.favourites.postgres.errors import translate_postgres_errors
from bot.runtime.background import background
from bot.runtime.postgres_url import PostgresUrl

DELETED = "nomen_deletion"
"""Channel on which `tell_of_tombstone` in the queries tells that something was deleted."""
RETRY_DELAY = 1.0
"""Seconds between attempts to listen again after the connection was lost."""

Handler = Callable[[str], object]
"""Called with a notice's payload."""


@asynccontextmanager
async def listening(url: PostgresUrl, handlers: Mapping[str, Handler]) -> AsyncIterator[None]:
    """Pass notices on to the handlers of their channels while the context is active.

    What is sent while the connection is lost is never heard of.
    """
    async with background(_listen_on(url, handlers)):
        yield


async def _listen_on(url: PostgresUrl, handlers: Mapping[str, Handler]) -> None:
    while True:
        # The database's being away is logged by others.
        with contextlib.suppress(StoreError, TimeoutError), translate_postgres_errors():
            await _listen(url, handlers)
        await asyncio.sleep(RETRY_DELAY)


async def _listen(url: PostgresUrl, handlers: Mapping[str, Handler]) -> None:
    connection = await lone.connect(url)
    try:
        for channel, handler in handlers.items():
            await connection.add_listener(
                channel, lambda _, __, ___, payload, handler=handler: handler(payload)
            )
        await lone.wait_until_lost(connection)
    finally:
        # Nothing but the cancellation may leave this, or it would go on after its end.
        await lone.close(connection)
