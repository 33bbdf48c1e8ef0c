"""Which interaction responses are sent again."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import discord
import pytest
from aiohttp import web
from discord.http import Route

from bot.runtime.connection import CALLBACK_DELAYS, RetryingWebhookAdapter

DROP = 0
"""A connection that breaks when the request has been received."""
FAULTS = (500, 502, 503, DROP)
CALLBACK = "/interactions/{webhook_id}/{webhook_token}/callback"
FOLLOW_UP = "/webhooks/{webhook_id}/{webhook_token}"
ORIGINAL = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"


@dataclass(slots=True)
class WebhookServer:
    """Answers with the statuses in order, then with 200; `events` has requests and waits."""

    session: aiohttp.ClientSession
    statuses: list[int] = field(default_factory=list)
    events: list[str | float] = field(default_factory=list)
    code: int = 0

    async def answer(self, request: web.Request) -> web.Response:
        self.events.append(request.method)
        status = self.statuses.pop(0) if self.statuses else 200
        if status == DROP:
            assert request.transport is not None
            request.transport.abort()
        error = {"message": "loopback", "code": self.code}
        headers = {"Content-Type": "application/json"}  # alone, as Discord's
        return web.Response(body=json.dumps(error).encode(), status=status or 500, headers=headers)

    async def send(self, method: str, path: str) -> object:
        route = Route(method, path, webhook_id=1, webhook_token="token")  # noqa: S106 - no secret
        return await RetryingWebhookAdapter().request(route, self.session, payload={})  # type: ignore[no-untyped-call] # discord.py's


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[WebhookServer]:
    app = web.Application()
    runner, sleep = web.AppRunner(app), asyncio.sleep
    async with aiohttp.ClientSession() as session:
        server = WebhookServer(session)

        async def record_wait(delay: float) -> None:
            server.events.append(delay)
            await sleep(0)

        app.router.add_route("*", "/{path:.*}", server.answer)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        monkeypatch.setattr(Route, "BASE", f"http://{host}:{port}")
        monkeypatch.setattr(asyncio, "sleep", record_wait)
        yield server
        await runner.cleanup()


async def test_first_response_is_given_up_within_discords_deadline(server: WebhookServer) -> None:
    server.statuses = [503] * 9
    with pytest.raises(discord.DiscordServerError):
        await server.send("POST", CALLBACK)
    waits = [event for event in server.events if isinstance(event, float)]
    assert tuple(waits) == CALLBACK_DELAYS
    assert sum(waits) < 1


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        *(("POST", CALLBACK, status) for status in FAULTS),
        *(("PATCH", ORIGINAL, status) for status in FAULTS),
        *(("DELETE", ORIGINAL, 503), ("GET", ORIGINAL, 503)),
    ],
)
async def test_first_response_and_what_may_be_done_twice_are_repeated_at_once(
    server: WebhookServer, method: str, path: str, status: int
) -> None:
    server.statuses = [status]
    await server.send(method, path)
    assert server.events == [method, 0.0, method]


@pytest.mark.parametrize(
    ("path", "status"), [*((FOLLOW_UP, status) for status in FAULTS), (CALLBACK, 400)]
)
async def test_follow_up_and_what_was_rejected_are_never_sent_twice(
    server: WebhookServer, path: str, status: int
) -> None:
    server.statuses = [status]
    with pytest.raises((discord.HTTPException, aiohttp.ClientConnectionError)):
        await server.send("POST", path)
    assert server.events == ["POST"]


async def test_first_response_that_was_taken_though_it_seemed_lost_is_no_error(
    server: WebhookServer,
) -> None:
    server.statuses = [DROP, 400]
    server.code = 40060
    assert await server.send("POST", CALLBACK) == {"interaction": {"id": "1"}}
    server.statuses = [400]
    with pytest.raises(discord.HTTPException):  # another process has responded
        await server.send("POST", CALLBACK)


async def test_follow_up_that_was_never_sent_is_repeated(
    server: WebhookServer, monkeypatch: pytest.MonkeyPatch, closed_port: int
) -> None:
    monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{closed_port}")
    with pytest.raises(aiohttp.ClientConnectorError):
        await server.send("POST", FOLLOW_UP)
    assert len(server.events) == 3
