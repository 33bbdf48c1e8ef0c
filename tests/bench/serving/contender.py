"""The bots that are measured: each a process on a core of its own, on a Discord on another core."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.wire.discord_server.exchanges import Exchange
from tests.wire.discord_server.server import TOKEN, LoopbackDiscord, loopback_discord
from tests.wire.discord_server.world import Person
from tests.wire.process import ROOT, Process, bot_on, running

PATIENCE = 10.0
"""Seconds that an answer may take before a measurement is given up."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A bot that runs.

    Attributes:
        discord: the one that it is on, which this process is.
        process: its own.
        first: seconds from its start to its first answer.
        first_cpu: seconds that it had its core for until then.
    """

    discord: LoopbackDiscord
    process: Process
    first: float
    first_cpu: float

    @property
    def cpu(self) -> float:
        """Seconds that all its threads together have had a core for."""
        return _cpu(self.process)

    def memory(self) -> Mapping[str, float]:
        """What it holds, in MB: `Rss` counts all pages, `Pss` of shared ones only its part."""
        lines = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text("ascii").splitlines()[1:]
        return {line.split()[0].rstrip(":"): int(line.split()[1]) / 1000 for line in lines}


async def answered(exchange: Exchange) -> Exchange:
    """Wait for a bot's first answer.

    Raises:
        TimeoutError: there was none.
    """
    async with asyncio.timeout(PATIENCE):
        await exchange.answered.wait()
    return exchange


@asynccontextmanager
async def nomen(database: Path | None = None) -> AsyncIterator[Contender]:
    """Run Nomen, on a database of its own if none is named."""
    settings = {} if database is None else {"NOMEN_DATABASE": str(database)}
    async with loopback_discord(strict=False) as discord:
        began = time.perf_counter()
        async with _contending(discord, bot_on(discord, **settings), began) as contender:
            yield contender


@asynccontextmanager
async def card_bot() -> AsyncIterator[Contender]:
    """Run the trivial bot."""
    async with loopback_discord(strict=False) as discord:
        began = time.perf_counter()
        bot = running(
            "-m",
            "tests.bench.serving.card_bot",
            str(ROOT / "model" / "domain" / "countries.tsv"),
            DISCORD_TOKEN=TOKEN,
            DISCORD_API_URL=discord.api_url,
            CARD_BOT_GATEWAY_URL=discord.gateway_url,
        )
        async with _contending(discord, bot, began) as contender:
            yield contender


@asynccontextmanager
async def _contending(
    discord: LoopbackDiscord, bot: AbstractAsyncContextManager[Process], began: float
) -> AsyncIterator[Contender]:
    async with bot as process:
        _part(process)
        await discord.gateway.ready()
        await answered(await discord.members.command("name", by=Person(), country="Netherlands"))
        yield Contender(discord, process, time.perf_counter() - began, _cpu(process))
        assert not discord.front.refusals, discord.front.refusals
        assert "Traceback" not in process.output, process.output


def _cpu(process: Process) -> float:
    return time.clock_gettime((~process.pid << 3) | 2)  # what Linux calls that process's clock


def _part(process: Process) -> None:
    """Give the bot one core and this process another, where there are two and a way to say so."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {0})
        os.sched_setaffinity(process.pid, {1})
