"""Health checks and the protocols that they need."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Protocol

from bot.favourites.errors import StoreError
from bot.health.gateway import GatewayConnections

DATABASE_TIMEOUT = 2.5
"""Seconds: more than the database waits for a lock, less than `check --quick` waits."""

_log = logging.getLogger(__name__)


class MonitoredService(Protocol):
    """A service with a queue."""

    @property
    def waiting(self) -> int:
        """Requests that were admitted and have not begun."""


class MonitoredDatabase(Protocol):
    """The database of favourites."""

    async def check(self) -> None:
        """Ensure that it can be read and written, or raise `StoreError`."""

    async def size(self) -> int:
        """Return its size in bytes, or raise `StoreError` if it cannot be read."""


class MonitoredBot(Protocol):
    """What the checks and metrics need of a bot."""

    @property
    def gateway(self) -> GatewayConnections:
        """The connections to the gateway."""

    @property
    def shard_count(self) -> int | None:
        """The number of gateway connections there should be; None until Discord has said."""

    @property
    def latencies(self) -> Sequence[tuple[int, float]]:
        """Seconds from heartbeat to response, by shard; infinite or NaN before the first."""

    @property
    def name_service(self) -> MonitoredService:
        """Generates names."""

    @property
    def clip_service(self) -> MonitoredService:
        """Demonstrates gradient clipping."""

    @property
    def favourites(self) -> MonitoredDatabase:
        """Stores the stars."""


async def check_health(bot: MonitoredBot) -> dict[str, bool]:
    """Check each subsystem; True means healthy."""
    return {
        "gateway": bot.gateway.are_healthy(bot.shard_count),
        "database": await _is_responding(bot.favourites),
    }


async def _is_responding(database: MonitoredDatabase) -> bool:
    try:
        async with asyncio.timeout(DATABASE_TIMEOUT):
            await database.check()
    except (StoreError, TimeoutError) as error:
        _log.warning("The database does not respond: %s", error)
        return False
    return True
