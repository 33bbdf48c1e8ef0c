"""Shards that are lost and come back each on its own."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import shard
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket, ReconnectWebSocket

from bot.runtime.log import error_summary

if TYPE_CHECKING:
    from bot.gateway.client import GatewayClient

_MAX_BACKOFF_EXPONENT = 6
"""Attempts are at most 2 to the power of this apart, in seconds: discord.py goes up to 10."""
_FREE_ATTEMPTS, _PERIOD = 3, 60.0
"""Attempts to reconnect that need no waiting, and the seconds in which they count."""

_log = logging.getLogger(__name__)


class _Backoff(ExponentialBackoff[Any]):
    def __init__(self) -> None:
        super().__init__()
        self._max = _MAX_BACKOFF_EXPONENT


class IndependentShard(shard.Shard):
    """A shard that reconnects in a task of its own, and that only Discord's refusal can end.

    discord.py lets shards reconnect one after the other, their waits included, so that one that
    cannot be reached keeps all others from coming back.
    """

    def __init__(
        self,
        ws: DiscordWebSocket,
        client: discord.AutoShardedClient,
        queue_put: Callable[[shard.EventItem], None],
    ) -> None:
        super().__init__(ws, client, self._put)
        self._put_for_client = queue_put
        self._permit = cast("GatewayClient", client).permit
        self._backoff = _Backoff()
        self._reconnection: asyncio.Task[None] | None = None
        self._attempts: deque[float] = deque(maxlen=_FREE_ATTEMPTS)

    async def reidentify(self, exc: ReconnectWebSocket) -> None:
        """Begin to resume the session or to replace it, and return at once."""
        self._reconnection = asyncio.create_task(self._reidentify(exc))

    async def reconnect(self) -> None:
        """Begin to replace the session, and return at once."""
        self._reconnection = asyncio.create_task(self._reconnect_anew())

    async def close(self) -> None:
        """Disconnect for good."""
        if self._reconnection is not None:
            self._reconnection.cancel()
        await super().close()

    async def _reidentify(self, exc: ReconnectWebSocket) -> None:
        await self._pause()
        await self._permit(identifies=not exc.resume)
        await super().reidentify(exc)

    async def _reconnect_anew(self) -> None:
        await self._permit(identifies=True)
        await super().reconnect()

    async def _pause(self) -> None:
        """Wait where the connection breaks again and again, for which discord.py does not."""
        now = asyncio.get_running_loop().time()
        if len(self._attempts) == _FREE_ATTEMPTS and now - self._attempts[0] < _PERIOD:
            await asyncio.sleep(self._backoff.delay())
        self._attempts.append(now)

    def _put(self, item: shard.EventItem) -> None:
        """Pass an event on to the client, but for errors that would end all shards for this one."""
        error = item.error
        if (
            item.type != shard.EventType.terminate
            or error is None
            or isinstance(error, discord.PrivilegedIntentsRequired)
        ):
            self._put_for_client(item)
            return
        _log.warning("Shard %d is lost: %s", self.id, error_summary(error))
        self._reconnection = asyncio.create_task(self._handle_disconnect(error))


def use_independent_shards() -> None:
    """Make all of discord.py's sharded clients, which must be `GatewayClient`s, use them."""
    shard.Shard = IndependentShard  # type: ignore[misc]
