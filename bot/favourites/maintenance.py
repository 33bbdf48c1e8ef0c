"""Scheduled maintenance: purging groups that the bot has left, and backups."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.favourites.backup.rotation import Rotation
from bot.favourites.clock import utc_now
from bot.favourites.errors import StoreError
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
    favourites: FavouritesRepository, present_guilds: Callable[[], Collection[int]]
) -> None:
    """Delete the data of groups left for longer than `RETENTION`, now and daily until cancelled.

    Args:
        favourites: the repository to purge.
        present_guilds: returns the ids of all groups that the bot is in, unavailable ones included.
    """
    while True:
        try:
            report = await favourites.purge(utc_now(), present_guilds())
            _log.info("Groups long gone, deleted: %s", dict(report.deleted))
        except StoreError as error:
            _log.warning("Groups long gone could not be deleted: %s", error)
        await asyncio.sleep(PURGE_INTERVAL)


@asynccontextmanager
async def scheduled_backups(rotation: Rotation, interval: timedelta | None) -> AsyncIterator[None]:
    """Run scheduled backups within the context; an interval of None disables them."""
    if interval is None:
        yield
        return
    task = asyncio.create_task(back_up_periodically(rotation, interval))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def back_up_periodically(rotation: Rotation, interval: timedelta) -> None:
    """Create a backup whenever the newest is as old as the interval, until cancelled.

    A failed backup is retried after another interval.
    """
    delay = await rotation.time_until_next(interval, utc_now())
    while True:
        await asyncio.sleep(delay.total_seconds())
        try:
            path = await rotation.create(utc_now())
            _log.info("Backed up to %s", path)
        except StoreError as error:
            _log.error("No backup was made, or an old one not deleted: %s", error)
        delay = interval
