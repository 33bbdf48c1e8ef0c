"""What a running bot is asked about, and what is ill if it does not answer well."""

import asyncio
import logging
from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from bot.favourites.errors import StoreError
from bot.health.gateway import GatewayConnections

PATIENCE = 2.5
"""Seconds for the database: more than it waits for a lock, less than `check --quick` waits."""

_log = logging.getLogger(__name__)


class Part(StrEnum):
    """A part that can be ill."""

    GATEWAY = "gateway"
    DATABASE = "database"


class Worker(Protocol):
    """Whatever takes work in turn."""

    @property
    def waiting(self) -> int:
        """Pieces of work that were let in and are not begun."""


class Database(Protocol):
    """Whatever keeps the favourites."""

    async def check(self) -> None:
        """See that it can be read and written.

        Raises:
            StoreError: it cannot.
        """

    async def size(self) -> int:
        """Tell how many bytes it takes.

        Raises:
            StoreError: it cannot be read.
        """


class Bot(Protocol):
    """What is asked of a bot; the parts themselves know nothing of being watched."""

    @property
    def gateway(self) -> GatewayConnections:
        """Its connections to the gateway."""

    @property
    def shard_count(self) -> int | None:
        """How many there should be; None while Discord has not said."""

    @property
    def latencies(self) -> Sequence[tuple[int, float]]:
        """Seconds from heartbeat to answer, by shard; infinite or not a number before the first."""

    @property
    def name_service(self) -> Worker:
        """Makes names."""

    @property
    def clip_service(self) -> Worker:
        """Shows how gradients explode."""

    @property
    def favourites(self) -> Database:
        """Keeps the stars."""


async def examine(bot: Bot) -> dict[Part, bool]:
    """Tell of each part whether it is well."""
    return {
        Part.GATEWAY: bot.gateway.are_alive(bot.shard_count),
        Part.DATABASE: await _answers(bot.favourites),
    }


async def _answers(database: Database) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            await database.check()
    except (StoreError, TimeoutError) as error:
        _log.warning("The database does not answer: %s", error)
        return False
    return True
