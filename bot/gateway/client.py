"""A sharded client whose shards fail alone, and that remembers little of what the gateway says."""

import asyncio
import logging
from typing import Any

import discord
import numpy as np
import yarl

from bot.gateway.sessions import SessionBudget
from bot.gateway.state import MinimalConnectionState
from bot.runtime.connection import backoff_delays

CONNECT_TIMEOUT = 60.0
"""Seconds that one attempt to connect a shard may take."""

_log = logging.getLogger(__name__)


class GatewayClient(discord.AutoShardedClient):
    """discord.py's client with the parts of this package.

    Attributes:
        sessions: how many sessions Discord still grants.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - as discord.py has it
        super().__init__(shard_connect_timeout=CONNECT_TIMEOUT, **options)
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
        async with self._identifying:
            await super().before_identify_hook(shard_id, initial=initial)

    async def permit(self, *, identifies: bool) -> None:
        """Return when a shard that was lost may be connected again."""
        if identifies:
            await self.sessions.wait()

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
        for relaunch in self._relaunches:
            relaunch.cancel()
        await super().close()
