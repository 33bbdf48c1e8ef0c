"""A strict Discord on the loopback interface, small enough to be read.

The real discord.py speaks to it over real sockets. It refuses what Discord would refuse, in
Discord's own words, and lets a test act as the members.
"""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from tests.wire.discord_server.channels import Channels
from tests.wire.discord_server.front import PREFIX, Front
from tests.wire.discord_server.gateway import Gateway
from tests.wire.discord_server.members import Members
from tests.wire.discord_server.rest import BotApi
from tests.wire.discord_server.sockets import Reason
from tests.wire.discord_server.webhooks import Webhooks

TOKEN = "MTIwMDAwMDAwMDAwMDAwMDAwMQ.loopback.opens-nothing-else"  # noqa: S105 - it opens this server alone


@dataclass(frozen=True, slots=True)
class LoopbackDiscord:
    """A server that runs.

    Attributes:
        api_url: what a bot is told for DISCORD_API_URL.
        gateway_url: where its sockets go.
        front: faults to order; requests and refusals to look at.
        gateway: the sessions, and how to break them.
        api: what the bot has registered.
        members: those who use the bot.
    """

    api_url: str
    gateway_url: str
    front: Front
    gateway: Gateway
    api: BotApi
    members: Members


@asynccontextmanager
async def loopback_discord(
    heartbeat_seconds: float = 41.25, port: int = 0, *, strict: bool = True
) -> AsyncIterator[LoopbackDiscord]:
    """Run a server until the context ends.

    Args:
        heartbeat_seconds: how often bots must say that they are alive.
        port: where; 0 takes any that is free.
        strict: whether messages are checked; benchmarks leave it out, to take less of a core.
    """
    with socket.create_server(("127.0.0.1", port)) as door:
        address = f"127.0.0.1:{door.getsockname()[1]}"
        gateway_url = f"ws://{address}/"
        front, webhooks = Front(), Webhooks(strict=strict)
        gateway = Gateway(TOKEN, heartbeat_seconds, gateway_url)
        api = BotApi(TOKEN, gateway_url)
        app = web.Application(middlewares=[front.middleware()])
        channels = Channels(api, webhooks)
        routes = [*api.routes(), *webhooks.routes(), *channels.routes()]
        app.add_routes([*routes, web.get("/", gateway.handle)])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.SockSite(runner, door).start()
        members = Members(gateway, api, webhooks)
        try:
            yield LoopbackDiscord(
                f"http://{address}{PREFIX}", gateway_url, front, gateway, api, members
            )
        finally:
            await gateway.hang_up(Reason.SHUTTING_DOWN)
            await runner.cleanup()
