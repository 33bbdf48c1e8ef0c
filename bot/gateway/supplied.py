"""A client's shards where it has not all of them: taken, connected, and given up singly."""

import asyncio
import logging
import time
from collections.abc import Collection, Coroutine, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any

import discord
import numpy as np

from bot.gateway.supply import Recommendation, Session, SessionLimits, ShardSupply
from bot.runtime.connection import backoff_delays

if TYPE_CHECKING:
    from bot.gateway.client import GatewayClient

HANDOVER_SECONDS = 10.0
"""Seconds from taking a shard until the process before has done what was under way."""
CONNECTING_PATIENCE = 1.0
"""Seconds for a shard to be connected that is to be given up."""
RESUME_ATTEMPTS = 3
"""Attempts to reach a session's gateway before the session is begun anew."""

_log = logging.getLogger(__name__)


class SuppliedShards:
    """`ShardHost`, which documents the methods, for a client of discord.py."""

    def __init__(self, client: "GatewayClient", supply: ShardSupply) -> None:
        self._client = client
        self._supply = supply
        self._taken: dict[int, Session | None] = {}
        """The shards, with the sessions that they had when they were taken."""
        self._taken_at: dict[int, float] = {}
        self._launches: dict[int, asyncio.Task[None]] = {}
        self._connecting: dict[int, asyncio.Task[bool]] = {}
        self._running: asyncio.Task[None] | None = None

    @property
    def numbers(self) -> Collection[int]:
        """The shards that the client has."""
        return self._taken.keys()

    def may_be_answered_elsewhere(self, shard: int) -> bool:
        """Return whether another process may be answering a shard's members, before or after."""
        is_new = time.monotonic() < self._taken_at.get(shard, 0.0) + HANDOVER_SECONDS
        return is_new or shard not in self._taken

    async def begin(self, application: int) -> int:
        """Join the others, begin to take shards, and return the number of all shards."""
        count = await self._supply.join(self, application)
        self._running = asyncio.create_task(self._or_fail(self._supply.run(self)))
        return count

    async def _or_fail(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:  # noqa: BLE001 - whatever it is, the bot cannot go on
            self._client.fail(error)

    async def recommend(self) -> Recommendation:
        """Ask Discord for its recommendation."""
        shards, _, limits = await self._client.http.get_bot_gateway()
        return Recommendation(shards, _to_limits(discord.SessionStartLimits(**limits)))

    async def session_limits(self) -> SessionLimits | None:
        """Ask Discord for the limits."""
        limits = await self._client.sessions.read()
        return None if limits is None else _to_limits(limits)

    def sessions(self) -> Mapping[int, Session | None]:
        """Return the shards with their sessions."""
        connected = self._client.connected_shards
        return {
            number: connected[number].session if number in connected else taken
            for number, taken in self._taken.items()
        }

    def take_shard(self, number: int, session: Session | None) -> None:
        """Begin to connect a shard."""
        _log.info("Shard %d is taken, %s session", number, "with its" if session else "without a")
        self._taken[number] = session
        self._taken_at[number] = time.monotonic()
        self._launches[number] = asyncio.create_task(self._or_fail(self._launch(number)))

    async def give_up_shards(self, numbers: Collection[int]) -> Mapping[int, Session | None]:
        """Stop receiving events of shards."""
        given_up = tuple(numbers)
        sessions = await asyncio.gather(*map(self._give_up, given_up))
        self._client.forget_shards(given_up)
        return dict(zip(given_up, sessions, strict=True))

    async def _give_up(self, number: int) -> Session | None:
        taken = self._taken.pop(number)
        await _cancel(self._launches.pop(number))
        if (connecting := self._connecting.pop(number, None)) is not None:
            # Cut off now, it would leave an open connection behind.
            await asyncio.wait([connecting], timeout=CONNECTING_PATIENCE)
            connecting.cancel()
        shard = self._client.connected_shards.pop(number, None)
        _log.info("Shard %d is given up", number)
        return taken if shard is None else await shard.suspend()

    async def _launch(self, number: int) -> None:
        await self._client.prepare_shard(number, is_resumed=self._taken[number] is not None)
        for attempt, delay in enumerate(chain([0.0], backoff_delays(np.random.default_rng()))):
            if delay:
                _log.warning("Shard %d cannot be reached. Trying again in %.1f s", number, delay)
            await asyncio.sleep(delay)
            if attempt == RESUME_ATTEMPTS:
                self._taken[number] = None
            session = self._taken[number]
            await self.permit(number, identifies=session is None)
            connecting = asyncio.create_task(self._client.connect_shard(number, session))
            self._connecting[number] = connecting
            if await asyncio.shield(connecting):
                return

    async def permit(self, shard: int, *, identifies: bool) -> None:
        """Return when a shard may be connected."""
        await self._supply.wait_until_certain()
        if identifies:
            await self._supply.take_turn(self, shard)

    async def identify(self, shard: int) -> None:
        """Return when a shard may identify, which it then does at once."""
        await self._supply.identify(shard)

    async def hand_over(self) -> None:
        """Have the others take all shards."""
        if self._running is not None:
            await self._supply.leave(self)
            await _cancel(self._running)

    def stop(self) -> None:
        """Take and launch no more."""
        for task in (*self._launches.values(), *self._connecting.values(), self._running):
            if task is not None:
                task.cancel()


def _to_limits(limits: discord.SessionStartLimits) -> SessionLimits:
    seconds = limits.reset_after / 1000
    return SessionLimits(limits.total, limits.remaining, seconds, limits.max_concurrency)


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])
