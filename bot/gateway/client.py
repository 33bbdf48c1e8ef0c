"""A sharded client whose shards fail alone, and that remembers little of what the gateway says."""

import asyncio
import logging
from collections.abc import Collection
from typing import Any, cast

import aiohttp
import discord
import numpy as np
import yarl
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.shard import EventItem, EventType

from bot.gateway.sessions import SessionBudget
from bot.gateway.shards import IndependentShard
from bot.gateway.state import MinimalConnectionState
from bot.gateway.supplied import SuppliedShards
from bot.gateway.supply import Session, ShardSupply
from bot.runtime.connection import backoff_delays
from bot.runtime.log import error_summary

CONNECT_TIMEOUT = 60.0
"""Seconds that one attempt to connect a shard may take."""
_CONNECTION_ERRORS = (
    OSError,
    TimeoutError,
    aiohttp.ClientError,
    discord.HTTPException,
    discord.GatewayNotFound,
    discord.ConnectionClosed,
    ReconnectWebSocket,
)

_log = logging.getLogger(__name__)


class GatewayClient(discord.AutoShardedClient):
    """discord.py's client with the parts of this package.

    Attributes:
        sessions: how many sessions Discord still grants.
    """

    def __init__(
        self,
        *,
        supply: ShardSupply | None = None,
        **options: Any,  # noqa: ANN401 - as discord.py has it
    ) -> None:
        """Create a client; without a `supply` it has all shards."""
        super().__init__(shard_connect_timeout=CONNECT_TIMEOUT, **options)
        self._supplied = None if supply is None else SuppliedShards(self, supply)
        self.sessions = SessionBudget(self.fetch_session_start_limits)
        self._identifying = asyncio.Lock()
        self._launching: set[int] = set()
        self._relaunches: set[asyncio.Task[None]] = set()

    def _get_state(self, **options: Any) -> MinimalConnectionState:  # noqa: ANN401 - as discord.py has it
        """Return the state that discord.py is to use."""
        return MinimalConnectionState(
            dispatch=self.dispatch,
            handlers=self._handlers,
            hooks=self._hooks,
            http=self.http,
            **options,
        )

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for Discord's five seconds between two identifies, though shards fail alone."""
        if self._supplied is not None and shard_id is not None:
            await self._supplied.identify(shard_id)
            return
        async with self._identifying:
            await super().before_identify_hook(shard_id, initial=initial)

    @property
    def expected_shards(self) -> int | None:
        """How many shards this client should have; None until it is known."""
        if self._supplied is None or self.shard_count is None:
            return self.shard_count
        return len(self._supplied.numbers)

    def may_be_answered_elsewhere(self, guild: int) -> bool:
        """Return whether another process may just now be answering a server's members."""
        if self._supplied is None or self.shard_count is None:
            return False
        return self._supplied.may_be_answered_elsewhere((guild >> 22) % self.shard_count)

    @property
    def connected_shards(self) -> dict[int, IndependentShard]:
        """The shards that have been connected, by number."""
        return self._AutoShardedClient__shards  # type: ignore[attr-defined, no-any-return] # private

    async def permit(self, shard: int, *, identifies: bool) -> None:
        """Return when a shard that was lost may be connected again."""
        if self._supplied is not None:
            await self._supplied.permit(shard, identifies=identifies)
        elif identifies:
            await self.sessions.wait()

    async def launch_shards(self) -> None:
        """Connect all shards, or begin to take some of them."""
        if self._supplied is None:
            await super().launch_shards()
            return
        assert self.application_id is not None  # noqa: S101 - it is known after logging in
        self.shard_count = await self._supplied.begin(self.application_id)
        self._connection.shard_count = self.shard_count
        self._connection.shard_ids = range(self.shard_count)

    async def prepare_shard(self, number: int, *, is_resumed: bool) -> None:
        """Do what has to be done before a shard that was taken is connected."""

    async def connect_shard(self, number: int, session: Session | None) -> bool:
        """Connect a shard, resuming its session if there is one; return whether that was possible.

        If Discord does not know the session any more, it is begun anew.
        """
        begin = (
            DiscordWebSocket.from_client(self, shard_id=number)
            if session is None
            else DiscordWebSocket.from_client(
                self,
                shard_id=number,
                resume=True,
                gateway=yarl.URL(session.gateway),
                session=session.id,
                sequence=session.sequence,
            )
        )
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT):
                socket = await begin
        except _CONNECTION_ERRORS as error:
            _log.info("Shard %d: %s", number, error_summary(error))
            return False
        shard = IndependentShard(socket, self, self._events.put_nowait)
        self.connected_shards[number] = shard
        shard.launch()
        return True

    @property
    def _events(self) -> asyncio.PriorityQueue[EventItem]:
        return self._AutoShardedClient__queue  # type: ignore[attr-defined, no-any-return] # private

    def forget_shards(self, numbers: Collection[int]) -> None:
        """Forget the servers of shards that another process has taken."""
        cast("MinimalConnectionState", self._connection).forget_shards(numbers)
        for number in numbers:
            self.dispatch("shard_given_up", number)

    def fail(self, error: Exception) -> None:
        """End the client with an error."""
        self._events.put_nowait(EventItem(EventType.terminate, None, error))

    async def hand_over(self) -> None:
        """Have other processes take the shards; this one receives no more events then."""
        if self._supplied is not None:
            await self._supplied.hand_over()

    async def launch_shard(
        self, gateway: yarl.URL, shard_id: int, *, initial: bool = False
    ) -> None:
        """Connect a shard; if it cannot be reached, go on and try it again by itself."""
        if shard_id in self._launching:
            # discord.py tries again itself: for ever, one stack frame deeper each time, while the
            # shards after this one wait.
            raise discord.GatewayNotFound
        if not await self._launch_once(gateway, shard_id, initial=initial):
            relaunch = asyncio.create_task(self._relaunch(gateway, shard_id))
            self._relaunches.add(relaunch)
            relaunch.add_done_callback(self._relaunches.discard)

    async def _launch_once(self, gateway: yarl.URL, shard_id: int, *, initial: bool) -> bool:
        await self.sessions.wait()
        self._launching.add(shard_id)
        try:
            await super().launch_shard(gateway, shard_id, initial=initial)
        except discord.GatewayNotFound:
            return False
        finally:
            self._launching.discard(shard_id)
        return True

    async def _relaunch(self, gateway: yarl.URL, shard_id: int) -> None:
        for delay in backoff_delays(np.random.default_rng()):
            _log.warning("Shard %d cannot be reached. Trying again in %.1f s", shard_id, delay)
            await asyncio.sleep(delay)
            if await self._launch_once(gateway, shard_id, initial=False):
                return

    async def close(self) -> None:
        """Disconnect all shards, and connect no more."""
        if self._supplied is not None:
            self._supplied.stop()
        for relaunch in self._relaunches:
            relaunch.cancel()
        await super().close()
