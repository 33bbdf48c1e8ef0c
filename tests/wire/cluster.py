"""Several processes around one PostgreSQL database, and groups on all of their shards."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

from tests.bot.favourites.stores import PostgresStore
from tests.wire.discord_server import world
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import LoopbackDiscord, loopback_discord
from tests.wire.discord_server.world import InteractionContext
from tests.wire.process import PythonProcess, run_bot

SHARDS = 8
PATIENCE = 40.0
"""Seconds to wait for a state of the cluster."""

_HOLDERS = """
    SELECT number, holder::text FROM shard WHERE expires_at > clock_timestamp() ORDER BY number
"""
_groups = count(1)


def group_on(shard: int) -> InteractionContext:
    """Return a server of its own on a shard."""
    guild = (next(_groups) * SHARDS + shard) << 22
    return InteractionContext(0, 0, world.CHANNEL_ID, guild)


@dataclass(slots=True)
class Cluster:
    """Processes around a database, on a loopback Discord of 8 shards."""

    discord: LoopbackDiscord
    store: PostgresStore
    stack: AsyncExitStack
    processes: list[PythonProcess] = field(default_factory=list)

    async def start(self, **environment: str) -> PythonProcess:
        """Start a process more, without waiting for it."""
        process = await self.stack.enter_async_context(
            run_bot(
                self.discord,
                **{
                    "NOMEN_DATABASE": self.store.url.dsn,
                    "NOMEN_SHARD_COUNT": "auto",
                    **environment,
                },
            )
        )
        self.processes.append(process)
        return process

    async def holders(self) -> dict[int, str]:
        """Return the shards that somebody holds, and who does."""
        rows = await self.store.run_sql(_HOLDERS)
        return {int(str(number)): str(holder) for number, holder in rows}

    async def wait_until_shared(self, processes: int) -> None:
        """Wait until so many processes have a fair part each, and all shards are connected."""

        def is_shared(holders: dict[int, str]) -> bool:
            parts = [[*holders.values()].count(holder) for holder in set(holders.values())]
            fair = len(parts) == processes and max(parts) - min(parts) <= 1
            return fair and len(holders) == SHARDS

        await self._wait_until(is_shared)
        await wait_until(self.is_connected, "connections of all shards", PATIENCE)

    async def wait_until_held(self) -> None:
        """Wait until all shards have a holder."""
        await self._wait_until(lambda holders: len(holders) == SHARDS)

    async def _wait_until(self, condition: Callable[[dict[int, str]], bool]) -> None:
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while not condition(holders := await self.holders()):
            message = f"not shared: {holders}, {[process.output for process in self.processes]}"
            assert asyncio.get_running_loop().time() < deadline, message
            await asyncio.sleep(0.05)

    def is_connected(self) -> bool:
        """Return whether all shards have a connection, and none has two."""
        sessions = self.discord.gateway.sessions.values()
        connected = [session.shard[0] for session in sessions if session.connection]
        return sorted(connected) == list(range(SHARDS))


@asynccontextmanager
async def running_cluster(
    store: PostgresStore, processes: int, *, concurrency: int | None = None, shards: int = SHARDS
) -> AsyncIterator[Cluster]:
    """Run processes until the context exits, and assert that they behaved as Discord demands."""
    async with store.opened():
        pass  # now it has its tables
    async with loopback_discord() as discord, AsyncExitStack() as stack:
        discord.api.recommended_shards = shards
        discord.gateway.max_concurrency = concurrency or shards
        discord.api.session_start_limit["max_concurrency"] = concurrency or shards
        cluster = Cluster(discord, store, stack)
        for _ in range(processes):
            await cluster.start()
        yield cluster
        await asyncio.gather(*(process.terminate() for process in cluster.processes))
        assert not discord.gateway.too_early_identifies
        for process in cluster.processes:
            assert "Traceback" not in process.output, process.output
