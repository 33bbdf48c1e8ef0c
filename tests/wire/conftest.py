"""What every wire test starts from: a loopback Discord that nobody has offended."""

from collections.abc import AsyncIterator

import pytest

from tests.wire.discord_server.server import LoopbackDiscord, loopback_discord


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    async with loopback_discord() as server:
        yield server
