"""The loopback Discord grants sessions and takes responses as Discord does."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.support.patience import PATIENCE
from tests.wire.discord_server.checks import InteractionType
from tests.wire.discord_server.gateway_connection import CloseCode, Opcode
from tests.wire.discord_server.interactions import RESPONSE_DEADLINE, SentInteraction
from tests.wire.discord_server.server import TOKEN, loopback_discord
from tests.wire.discord_server.world import SERVER, User

IDENTITY = {"token": TOKEN, "intents": 1}


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.mark.parametrize(
    ("identities", "code"),
    [
        ([{"token": "x"}], CloseCode.AUTHENTICATION_FAILED),
        ([{"intents": 3}], CloseCode.DISALLOWED_INTENTS),
        ([], CloseCode.SESSION_TIMED_OUT),
    ],
)
async def test_protocol_violation_closes_the_connection(
    client: aiohttp.ClientSession, identities: list[dict[str, Any]], code: CloseCode
) -> None:
    async with loopback_discord(heartbeat_interval=0.5) as server:
        async with client.ws_connect(f"{server.gateway_url}?v=10&encoding=json") as socket:
            for identity in identities:
                await socket.send_json({"op": Opcode.IDENTIFY, "d": IDENTITY | identity})
            while (await socket.receive(timeout=PATIENCE)).type != aiohttp.WSMsgType.CLOSE:
                pass
        assert socket.close_code == code
        assert server.gateway.close_codes == [code]


@pytest.mark.parametrize(("strict", "status"), [(True, 404), (False, 204)])
async def test_late_response_is_refused_but_in_a_benchmark(
    client: aiohttp.ClientSession, *, strict: bool, status: int
) -> None:
    async with loopback_discord(strict=strict) as server:
        late = RESPONSE_DEADLINE + 0.1
        sent = SentInteraction(InteractionType.COMPONENT, User(), SERVER, delay=late)
        server.members.webhooks.register(sent)
        url = f"{server.api_url}/interactions/{sent.id}/{sent.token}/callback"
        async with client.post(url, json={"type": 6}) as response:
            assert response.status == status
