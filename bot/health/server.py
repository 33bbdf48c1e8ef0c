"""`/healthz` and `/metrics`, served in the bot's own loop."""

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.health.checks import Bot, examine
from bot.health.metrics import CONTENT_TYPE, Metrics
from bot.runtime.exit_codes import Exit, StartError

_WELL, _ILL = 200, 503

_log = logging.getLogger(__name__)


@asynccontextmanager
async def serving(bot: Bot, metrics: Metrics, host: str, port: int) -> AsyncIterator[None]:
    """Answer whoever asks how the bot is doing, until the context ends.

    `/healthz` is 200 while all parts are well and 503 otherwise, with a JSON object that says of
    each part whether it is.

    Raises:
        StartError: the port cannot be had.
    """

    async def healthz(_: web.Request) -> web.Response:
        parts = await examine(bot)
        words = {part.value: _word(well=well) for part, well in parts.items()}
        well = all(parts.values())
        return web.json_response(
            {"status": _word(well=well), **words},
            status=_WELL if well else _ILL,
            headers={"Cache-Control": "no-store"},
        )

    async def page(_: web.Request) -> web.Response:
        return web.Response(body=await metrics.page(bot), headers={"Content-Type": CONTENT_TYPE})

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/metrics", page)])
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
        raise StartError(message, Exit.NOT_SET_UP) from error
    _log.info("How the bot is doing: http://%s:%d/healthz and /metrics", host, port)


def _word(*, well: bool) -> str:
    return "ok" if well else "ill"
