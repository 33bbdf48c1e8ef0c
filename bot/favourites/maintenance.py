"""What is done by the clock: groups long gone are forgotten, and backups are made."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.favourites.backup.rotation import Rotation
from bot.favourites.clock import utc_now
from bot.favourites.errors import StoreError
from bot.favourites.repository import FavouritesRepository

DAY = 86_400.0
"""Seconds from one purge to the next."""

_log = logging.getLogger(__name__)


async def note(change: Awaitable[None]) -> None:
    """Note that the bot came to a group or was removed; a purge makes up for what fails here."""
    try:
        await change
    except StoreError as error:
        _log.warning("A group's coming or going could not be noted: %s", error)


async def purge_daily(
    favourites: FavouritesRepository, present: Callable[[], Collection[int]]
) -> None:
    """Delete what is kept of groups long gone, now and once a day until cancelled.

    Args:
        favourites: where it is kept.
        present: tells the ids of all groups that the bot is in, those out of order included.
    """
    while True:
        try:
            report = await favourites.purge(utc_now(), present())
            _log.info("Groups long gone, deleted: %s", dict(report.deleted))
        except StoreError as error:
            _log.warning("Groups long gone could not be deleted: %s", error)
        await asyncio.sleep(DAY)


@asynccontextmanager
async def backing_up(rotation: Rotation, every: timedelta | None) -> AsyncIterator[None]:
    """Make backups for as long as the context lasts; None makes none."""
    if every is None:
        yield
        return
    task = asyncio.create_task(back_up_regularly(rotation, every))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def back_up_regularly(rotation: Rotation, every: timedelta) -> None:
    """Make a backup whenever the newest is as old as that, until cancelled.

    One that fails is tried again after that time.
    """
    pause = await rotation.due(every, utc_now())
    while True:
        await asyncio.sleep(pause.total_seconds())
        try:
            made = await rotation.make(utc_now())
            _log.info("Backed up to %s", made)
        except StoreError as error:
            _log.error("No backup was made, or an old one not deleted: %s", error)
        pause = every
