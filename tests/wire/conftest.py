"""What wire tests start from: a bot that is on Discord, one for all tests of a file."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.wire.process import Served, serving


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served() -> AsyncIterator[Served]:
    async with serving() as bot:
        yield bot
        assert "Traceback" not in bot.process.output, bot.process.output
