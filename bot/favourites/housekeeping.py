"""What is kept of the groups that the bot is in, has left, and has long left."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection

from bot.favourites.errors import StoreError
from bot.favourites.moments import utc_now
from bot.favourites.store import Favourites

DAY = 86_400.0
"""Seconds from one purge to the next."""

_log = logging.getLogger(__name__)


async def note(change: Awaitable[None]) -> None:
    """Note that the bot came to a group or was removed; a purge makes up for what fails here."""
    try:
        await change
    except StoreError as error:
        _log.warning("A group's coming or going could not be noted: %s", error)


async def purge_daily(favourites: Favourites, present: Callable[[], Collection[int]]) -> None:
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
