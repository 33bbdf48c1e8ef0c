"""The gateway enforces its protocol with Discord's own close codes."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.support.patience import PATIENCE
from tests.wire.discord_server.gateway_connection import CloseCode, Opcode
from tests.wire.discord_server.server import TOKEN, LoopbackDiscord, loopback_discord

QUERY = "?v=10&encoding=json"
IDENTITY = {
    "token": TOKEN,
    "intents": 1,
    "properties": {"os": "linux", "browser": "test", "device": "test"},
}


@pytest.fixture
async def server() -> AsyncIterator[LoopbackDiscord]:
    async with loopback_discord(heartbeat_interval=2) as server:
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
        payload: dict[str, Any] = json.loads((await socket.receive(timeout=PATIENCE)).data)
        if payload["op"] == op:
            return payload


@pytest.mark.parametrize(
    ("payloads", "code"),
    [
        (["{"], CloseCode.DECODE_ERROR),
        (["[]"], CloseCode.DECODE_ERROR),
        ([json.dumps({"op": Opcode.HEARTBEAT, "d": "x" * 5000})], CloseCode.DECODE_ERROR),
        ([{"op": 3, "d": {}}], CloseCode.NOT_AUTHENTICATED),
        ([{"op": Opcode.IDENTIFY, "d": {}}], CloseCode.DECODE_ERROR),
        (
            [{"op": Opcode.IDENTIFY, "d": IDENTITY | {"token": "x"}}],
            CloseCode.AUTHENTICATION_FAILED,
        ),
        ([{"op": Opcode.IDENTIFY, "d": IDENTITY | {"intents": 3}}], CloseCode.DISALLOWED_INTENTS),
        ([{"op": Opcode.IDENTIFY, "d": IDENTITY | {"shard": [1, 1]}}], CloseCode.INVALID_SHARD),
        ([{"op": Opcode.IDENTIFY, "d": IDENTITY}] * 2, CloseCode.ALREADY_AUTHENTICATED),
        ([{"op": Opcode.IDENTIFY, "d": IDENTITY}, {"op": 99}], CloseCode.UNKNOWN_OP),
        (
            [{"op": Opcode.IDENTIFY, "d": IDENTITY}, {"op": Opcode.HEARTBEAT, "d": 999}],
            CloseCode.INVALID_SEQUENCE,
        ),
        ([{"op": Opcode.HEARTBEAT, "d": None}] * 121, CloseCode.RATE_LIMITED),
        ([], CloseCode.SESSION_TIMED_OUT),
    ],
    ids=lambda value: value.name if isinstance(value, CloseCode) else "",
)
async def test_protocol_violation_closes_the_connection(
    server: LoopbackDiscord,
    client: aiohttp.ClientSession,
    payloads: list[str | dict[str, Any]],
    code: CloseCode,
) -> None:
    async with client.ws_connect(server.gateway_url + QUERY) as socket:
        for payload in payloads:
            await socket.send_str(payload if isinstance(payload, str) else json.dumps(payload))
        assert await close_code(socket) == code
        assert server.gateway.close_codes == [code]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?v=9&encoding=json", CloseCode.INVALID_API_VERSION),
        ("?v=10&encoding=etf", CloseCode.INVALID_API_VERSION),
        (QUERY + "&compress=rar", CloseCode.DECODE_ERROR),
    ],
)
async def test_only_version_10_in_json_is_accepted(
    server: LoopbackDiscord, client: aiohttp.ClientSession, query: str, code: CloseCode
) -> None:
    async with client.ws_connect(server.gateway_url + query) as socket:
        assert await close_code(socket) == code


async def test_unknown_session_cannot_be_resumed(
    server: LoopbackDiscord, client: aiohttp.ClientSession
) -> None:
    data = {"token": TOKEN, "session_id": "none", "seq": 3}
    async with client.ws_connect(server.gateway_url + QUERY) as socket:
        await socket.send_json({"op": Opcode.RESUME, "d": data})
        assert (await next_op(socket, Opcode.INVALID_SESSION))["d"] is False


async def test_cleanly_closed_session_cannot_be_resumed(
    server: LoopbackDiscord, client: aiohttp.ClientSession
) -> None:
    async with client.ws_connect(server.gateway_url + QUERY) as socket:
        await socket.send_json({"op": Opcode.IDENTIFY, "d": IDENTITY})
        ready = await next_op(socket, Opcode.DISPATCH)
        await socket.close(code=1000)
    data = {"token": TOKEN, "session_id": ready["d"]["session_id"], "seq": 1}
    async with client.ws_connect(server.gateway_url + QUERY) as socket:
        await socket.send_json({"op": Opcode.RESUME, "d": data})
        assert (await next_op(socket, Opcode.INVALID_SESSION))["d"] is False


async def test_resume_replays_missed_events_once_in_order(
    server: LoopbackDiscord, client: aiohttp.ClientSession
) -> None:
    async with client.ws_connect(server.gateway_url + QUERY) as socket:
        await socket.send_json({"op": Opcode.IDENTIFY, "d": IDENTITY})
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
    identify = {"op": Opcode.IDENTIFY, "d": IDENTITY}
    async with (
        client.ws_connect(server.gateway_url + QUERY) as granted,
        client.ws_connect(server.gateway_url + QUERY) as too_many,
    ):
        await granted.send_json(identify)
        await next_op(granted, Opcode.DISPATCH)
        await too_many.send_json(identify)
        for socket in (too_many, granted):
            assert await close_code(socket) == CloseCode.AUTHENTICATION_FAILED
    headers = {"Authorization": f"Bot {TOKEN}"}
    async with client.get(f"{server.api_url}/users/@me", headers=headers) as response:
        assert response.status == 401
