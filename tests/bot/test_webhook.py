"""Requests that are not Discord's, or not new, are refused without a word, and not logged."""

import asyncio
import gzip
import json
import time
from collections.abc import AsyncIterator
from typing import Any
from unittest.mock import Mock

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import webhook
from bot.webhook import MAX_BODY, InteractionEndpoint, serve_interactions
from tests.wire.discord_server.workers import Workers

DISCORD, SOMEBODY = Workers(), Workers()
COMMAND = b'{"type": 2, "id": "1"}'
SECRET = "Jorien-the-secret"  # noqa: S105 - a name that must not be logged


class Endpoint:
    """A running endpoint, and what it has passed on."""

    def __init__(self, url: str) -> None:
        self.handle = Mock()
        self.url = url

    @property
    def passed_on(self) -> list[Any]:
        return [call.args[0] for call in self.handle.call_args_list]

    async def post(self, body: bytes, **headers: str) -> int:
        return await Workers.post(self.url, body, headers)

    async def answer(
        self, body: bytes | AsyncIterator[bytes], headers: dict[str, str]
    ) -> tuple[int, bytes]:
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.url, data=body, headers=headers) as response,
        ):
            return response.status, await response.read()


@pytest.fixture
async def endpoint(closed_port: int) -> AsyncIterator[Endpoint]:
    running = Endpoint(f"http://127.0.0.1:{closed_port}/interactions")
    responder = InteractionEndpoint(DISCORD.public_key, running.handle)
    async with serve_interactions(responder, "127.0.0.1", closed_port):
        yield running


async def test_ping_is_answered(endpoint: Endpoint) -> None:
    body = b'{"type": 1}'
    assert await endpoint.answer(body, DISCORD.signed(body)) == (200, body)
    assert endpoint.passed_on == []


async def test_interaction_is_acknowledged_and_passed_on(endpoint: Endpoint) -> None:
    assert await endpoint.post(COMMAND, **DISCORD.signed(COMMAND)) == 202
    assert endpoint.passed_on == [json.loads(COMMAND)]


async def test_request_of_somebody_else_is_refused_without_a_word_of_why(
    endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    body = json.dumps({"type": 2, "data": SECRET}).encode()
    signed = DISCORD.signed(body)
    forged = [
        {},
        SOMEBODY.signed(body),
        {**signed, "X-Signature-Ed25519": "00" * 64},
        {**signed, "X-Signature-Ed25519": "x" * 128},
        {**signed, "X-Signature-Ed25519": ""},
        {**signed, "X-Signature-Timestamp": ""},
        {**signed, "X-Signature-Timestamp": "9" * 400},
        {**signed, "X-Signature-Timestamp": "١٢"},
        {**signed, "X-Signature-Timestamp": str(int(signed["X-Signature-Timestamp"]) + 1)},
    ]
    for headers in forged:
        encoded = {key: value.encode("utf-8").decode("latin-1") for key, value in headers.items()}
        assert await endpoint.answer(body, encoded) == (401, b"")
    assert await endpoint.post(body + b" ", **signed) == 401
    assert endpoint.passed_on == []
    assert SECRET not in caplog.text


@pytest.mark.parametrize("seconds", [-1, 1])
async def test_request_from_another_time_is_refused(endpoint: Endpoint, seconds: int) -> None:
    signed = DISCORD.signed(COMMAND, seconds_ago=seconds * 32)
    assert await endpoint.post(COMMAND, **signed) == 401
    signed = DISCORD.signed(COMMAND, seconds_ago=seconds * 25)
    assert await endpoint.post(COMMAND, **signed) == 202


async def test_late_requests_of_discords_are_logged_and_others_never(
    endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    late = 35
    assert await endpoint.post(COMMAND, **SOMEBODY.signed(COMMAND, seconds_ago=late)) == 401
    assert caplog.text == ""
    assert await endpoint.post(COMMAND, **DISCORD.signed(COMMAND, seconds_ago=late)) == 401
    assert "Is the clock right?" in caplog.text


async def test_request_that_is_sent_again_is_refused(endpoint: Endpoint) -> None:
    signed = DISCORD.signed(COMMAND)
    assert await endpoint.post(COMMAND, **signed) == 202
    signature = signed["X-Signature-Ed25519"]
    for written in (signature, signature.upper(), f"{signature[:2]} {signature[2:]}"):
        assert await endpoint.post(COMMAND, **{**signed, "X-Signature-Ed25519": written}) == 401
    assert len(endpoint.passed_on) == 1


def test_request_is_known_again_after_thousands_of_others() -> None:
    responder = InteractionEndpoint(DISCORD.public_key, Mock())
    now = int(time.time())
    assert responder._is_new(b"first", now)  # noqa: SLF001 - ten thousand over HTTP take a minute
    assert all(responder._is_new(bytes([*divmod(i, 256)]), now) for i in range(9_999))  # noqa: SLF001
    assert not responder._is_new(b"first", now)  # noqa: SLF001


async def test_large_request_is_refused(endpoint: Endpoint) -> None:
    body = json.dumps({"type": 2, "data": "x" * MAX_BODY}).encode()
    assert await endpoint.post(body, **DISCORD.signed(body)) == 401
    assert endpoint.passed_on == []


async def test_compressed_request_is_refused_unread(endpoint: Endpoint) -> None:
    body = gzip.compress(COMMAND)
    for sent in (body, b"not compressed"):
        headers = {**DISCORD.signed(sent), "Content-Encoding": "gzip"}
        assert await endpoint.post(sent, **headers) == 401
    assert endpoint.passed_on == []


async def test_request_whose_body_does_not_come_is_refused(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "BODY_TIMEOUT", 0.1)

    async def begin() -> AsyncIterator[bytes]:
        yield COMMAND[:5]
        await asyncio.sleep(5)
        yield COMMAND[5:]

    assert await endpoint.answer(begin(), DISCORD.signed(COMMAND)) == (401, b"")


NESTED = b"[" * 100_000
UNREADABLE = [b"", b"{", b"[]", b"1", b"{}", b"\xff", b'"type"', NESTED, b'{"type": %s' % NESTED]


@pytest.mark.parametrize("body", UNREADABLE, ids=lambda body: body[:9])
async def test_what_cannot_be_read_is_refused(endpoint: Endpoint, body: bytes) -> None:
    assert await endpoint.post(body, **DISCORD.signed(body)) == 400


async def test_interaction_that_cannot_be_read_is_lost_alone(
    endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    endpoint.handle.side_effect = KeyError("id")
    assert await endpoint.post(COMMAND, **DISCORD.signed(COMMAND)) == 400
    assert "An interaction cannot be read" in caplog.text
    endpoint.handle.side_effect = None
    assert await endpoint.post(COMMAND + b" ", **DISCORD.signed(COMMAND + b" ")) == 202


async def test_nothing_else_is_served(endpoint: Endpoint) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(endpoint.url) as response:
            assert response.status == 405
        async with session.post(endpoint.url.replace("interactions", "other")) as response:
            assert response.status == 404


@given(st.text(), st.text(), st.binary())
def test_nothing_but_the_signature_is_taken(signature: str, timestamp: str, body: bytes) -> None:
    assert not InteractionEndpoint(DISCORD.public_key, Mock()).is_signed(signature, timestamp, body)
