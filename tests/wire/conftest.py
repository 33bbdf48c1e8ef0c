"""A bot connected to a loopback Discord, shared by the tests of a module."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.wire.process import ConnectedBot, run_connected_bot


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot() -> AsyncIterator[ConnectedBot]:
    async with run_connected_bot() as bot:
        yield bot
        assert "Traceback" not in bot.process.output, bot.process.output
