"""One process's part in the cluster: it extends its leases, and has its client follow them."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable

from bot.cluster.identify_queue import IdentifyQueue
from bot.cluster.leases import BEAT, LEASE, Leases
from bot.favourites.errors import StoreError
from bot.gateway.supply import Session, ShardHost

RETRY_DELAY = 0.25
"""Seconds from a beat that failed to the next."""

_log = logging.getLogger(__name__)


class Membership:
    """`ShardSupply`, which documents the methods, by leases in the database."""

    def __init__(
        self,
        leases: Leases,
        queue: IdentifyQueue,
        shards: int | None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Create a member that has not joined.

        Args:
            leases: this process's.
            queue: its turns to identify.
            shards: how many the cluster is to have; None for what the others or Discord say.
            now: returns the monotonic time in seconds.
        """
        self._leases = leases
        self._queue = queue
        self._shards = shards
        self._now = now
        self._wake = asyncio.Event()
        self._confirmed = asyncio.Event()
        self._beating = asyncio.Lock()
        self._is_leaving = False
        self._certain_until = float("inf")  # before it joins, it has nothing to lose
        self._noted = (True, True)
        self._judges_from = -float("inf")
        self._given_up: dict[int, Session | None] = {}
        """What others will have, as soon as the database knows."""

    def wake(self, _notice: str = "") -> None:
        """See at once whether there are shards to take or to give up."""
        self._wake.set()

    def is_certain(self) -> bool:
        """Return whether nobody else can have the shards that the client has."""
        return self._now() < self._certain_until

    async def join(self, host: ShardHost, application: int) -> int:
        """Join those who serve an application."""
        recommended = await host.recommend()
        shards, self._queue.concurrency = await self._leases.join(
            application, self._shards, recommended
        )
        _log.info("Joined the processes that serve %d shards", shards)
        return shards

    async def run(self, host: ShardHost) -> None:
        """Take shards and give them up until it leaves."""
        while not self._is_leaving:
            self._wake.clear()
            delay = BEAT
            try:
                async with self._beating:
                    await self.beat(host)
            except StoreError as error:
                delay = RETRY_DELAY
                self._note(is_certain=self.is_certain(), error=error)
            else:
                self._note(is_certain=True)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(delay):
                    await self._wake.wait()

    def _note(self, *, is_certain: bool, error: StoreError | None = None) -> None:
        """Log once that something has changed."""
        state = (is_certain, error is None)
        if state == self._noted:
            return
        self._noted = state
        if error is None:
            _log.info("The leases of this process's shards are extended again")
        elif is_certain:
            _log.warning("The leases of this process's shards are not extended: %s", error)
        else:
            _log.error("The leases have ended; favourites are refused meanwhile: %s", error)

    async def beat(self, host: ShardHost) -> None:
        """Extend the leases, and have the client follow what came of it; may raise `StoreError`."""
        await self._release()
        began_at, known = self._now(), host.sessions()
        if not self.is_certain():
            self._judges_from = began_at + LEASE
        holding = await self._leases.beat(known, takes_expired=began_at >= self._judges_from)
        if lost := known.keys() - holding.shards.keys():
            _log.warning("Shards that another process has taken: %s", sorted(lost))
            await host.give_up_shards(lost)
        self._certain_until = began_at + LEASE
        self._confirmed.set()
        for number, session in holding.shards.items():
            if number not in known:
                host.take_shard(number, session)
        if holding.surplus:
            surplus = sorted(holding.shards)[-holding.surplus :]
            self._given_up |= await host.give_up_shards(surplus)
            await self._release()

    async def _release(self) -> None:
        if self._given_up:
            await self._leases.release(self._given_up)
            self._given_up = {}

    async def wait_until_certain(self) -> None:
        """Return when it is certain that nobody else has the client's shards."""
        while not self.is_certain():
            self._confirmed.clear()
            await self._confirmed.wait()

    async def take_turn(self, host: ShardHost, shard: int) -> None:
        """Return when a shard may identify within the next seconds."""
        await self._queue.take(shard, host.session_limits)

    async def identify(self, shard: int) -> None:
        """Return when a shard may identify now, which it then does at once."""
        await self._queue.use(shard)

    async def leave(self, host: ShardHost) -> None:
        """Hand all shards over to the others, once a beat that is under way has ended."""
        self._is_leaving = True
        try:
            async with self._beating:
                self._given_up |= await host.give_up_shards(host.sessions().keys())
                await self._leases.leave(self._given_up)
        except StoreError as error:
            _log.warning("The shards are free for others in %.0f s only: %s", LEASE, error)
        else:
            self._certain_until = float("inf")  # what is under way is nobody else's
