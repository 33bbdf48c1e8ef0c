"""`/livez`, `/readyz` and `/metrics`, served in the bot's event loop."""

import logging
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus

from aiohttp import web

from bot.health.checks import MonitoredBot, check_liveness, check_readiness
from bot.health.metrics import CONTENT_TYPE, Metrics
from bot.runtime.listen import listen

_log = logging.getLogger(__name__)


@asynccontextmanager
async def serve_health(
    bot: MonitoredBot, metrics: Metrics, host: str, port: int
) -> AsyncIterator[None]:
    """Serve `/livez`, `/readyz` and `/metrics` while the context is active.

    `/livez` is 503 if the bot should be restarted, `/readyz` if it cannot serve members just now,
    as during an outage of Discord; otherwise they are 200. Over HTTP, where `/readyz` tells a load
    balancer whom to send requests, it is not 503 for the database that all processes share: names
    need none. Both have a JSON object of each part's status.

    Raises:
        StartError: the port cannot be used.
    """

    async def livez(_: web.Request) -> web.Response:
        return _response(check_liveness(bot))

    async def readyz(_: web.Request) -> web.Response:
        needless = {"database"} if bot.is_over_http else set()
        return _response(await check_readiness(bot), needless)

    async def render(_: web.Request) -> web.Response:
        return web.Response(body=await metrics.render(bot), headers={"Content-Type": CONTENT_TYPE})

    app = web.Application()
    checks = [web.get("/livez", livez), web.get("/readyz", readyz)]
    app.add_routes([*checks, web.get("/metrics", render)])
    async with listen(app, host, port, "NOMEN_METRICS_PORT"):
        _log.info("Health and metrics: http://%s:%d/livez, /readyz and /metrics", host, port)
        yield


def _response(checks: Mapping[str, bool], needless: Collection[str] = ()) -> web.Response:
    statuses = {name: _status(healthy=healthy) for name, healthy in checks.items()}
    healthy = all(healthy for name, healthy in checks.items() if name not in needless)
    return web.json_response(
        {"status": _status(healthy=healthy), **statuses},
        status=HTTPStatus.OK if healthy else HTTPStatus.SERVICE_UNAVAILABLE,
        headers={"Cache-Control": "no-store"},
    )


def _status(*, healthy: bool) -> str:
    return "ok" if healthy else "ill"
