"""Health checks and the protocols that they need."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.gateway.sessions import SessionBudget
from bot.health.gateway import GatewayConnections
from bot.store.errors import StoreError

DATABASE_TIMEOUT = 2.5
"""Seconds: more than the database waits for a lock, less than `check --quick` waits."""

STUCK_AFTER = 15.0
"""Seconds at one step, of milliseconds usually, after which the naming thread is stuck."""

_log = logging.getLogger(__name__)


class MonitoredService(Protocol):
    """A service with a queue."""

    @property
    def waiting(self) -> int:
        """Requests that were admitted and have not begun."""


class MonitoredWorker(MonitoredService, Protocol):
    """A service with a queue and a thread."""

    @property
    def running_seconds(self) -> float:
        """How long the thread has been at its present step; 0 while it has none."""


class MonitoredStore(Protocol):
    """What is stored."""

    last_backup: datetime | None
    """When the newest backup was made, if any."""

    async def check(self) -> None:
        """Ensure that all of it can be written, or raise `StoreError`."""

    async def size(self) -> int:
        """Return the database's size in bytes, or raise `StoreError` if it cannot be read."""


class MonitoredBot(Protocol):
    """What the checks and metrics need of a bot."""

    @property
    def gateway(self) -> GatewayConnections:
        """The connections to the gateway."""

    @property
    def is_over_http(self) -> bool:
        """Whether interactions come over HTTP, and not from the gateway."""

    @property
    def is_taking_requests(self) -> bool:
        """Whether they may come, then."""

    @property
    def shard_count(self) -> int | None:
        """The number of gateway connections there should be; None until that is known."""

    @property
    def latencies(self) -> Sequence[tuple[int, float]]:
        """Seconds from heartbeat to response, by shard; infinite or NaN before the first."""

    @property
    def sessions(self) -> SessionBudget:
        """The gateway sessions that Discord still grants."""

    @property
    def name_service(self) -> MonitoredWorker:
        """Generates names."""

    @property
    def clip_service(self) -> MonitoredService:
        """Demonstrates gradient clipping."""

    @property
    def store(self) -> MonitoredStore:
        """All that is kept."""


def check_liveness(bot: MonitoredBot) -> dict[str, bool]:
    """Check what only a restart repairs; True means healthy.

    The event loop is alive if it gets to call this.
    """
    return {"loop": True, "naming": bot.name_service.running_seconds < STUCK_AFTER}


async def check_readiness(bot: MonitoredBot) -> dict[str, bool]:
    """Check what members need and a restart does not repair; True means healthy."""
    if bot.is_over_http:
        way = {"requests": bot.is_taking_requests}
    else:
        way = {"gateway": bot.gateway.are_healthy(bot.shard_count)}
    return {**way, "database": await _is_responding(bot.store)}


async def _is_responding(store: MonitoredStore) -> bool:
    try:
        async with asyncio.timeout(DATABASE_TIMEOUT):
            await store.check()
    except (StoreError, TimeoutError) as error:
        _log.warning("The database does not respond: %s", error)
        return False
    return True
