"""`/healthz` and `/metrics`, served in the bot's event loop."""

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from aiohttp import web

from bot.health.checks import MonitoredBot, check_health
from bot.health.metrics import CONTENT_TYPE, Metrics
from bot.runtime.exit_codes import ExitCode, StartError

_log = logging.getLogger(__name__)


@asynccontextmanager
async def serve_health(
    bot: MonitoredBot, metrics: Metrics, host: str, port: int
) -> AsyncIterator[None]:
    """Serve `/healthz` and `/metrics` while the context is active.

    `/healthz` is 200 while all subsystems are healthy and 503 otherwise, with a JSON object of
    each one's status.

    Raises:
        StartError: the port cannot be used.
    """

    async def healthz(_: web.Request) -> web.Response:
        checks = await check_health(bot)
        statuses = {name: _status(healthy=healthy) for name, healthy in checks.items()}
        healthy = all(checks.values())
        return web.json_response(
            {"status": _status(healthy=healthy), **statuses},
            status=HTTPStatus.OK if healthy else HTTPStatus.SERVICE_UNAVAILABLE,
            headers={"Cache-Control": "no-store"},
        )

    async def render(_: web.Request) -> web.Response:
        return web.Response(body=await metrics.render(bot), headers={"Content-Type": CONTENT_TYPE})

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/metrics", render)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await _listen(runner, host, port)
        yield
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        message = (
            f"NOMEN_METRICS_PORT: {host} port {port} cannot be had: "
            f"{os.strerror(error.errno or 0)}. Choose another, or leave it empty."
        )
        raise StartError(message, ExitCode.CONFIG_ERROR) from error
    _log.info("Health and metrics: http://%s:%d/healthz and /metrics", host, port)


def _status(*, healthy: bool) -> str:
    return "ok" if healthy else "ill"
