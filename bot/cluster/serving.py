"""One process's place among those around a database, from start to end."""

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


@dataclass(frozen=True, slots=True)
class Place:
    """What a process has of the cluster: its part in it, and what it hears of the others."""

    member: Membership
    boards: BoardNotices


@asynccontextmanager
async def open_place(url: PostgresUrl, shards: int | None) -> AsyncIterator[Place]:
    """Open a database for a process that is to be one of those around it.

    Args:
        url: where it is.
        shards: how many there are to be in all; None for what the others or Discord say.

    Raises:
        StoreError: the database cannot be used.
    """
    async with open_for_writing(url, connections=CONNECTIONS) as database:
        queue = IdentifyQueue(database, time.monotonic)
        member = Membership(Leases(database, uuid4()), queue, shards)
        boards = BoardNotices(database)
        async with listening(url, {SHARDS_CHANGED: member.wake, BOARD_SHOWN: boards.hear}):
            yield Place(member, boards)
