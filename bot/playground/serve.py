"""Serving the playground until it is ended."""

import asyncio
import logging
import os
import signal
import sys
import threading
import webbrowser
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.playground.simulation import StuckStartError, advance_clock, open_playground
from bot.runtime.exit_codes import ExitCode, StartError
from bot.services.name_service import NameService

if TYPE_CHECKING:
    from simcord import Env, Preview

SIMCORD_MISSING = (
    "The playground needs SimCord, which is not installed here.\n"
    "Use `make run`, or `pip install 'nomen[playground]'` first."
)

MAX_STARTS = 3
_CLOCK_INTERVAL = 0.5
"""Seconds between two updates of SimCord's clock."""


def serve(port: int, *, open_browser: bool, language: str | None = None) -> int:
    """Serve the playground on 127.0.0.1 until Ctrl-C or SIGTERM.

    The address is printed, and opened where there is a browser. It ends in a key that only this
    run accepts, so that no other page in the browser can talk to the bot.

    Args:
        port: the port to listen on; 0 for any free one.
        open_browser: whether to open the address.
        language: the language of everything that is read; None follows each browser.

    Returns:
        The exit code. Errors have been printed to stderr.
    """
    if find_spec("simcord") is None:
        _print(SIMCORD_MISSING, error=True)
        return ExitCode.CONFIG_ERROR
    try:
        asyncio.run(_serve(port, open_browser=open_browser, language=language))
    except StartError as error:
        _print(str(error), error=True)
        return error.code
    except KeyboardInterrupt:  # from event loops without signal handlers, as on Windows
        pass
    _print("The playground has ended.")
    return ExitCode.OK


async def _serve(port: int, *, open_browser: bool, language: str | None) -> None:
    shutdown_requested = asyncio.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(signum, shutdown_requested.set)
    # SimCord's clients have no intents or voice, of which discord.py warns at every start.
    for name in ("discord.client", "discord.state"):
        logging.getLogger(name).setLevel(logging.ERROR)
    name_service = NameService.load()
    try:
        async with AsyncExitStack() as stack:
            env, page = await _start(stack, name_service, port, language)
            _print(f"Nomen playground: {page.url}")
            _print("Open the full address, including the key. Ctrl-C ends it.")
            if open_browser:
                open_in_browser(page.url)
            await sync_clock(env, shutdown_requested)
    finally:
        name_service.close()


async def _start(
    stack: AsyncExitStack, name_service: NameService, port: int, language: str | None
) -> tuple["Env", "Preview"]:
    """Open the playground, and try again if it is stuck."""
    for _ in range(MAX_STARTS - 1):
        with suppress(StuckStartError):
            return await stack.enter_async_context(open_playground(name_service, port, language))
    return await stack.enter_async_context(open_playground(name_service, port, language))


async def sync_clock(env: "Env", shutdown_requested: asyncio.Event) -> None:
    """Keep SimCord's clock, which does not run by itself, in step with real time until the end."""
    start, loop = env.now(), asyncio.get_running_loop()
    started = loop.time()
    while not shutdown_requested.is_set():
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOCK_INTERVAL):
                await shutdown_requested.wait()
        advance_clock(env, start + timedelta(seconds=loop.time() - started))


def open_in_browser(url: str) -> None:
    """Open the address, unless there is only a text browser, which cannot show the page."""
    needs_screen = sys.platform == "linux"
    if needs_screen and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))):
        return
    # In a thread, since webbrowser.open blocks on some browsers until they close.
    threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


def _print(line: str, *, error: bool = False) -> None:
    print(line, file=sys.stderr if error else sys.stdout, flush=True)
