"""Bots under measurement: each runs in a process on a core of its own, the server on another."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.wire.discord_server.interactions import SentInteraction
from tests.wire.discord_server.server import TOKEN, LoopbackDiscord, loopback_discord
from tests.wire.discord_server.world import User
from tests.wire.process import ROOT, PythonProcess, run_bot, run_python

ANSWER_TIMEOUT = 10.0
"""Seconds without a response after which the measurement fails."""


@dataclass(frozen=True, slots=True)
class MeasuredBot:
    """A running bot.

    Attributes:
        discord: the loopback server, in this process.
        process: the bot's process.
        startup_seconds: wall time from its start to its first response.
        startup_cpu: CPU seconds until then.
    """

    discord: LoopbackDiscord
    process: PythonProcess
    startup_seconds: float
    startup_cpu: float

    @property
    def cpu_seconds(self) -> float:
        """CPU seconds of all its threads."""
        return cpu_seconds(self.process)

    def memory(self) -> Mapping[str, float]:
        """Return its memory in MB: `Rss` with all shared pages, `Pss` with its share of them."""
        return _memory(self.process)


async def wait_for_answer(interaction: SentInteraction) -> SentInteraction:
    """Wait for the bot's first response, and return the interaction.

    Raises:
        TimeoutError: there was none.
    """
    async with asyncio.timeout(ANSWER_TIMEOUT):
        await interaction.responded.wait()
    return interaction


@asynccontextmanager
async def run_nomen(database: Path | None = None) -> AsyncIterator[MeasuredBot]:
    """Run Nomen, with a new database by default."""
    settings = {} if database is None else {"NOMEN_DATABASE": str(database)}
    async with loopback_discord(strict=False) as discord:
        started = time.perf_counter()
        async with _measured_bot(discord, run_bot(discord, **settings), started) as measured:
            yield measured


@asynccontextmanager
async def run_card_bot() -> AsyncIterator[MeasuredBot]:
    """Run the trivial bot."""
    async with loopback_discord(strict=False) as discord:
        started = time.perf_counter()
        bot = run_python(
            "-m",
            "bench.serving.card_bot",
            str(ROOT / "model" / "domain" / "countries.tsv"),
            DISCORD_TOKEN=TOKEN,
            DISCORD_API_URL=discord.api_url,
            CARD_BOT_GATEWAY_URL=discord.gateway_url,
        )
        async with _measured_bot(discord, bot, started) as measured:
            yield measured


@asynccontextmanager
async def _measured_bot(
    discord: LoopbackDiscord, bot: AbstractAsyncContextManager[PythonProcess], started: float
) -> AsyncIterator[MeasuredBot]:
    async with bot as process:
        _pin_to_cores(process)
        await discord.gateway.wait_until_ready()
        await wait_for_answer(
            await discord.members.command("name", by=User(), country="Netherlands")
        )
        yield MeasuredBot(discord, process, time.perf_counter() - started, cpu_seconds(process))
        assert not discord.rest.rejections, discord.rest.rejections
        assert "Traceback" not in process.output, process.output


def resident_megabytes(process: PythonProcess) -> float:
    """Return the resident memory of a process in MB."""
    return _memory(process)["Rss"]


def _memory(process: PythonProcess) -> dict[str, float]:
    lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text("ascii").splitlines()[1:]
    return {line.split()[0].rstrip(":"): int(line.split()[1]) / 1000 for line in lines}


def cpu_seconds(process: PythonProcess) -> float:
    """Return the CPU seconds of all threads of a process."""
    return time.clock_gettime((~process.pid << 3) | 2)  # Linux's CPU clock id of the process


def _pin_to_cores(process: PythonProcess) -> None:
    """Pin the bot and this process to different cores, where supported."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {0})
        os.sched_setaffinity(process.pid, {1})
