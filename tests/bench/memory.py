"""The memory of the serving bot beside that of the smallest bot, each at rest. Linux only.

Each runs on a loopback Discord of its own, answers a command and is left alone for a while; then
the system is asked what it holds. `python tests/bench/memory.py [runs]` prints each run, the
medians and their ratio, and fails when the ratio of resident memory is above the target.
"""

import asyncio
import statistics
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.wire.discord_server.server import TOKEN, LoopbackDiscord, loopback_discord
from tests.wire.process import Process, bot_on, running

TARGET = 1.8
"""Times the smallest bot's memory that ours may take."""
REST = 3.0
"""Seconds left alone; discord.py calls a bot ready two seconds after its last server has come."""
RUNS = 5


@dataclass(frozen=True, slots=True)
class Memory:
    """What a process holds, in MB.

    Attributes:
        rss: all pages in memory.
        pss: the same, but of pages that several processes share only its part.
    """

    rss: float
    pss: float

    @classmethod
    def of(cls, process: Process) -> Self:
        """Ask the system."""
        lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text("ascii").splitlines()[1:]
        kilobytes = {line.split()[0].rstrip(":"): int(line.split()[1]) for line in lines}
        return cls(kilobytes["Rss"] / 1000, kilobytes["Pss"] / 1000)


@asynccontextmanager
async def pong_on(discord: LoopbackDiscord) -> AsyncIterator[Process]:
    """Run the smallest bot on a loopback Discord."""
    async with running(
        "-m",
        "tests.bench.pong",
        DISCORD_TOKEN=TOKEN,
        DISCORD_API_URL=discord.api_url,
        PONG_GATEWAY_URL=discord.gateway_url,
    ) as process:
        yield process


async def measure_nomen() -> Memory:
    """Measure the serving bot after one `/name`."""
    async with loopback_discord() as discord, bot_on(discord) as process:
        await discord.gateway.ready()
        await (await discord.members.command("name", country="NL")).message()
        await asyncio.sleep(REST)
        return Memory.of(process)


async def measure_pong() -> Memory:
    """Measure the smallest bot after one `/ping`."""
    async with loopback_discord() as discord, pong_on(discord) as process:
        await discord.gateway.ready()
        await (await discord.members.command("ping")).message()
        await asyncio.sleep(REST)
        return Memory.of(process)


async def main(runs: int) -> int:
    """Measure both in turn, tell what was found and return the exit code."""
    nomen, pong = [], []
    for run in range(1, runs + 1):
        nomen.append(await measure_nomen())
        pong.append(await measure_pong())
        tell(f"run {run}: RSS {nomen[-1].rss:.1f} MB, pong {pong[-1].rss:.1f} MB")
    compare("PSS", [memory.pss for memory in nomen], [memory.pss for memory in pong])
    ratio = compare("RSS", [memory.rss for memory in nomen], [memory.rss for memory in pong])
    tell(f"the target is an RSS ratio of {TARGET} at most")
    return int(ratio > TARGET)


def compare(unit: str, nomen: list[float], pong: list[float]) -> float:
    """Tell the medians of both and return their ratio."""
    ours, theirs = statistics.median(nomen), statistics.median(pong)
    tell(f"{unit}: {ours:.1f} MB, pong {theirs:.1f} MB, ratio {ours / theirs:.2f}")
    return ours / theirs


def tell(line: str) -> None:
    """Say something to whoever runs the benchmark."""
    print(line, flush=True)  # noqa: T201 - printing is a benchmark's work


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else RUNS)))
