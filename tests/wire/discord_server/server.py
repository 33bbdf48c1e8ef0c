"""A strict loopback Discord: gateway and REST API on 127.0.0.1.

The real discord.py connects to it over real sockets. It rejects what Discord would reject, with
Discord's own error messages, and lets a test act as the users.
"""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from tests.wire.discord_server.gateway import Gateway
from tests.wire.discord_server.gateway_connection import CloseCode
from tests.wire.discord_server.members import Members
from tests.wire.discord_server.middleware import PREFIX, RestMiddleware
from tests.wire.discord_server.rest import BotApi
from tests.wire.discord_server.webhooks import WebhookApi

TOKEN = "MTIwMDAwMDAwMDAwMDAwMDAwMQ.loopback.opens-nothing-else"  # noqa: S105 - valid here only


@dataclass(frozen=True, slots=True)
class LoopbackDiscord:
    """A running server."""

    api_url: str
    gateway_url: str
    rest: RestMiddleware
    gateway: Gateway
    api: BotApi
    members: Members


@asynccontextmanager
async def loopback_discord(port: int = 0, *, strict: bool = True) -> AsyncIterator[LoopbackDiscord]:
    """Run a server. Benchmarks are not strict: they save the CPU of validation, and count a late
    response as slow.
    """
    with socket.create_server(("127.0.0.1", port)) as listener:
        address = f"127.0.0.1:{listener.getsockname()[1]}"
        gateway_url = f"ws://{address}/"
        rest, gateway = RestMiddleware(), Gateway(gateway_url)
        api = BotApi(TOKEN, gateway_url, gateway.guilds)
        webhooks = WebhookApi(api, strict=strict)
        app = web.Application(middlewares=[rest.middleware()])
        app.add_routes([*api.routes(), *webhooks.routes(), web.get("/", gateway.handle)])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        site = web.SockSite(runner, listener)
        await site.start()
        members = Members(gateway, api, webhooks)
        try:
            yield LoopbackDiscord(
                f"http://{address}{PREFIX}", gateway_url, rest, gateway, api, members
            )
        finally:
            # First: a bot that connects anew while the rest is closed would be left open.
            await site.stop()
            await gateway.close_connections(CloseCode.SHUTTING_DOWN)
            await runner.cleanup()
