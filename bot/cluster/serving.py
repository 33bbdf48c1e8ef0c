"""One process's place among those around a database, from start to end."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

from bot.cluster.board_notices import BoardNotices
from bot.cluster.identify_queue import IdentifyQueue
from bot.cluster.leases import Leases
from bot.cluster.membership import Membership
from bot.cluster.notices import BOARD_SHOWN, SHARDS_CHANGED
from bot.favourites.postgres.database import open_for_writing
from bot.favourites.postgres.listener import listening
from bot.runtime.postgres_url import PostgresUrl

CONNECTIONS = 3
"""Connections to the database for the leases alone, which must not wait for members' requests."""

_CLOCK: int | None = getattr(time, "CLOCK_BOOTTIME", None)


@dataclass(frozen=True, slots=True)
class Place:
    """What a process has of the cluster: its part in it, and what it hears of the others."""

    member: Membership
    boards: BoardNotices


@asynccontextmanager
async def open_place(url: PostgresUrl, shards: int | None, lease: float) -> AsyncIterator[Place]:
    """Open a database for a process that is to be one of those around it.

    Args:
        url: where it is.
        shards: how many there are to be in all; None for what the others or Discord say.
        lease: seconds after which a process that says nothing has lost its shards.

    Raises:
        StoreError: the database cannot be used.
    """
    # A beat that was cut off half-way must not keep others from taking what it has locked.
    idle_timeout = lease / 2
    async with open_for_writing(
        url, connections=CONNECTIONS, idle_timeout=idle_timeout
    ) as database:
        queue = IdentifyQueue(database, _seconds)
        member = Membership(Leases(database, uuid4(), lease), queue, shards, _seconds)
        boards = BoardNotices(database)
        async with listening(url, {SHARDS_CHANGED: member.wake, BOARD_SHOWN: boards.hear}):
            try:
                yield Place(member, boards)
            finally:
                await asyncio.gather(queue.wait_until_noted(), boards.wait_until_announced())


def _seconds() -> float:
    """Return monotonic seconds, in which a machine's sleep counts: for the others it does."""
    return time.monotonic() if _CLOCK is None else time.clock_gettime(_CLOCK)
