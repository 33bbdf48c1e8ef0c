"""Scheduled maintenance: purging groups that the bot has left."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection

from bot.favourites.clock import utc_now
from bot.favourites.errors import StoreError
from bot.favourites.own_shards import ALL_SHARDS, OwnShards
from bot.favourites.repository import FavouritesRepository

PURGE_INTERVAL = 86_400.0
"""Seconds between purges."""

_log = logging.getLogger(__name__)


async def log_failure(change: Awaitable[None]) -> None:
    """Await a change of the groups that the bot is in, logging failures; a purge repairs those."""
    try:
        await change
    except StoreError as error:
        _log.warning("A group's joining or leaving could not be recorded: %s", error)


async def purge_daily(
    favourites: FavouritesRepository,
    present_guilds: Callable[[], Collection[int]],
    shards: Callable[[], OwnShards] = lambda: ALL_SHARDS,
) -> None:
    """Delete the data of groups left for longer than `RETENTION`, now and daily until cancelled.

    Args:
        favourites: the repository to purge.
        present_guilds: returns the ids of all groups that the bot is in, unavailable ones included.
        shards: returns those whose groups these are.
    """
    while True:
        try:
            report = await favourites.purge(utc_now(), present_guilds(), shards())
            _log.info("Groups long gone, deleted: %s", dict(report.deleted))
        except Exception as error:  # noqa: BLE001 - whatever it is, the next purge goes on
            expected = isinstance(error, StoreError)
            _log.warning(
                "Groups long gone could not be deleted: %s",
                error if expected else type(error).__name__,
                exc_info=None if expected else error,
            )
        await asyncio.sleep(PURGE_INTERVAL)
