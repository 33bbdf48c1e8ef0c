"""Scheduled maintenance: purging groups that the bot has left."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta

from bot.favourites.clock import utc_now
from bot.favourites.errors import StoreError
from bot.favourites.repository import FavouritesRepository

PURGE_INTERVAL = 86_400.0
"""Seconds between purges."""
PURGE_PERIOD = timedelta(seconds=PURGE_INTERVAL)
PEERS_INTERVAL = 3600.0
"""Seconds after which each of several processes sees whether a purge is due."""

_log = logging.getLogger(__name__)


async def log_failure(change: Awaitable[None]) -> None:
    """Await a change of the groups that the bot is in, logging failures; a purge repairs those."""
    try:
        await change
    except StoreError as error:
        _log.warning("A group's joining or leaving could not be recorded: %s", error)


async def _purge(
    favourites: FavouritesRepository, present_guilds: Callable[[], Awaitable[Collection[int]]]
) -> None:
    deleted = await favourites.purge(utc_now(), await present_guilds())
    _log.info("Groups long gone, deleted: %s", dict(deleted))


async def _purge_unless_others_do(
    favourites: FavouritesRepository, present_guilds: Callable[[], Awaitable[Collection[int]]]
) -> None:
    """Purge if no other process has done so for a day; record who uses their favourites anyway."""
    await favourites.record_uses()
    if not await favourites.claim_purge(utc_now(), PURGE_PERIOD):
        return
    try:
        await _purge(favourites, present_guilds)
    except BaseException:  # also if the process ends meanwhile
        await favourites.give_up_purge()
        raise


async def purge_daily(
    favourites: FavouritesRepository,
    present_guilds: Callable[[], Awaitable[Collection[int]]],
    *,
    has_peers: bool = False,
) -> None:
    """Delete the data of groups left for longer than `RETENTION`, now and daily until cancelled.

    Args:
        favourites: the repository to purge.
        present_guilds: returns the ids of all groups that the bot is in, unavailable ones included;
            what it raises postpones the purge.
        has_peers: whether other processes purge, too: one of them does it each day.
    """
    while True:
        try:
            await (_purge_unless_others_do if has_peers else _purge)(favourites, present_guilds)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next purge goes on
            expected = isinstance(error, StoreError)
            _log.warning(
                "Groups long gone could not be deleted: %s",
                error if expected else type(error).__name__,
                exc_info=None if expected else error,
            )
        await asyncio.sleep(PEERS_INTERVAL if has_peers else PURGE_INTERVAL)
