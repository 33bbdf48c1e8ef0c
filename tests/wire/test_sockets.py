"""The gateway hangs up on those who do not keep to its manners, with Discord's own codes."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.wire.discord_server.server import TOKEN, LoopbackDiscord, loopback_discord
from tests.wire.discord_server.sockets import Op, Reason

QUERY = "?v=10&encoding=json"
IDENTITY = {
    "token": TOKEN,
    "intents": 1,
    "properties": {"os": "linux", "browser": "test", "device": "test"},
}


@pytest.fixture
async def server() -> AsyncIterator[LoopbackDiscord]:
    async with loopback_discord(heartbeat_seconds=0.2) as server:
        yield server


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def hung_up(socket: aiohttp.ClientWebSocketResponse) -> int | None:
    while (await socket.receive(timeout=2)).type != aiohttp.WSMsgType.CLOSE:
        pass
    return socket.close_code


async def next_op(socket: aiohttp.ClientWebSocketResponse, op: Op) -> dict[str, Any]:
    while True:
        payload: dict[str, Any] = json.loads((await socket.receive(timeout=2)).data)
        if payload["op"] == op:
            return payload


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (["{"], Reason.DECODE_ERROR),
        (["[]"], Reason.DECODE_ERROR),
        ([json.dumps({"op": Op.HEARTBEAT, "d": "x" * 5000})], Reason.DECODE_ERROR),
        ([{"op": 3, "d": {}}], Reason.NOT_AUTHENTICATED),
        ([{"op": Op.IDENTIFY, "d": {}}], Reason.DECODE_ERROR),
        ([{"op": Op.IDENTIFY, "d": IDENTITY | {"token": "x"}}], Reason.AUTHENTICATION_FAILED),
        ([{"op": Op.IDENTIFY, "d": IDENTITY | {"intents": 3}}], Reason.DISALLOWED_INTENTS),
        ([{"op": Op.IDENTIFY, "d": IDENTITY | {"shard": [1, 1]}}], Reason.INVALID_SHARD),
        ([{"op": Op.IDENTIFY, "d": IDENTITY}] * 2, Reason.ALREADY_AUTHENTICATED),
        ([{"op": Op.IDENTIFY, "d": IDENTITY}, {"op": 99}], Reason.UNKNOWN_OP),
        (
            [{"op": Op.IDENTIFY, "d": IDENTITY}, {"op": Op.HEARTBEAT, "d": 999}],
            Reason.INVALID_SEQUENCE,
        ),
        ([{"op": Op.HEARTBEAT, "d": None}] * 121, Reason.RATE_LIMITED),
        ([], Reason.SESSION_TIMED_OUT),
    ],
    ids=lambda value: value.name if isinstance(value, Reason) else "",
)
async def test_bad_manners_end_the_connection(
    server: LoopbackDiscord,
    client: aiohttp.ClientSession,
    said: list[str | dict[str, Any]],
    reason: Reason,
) -> None:
    async with client.ws_connect(server.gateway_url + QUERY) as socket:
        for payload in said:
            await socket.send_str(payload if isinstance(payload, str) else json.dumps(payload))
        assert await hung_up(socket) == reason
        assert server.gateway.hung_up == [reason]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("?v=9&encoding=json", Reason.INVALID_API_VERSION),
        ("?v=10&encoding=etf", Reason.INVALID_API_VERSION),
        (QUERY + "&compress=rar", Reason.DECODE_ERROR),
    ],
)
async def test_only_the_tenth_version_in_json_is_spoken(
    server: LoopbackDiscord, client: aiohttp.ClientSession, query: str, reason: Reason
) -> None:
    async with client.ws_connect(server.gateway_url + query) as socket:
        assert await hung_up(socket) == reason


async def test_a_session_that_nobody_has_begun_cannot_be_resumed(
    server: LoopbackDiscord, client: aiohttp.ClientSession
) -> None:
    data = {"token": TOKEN, "session_id": "none", "seq": 3}
    async with client.ws_connect(server.gateway_url + QUERY) as socket:
        await socket.send_json({"op": Op.RESUME, "d": data})
        assert (await next_op(socket, Op.INVALID_SESSION))["d"] is False


async def test_a_session_that_was_closed_politely_cannot_be_resumed(
    server: LoopbackDiscord, client: aiohttp.ClientSession
) -> None:
    async with client.ws_connect(server.gateway_url + QUERY) as socket:
        await socket.send_json({"op": Op.IDENTIFY, "d": IDENTITY})
        ready = await next_op(socket, Op.DISPATCH)
        await socket.close(code=1000)
    data = {"token": TOKEN, "session_id": ready["d"]["session_id"], "seq": 1}
    async with client.ws_connect(server.gateway_url + QUERY) as socket:
        await socket.send_json({"op": Op.RESUME, "d": data})
        assert (await next_op(socket, Op.INVALID_SESSION))["d"] is False


async def test_a_resumed_session_gets_what_it_missed_in_order_and_once(
    server: LoopbackDiscord, client: aiohttp.ClientSession
) -> None:
    async with client.ws_connect(server.gateway_url + QUERY) as socket:
        await socket.send_json({"op": Op.IDENTIFY, "d": IDENTITY})
        ready = await next_op(socket, Op.DISPATCH)
        await socket.close(code=4000)
    for number in range(3):
        await server.gateway.dispatch("NEWS", {"number": number}, None)
    data = {"token": TOKEN, "session_id": ready["d"]["session_id"], "seq": 2}
    async with client.ws_connect(server.gateway_url + QUERY) as socket:
        await socket.send_json({"op": Op.RESUME, "d": data})
        heard = [await next_op(socket, Op.DISPATCH) for _ in range(4)]
    assert [event["s"] for event in heard] == [3, 4, 5, 6]
    assert [event["t"] for event in heard] == ["NEWS", "NEWS", "NEWS", "RESUMED"]
    assert [event["d"].get("number") for event in heard] == [0, 1, 2, None]
