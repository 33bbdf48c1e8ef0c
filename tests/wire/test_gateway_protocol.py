"""The loopback Discord grants and resumes sessions, and takes responses, as Discord does."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.support.patience import PATIENCE
from tests.wire.discord_server.checks import InteractionType
from tests.wire.discord_server.gateway_connection import CloseCode, Opcode
from tests.wire.discord_server.interactions import RESPONSE_DEADLINE, SentInteraction
from tests.wire.discord_server.server import TOKEN, LoopbackDiscord, loopback_discord
from tests.wire.discord_server.world import SERVER, User

QUERY = "?v=10&encoding=json"
IDENTITY = {"token": TOKEN, "intents": 1}
IDENTIFY = {"op": Opcode.IDENTIFY, "d": IDENTITY}


@pytest.fixture
async def server() -> AsyncIterator[LoopbackDiscord]:
    async with loopback_discord(heartbeat_interval=0.5) as server:
        yield server


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def close_code(socket: aiohttp.ClientWebSocketResponse) -> int | None:
    while (await socket.receive(timeout=PATIENCE)).type != aiohttp.WSMsgType.CLOSE:
        pass
    return socket.close_code


async def next_op(socket: aiohttp.ClientWebSocketResponse, op: Opcode) -> dict[str, Any]:
    while True:
        payload: dict[str, Any] = await socket.receive_json(timeout=PATIENCE)
        if payload["op"] == op:
            return payload


@pytest.mark.parametrize(
    ("payloads", "code"),
    [
        (
            [{"op": Opcode.IDENTIFY, "d": IDENTITY | {"token": "x"}}],
            CloseCode.AUTHENTICATION_FAILED,
        ),
        ([{"op": Opcode.IDENTIFY, "d": IDENTITY | {"intents": 3}}], CloseCode.DISALLOWED_INTENTS),
        ([IDENTIFY, IDENTIFY], CloseCode.ALREADY_AUTHENTICATED),
        ([], CloseCode.SESSION_TIMED_OUT),
    ],
)
async def test_protocol_violation_closes_the_connection(
    server: LoopbackDiscord,
    client: aiohttp.ClientSession,
    payloads: list[dict[str, Any]],
    code: CloseCode,
) -> None:
    async with client.ws_connect(server.gateway_url + QUERY) as socket:
        for payload in payloads:
            await socket.send_json(payload)
        assert await close_code(socket) == code
        assert server.gateway.close_codes == [code]


async def test_resume_replays_missed_events_once_in_order(
    server: LoopbackDiscord, client: aiohttp.ClientSession
) -> None:
    async with client.ws_connect(server.gateway_url + QUERY) as socket:
        await socket.send_json(IDENTIFY)
        ready = await next_op(socket, Opcode.DISPATCH)
        await socket.close(code=4000)
    for number in range(3):
        await server.gateway.dispatch("NEWS", {"number": number}, None)
    data = {"token": TOKEN, "session_id": ready["d"]["session_id"], "seq": 2}
    async with client.ws_connect(server.gateway_url + QUERY) as socket:
        await socket.send_json({"op": Opcode.RESUME, "d": data})
        events = [await next_op(socket, Opcode.DISPATCH) for _ in range(4)]
    assert [event["s"] for event in events] == [3, 4, 5, 6]
    assert [event["t"] for event in events] == ["NEWS", "NEWS", "NEWS", "RESUMED"]
    assert [event["d"].get("number") for event in events] == [0, 1, 2, None]


async def test_token_is_reset_when_more_sessions_are_begun_than_a_day_grants(
    server: LoopbackDiscord, client: aiohttp.ClientSession
) -> None:
    server.gateway.starts.remaining = 1
    async with (
        client.ws_connect(server.gateway_url + QUERY) as granted,
        client.ws_connect(server.gateway_url + QUERY) as too_many,
    ):
        await granted.send_json(IDENTIFY)
        await next_op(granted, Opcode.DISPATCH)
        await too_many.send_json(IDENTIFY)
        for socket in (too_many, granted):
            assert await close_code(socket) == CloseCode.AUTHENTICATION_FAILED
    headers = {"Authorization": f"Bot {TOKEN}"}
    async with client.get(f"{server.api_url}/users/@me", headers=headers) as response:
        assert response.status == 401


@pytest.mark.parametrize(("strict", "status"), [(True, 404), (False, 204)])
async def test_late_response_is_refused_but_in_a_benchmark(
    client: aiohttp.ClientSession, *, strict: bool, status: int
) -> None:
    async with loopback_discord(strict=strict) as server:
        sent = SentInteraction(InteractionType.COMPONENT, User(), SERVER)
        sent.sent_at -= RESPONSE_DEADLINE + 0.1
        server.members.webhooks.register(sent)
        url = f"{server.api_url}/interactions/{sent.id}/{sent.token}/callback"
        async with client.post(url, json={"type": 6}) as response:
            assert response.status == status
