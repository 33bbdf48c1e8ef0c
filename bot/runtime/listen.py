"""Serving HTTP in the bot's event loop."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.runtime.exit_codes import ExitCode, StartError

SHUTDOWN_TIMEOUT = 1.0
"""Seconds for responses under way at the end."""


@asynccontextmanager
async def listen(app: web.Application, host: str, port: int, setting: str) -> AsyncIterator[int]:
    """Serve an application while the context is active; yield the port, which 0 leaves open.

    Raises:
        StartError: the port cannot be used; the message names the setting that says which.
    """
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_TIMEOUT)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            message = (
                f"{setting}: {host} port {port} cannot be had: {os.strerror(error.errno or 0)}. "
                "Choose another, or leave it empty."
            )
            raise StartError(message, ExitCode.CONFIG_ERROR) from error
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
