"""Runs the bot as users do: `python -m bot run` in its own process."""

import asyncio
import os
import re
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.patience import PATIENCE
from tests.token_watch import assert_no_token
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import TOKEN, LoopbackDiscord, loopback_discord

ROOT = Path(__file__).parents[2]


class PythonProcess:
    """A running process and its output; a bot that `may_fail` may log a failure of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.may_fail = False
        self._process = process
        self._output = bytearray()
        self._reader = asyncio.create_task(self._read())

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def output(self) -> str:
        return self._output.decode()

    def send_signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    async def wait(self) -> int:
        """Wait for the exit code; kill the process on a timeout."""
        try:
            async with asyncio.timeout(PATIENCE):
                await asyncio.shield(self._reader)
                return await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
            raise

    def kill(self) -> None:
        if self._process.returncode is None:
            self._process.kill()

    async def terminate(self) -> int:
        """Send SIGTERM if it still runs, as a supervisor does, and return the exit code."""
        if self._process.returncode is None:
            self.send_signal(signal.SIGTERM)
        return await self.wait()

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while chunk := await self._process.stdout.read(65536):
            self._output += chunk


def run_python(
    *arguments: str, wrapper: Sequence[str] = (), **environment: str
) -> AbstractAsyncContextManager[PythonProcess]:
    """Run Python in an empty folder with a minimal environment, by a wrapper such as `nice`."""
    minimal = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    # By this, if at all, coverage measures what runs in the process.
    measured = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE_")}
    command = (*wrapper, sys.executable, *arguments)
    return run_command(*command, environment={**minimal, **measured, **environment})


@asynccontextmanager
async def run_command(
    *command: str, environment: Mapping[str, str]
) -> AsyncIterator[PythonProcess]:
    """Run a command that becomes Python, in an empty folder; assert that the token is not shown."""
    with tempfile.TemporaryDirectory() as folder:
        process = PythonProcess(
            await asyncio.create_subprocess_exec(
                *command,
                cwd=folder,
                env=environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
        )
        try:
            yield process
        finally:
            await process.terminate()
            assert_no_token(process.output, f"the output of {' '.join(command)}")


@dataclass(frozen=True, slots=True)
class ConnectedBot:
    discord: LoopbackDiscord
    process: PythonProcess


@asynccontextmanager
async def run_bot(
    discord: LoopbackDiscord,
    *,
    token: str = TOKEN,
    program: Sequence[str] = ("-m", "bot", "run"),
    wrapper: Sequence[str] = (),
    **environment: str,
) -> AsyncIterator[PythonProcess]:
    """Run the bot against a loopback Discord, without waiting for it to connect."""
    environment |= {"DISCORD_TOKEN": token, "DISCORD_API_URL": discord.api_url}
    async with run_python(*program, wrapper=wrapper, **environment) as process:
        yield process
    assert process.may_fail or "Traceback" not in process.output, process.output


@asynccontextmanager
async def run_connected_bot(**environment: str) -> AsyncIterator[ConnectedBot]:
    """Run the bot against its own loopback Discord; it connects, and sends nothing wrong."""
    async with (
        loopback_discord() as discord,
        run_bot(discord, **environment) as process,
    ):
        await discord.gateway.wait_until_ready()
        yield ConnectedBot(discord, process)
        assert not discord.rest.rejections


_ADDRESS = re.compile(r"Interactions: (http://\S+)")


@asynccontextmanager
async def run_worker(discord: LoopbackDiscord, **environment: str) -> AsyncIterator[PythonProcess]:
    """Run a bot that takes interactions over HTTP, and wait until it does."""
    workers = discord.members.workers
    discord.api.endpoint_url = "https://nomen.example.org/interactions"
    settings = {"DISCORD_PUBLIC_KEY": workers.public_key, "NOMEN_HTTP_PORT": "0"}
    async with run_bot(discord, **settings, **environment) as process:
        await wait_until(lambda: _ADDRESS.search(process.output), "worker")
        found = _ADDRESS.search(process.output)
        assert found is not None
        workers.urls.append(found[1])
        try:
            yield process
        finally:
            if found[1] in workers.urls:
                workers.urls.remove(found[1])
            process.kill()  # an orderly end takes some seconds
