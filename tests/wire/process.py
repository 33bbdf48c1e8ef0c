"""The bot as people run it: `python -m bot run` in a process of its own."""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.token_watch import look_through
from tests.wire.discord_server.server import TOKEN, LoopbackDiscord, loopback_discord

ROOT = Path(__file__).parents[2]
PATIENCE = 10.0
"""Seconds that a bot may take to end."""


class Process:
    """A running process and all that it has printed."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._printed = bytearray()
        self._reader = asyncio.create_task(self._read())

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def output(self) -> str:
        """What it has printed so far, on either stream."""
        return self._printed.decode()

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    async def ended(self, seconds: float = PATIENCE) -> int:
        """Wait for its end and give the exit code; it is killed when time is up.

        Raises:
            TimeoutError: it did not end in time.
        """
        try:
            async with asyncio.timeout(seconds):
                await asyncio.shield(self._reader)
                return await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
            raise

    async def end(self) -> int:
        """End it if it still runs, as a supervisor does, and give the exit code."""
        if self._process.returncode is None:
            self.signal(signal.SIGTERM)
        return await self.ended()

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while chunk := await self._process.stdout.read(65536):
            self._printed += chunk


@asynccontextmanager
async def running(
    *command: str, before: Sequence[str] = (), **environment: str
) -> AsyncIterator[Process]:
    """Run a Python command in an empty folder, with nothing in its environment but what is named.

    Args:
        command: what follows `python`.
        before: a command that runs it, such as `nice`.
        environment: the variables.
    """
    with tempfile.TemporaryDirectory() as folder:
        process = Process(
            await asyncio.create_subprocess_exec(
                *before,
                sys.executable,
                *command,
                cwd=folder,
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
        )
        try:
            yield process
        finally:
            await process.end()
            look_through(process.output, f"the output of {' '.join(command)}")


@dataclass(frozen=True, slots=True)
class Served:
    """A bot that is on a loopback Discord."""

    discord: LoopbackDiscord
    process: Process


@asynccontextmanager
async def bot_on(
    discord: LoopbackDiscord,
    *,
    token: str = TOKEN,
    before: Sequence[str] = (),
    **environment: str,
) -> AsyncIterator[Process]:
    """Run the bot on a loopback Discord, without waiting for it to be there."""
    environment |= {"DISCORD_TOKEN": token, "DISCORD_API_URL": discord.api_url}
    async with running("-m", "bot", "run", before=before, **environment) as process:
        yield process


@asynccontextmanager
async def serving(heartbeat_seconds: float = 41.25, **environment: str) -> AsyncIterator[Served]:
    """Run the bot on a Discord of its own, from when it hears events on.

    Raises:
        AssertionError: it did not come, or something that it sent was refused.
    """
    async with (
        loopback_discord(heartbeat_seconds) as discord,
        bot_on(discord, **environment) as process,
    ):
        await discord.gateway.ready()
        yield Served(discord, process)
        assert not discord.front.refusals
        assert not discord.gateway.hung_up
