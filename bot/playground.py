"""The bot in a browser page: no token, no account, and nothing leaves the machine.

SimCord simulates Discord and serves the page; the bot is the one that `python -m bot run` starts.
"""

import asyncio
import logging
import os
import signal
import sys
import tempfile
import threading
import webbrowser
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from aiohttp import web

from bot.app import SHUTDOWN_TIMEOUT, NomenBot
from bot.cards.layout import Card
from bot.favourites.sqlite.repository import open_favourites
from bot.runtime.exit_codes import ExitCode, StartError
from bot.services.clip_service import DEADLINE
from bot.services.name_service import NameService

if TYPE_CHECKING:
    from simcord import Env, Preview

MEMBERS = ("Mirel", "Tavio", "Nilou")
"""The members that the visitor can act as."""

WELCOME = f"""\
## Hello! I invent first names.
Type `/name` below and press Enter. Type the first letters of a country, press Enter on the one \
that you mean, and Enter once more to send. For example:
- `/name country: Netherlands`
- `/name country: Iran count: 10`
- `/name country: Poland starts_with: Mar`

**+ more**, beside the country, shows what else you can ask for. **Again**, under a card, makes \
more names like those. **☆**, beside a name, stars it, and `/top5` shows what you all like best. \
Try `/blend`, `/origin` and `/clipdemo` too. **Viewing as**, at the top, makes you {MEMBERS[0]}, \
{MEMBERS[1]} or {MEMBERS[2]}.
-# The page says “No options match” before your first letter and after your choice; just go on.
"""

SIMCORD_MISSING = (
    "The playground needs SimCord, which is not installed here.\n"
    "Use `make run`, or `pip install 'nomen[playground]'` first."
)

_CLOCK_INTERVAL = 0.5
"""Seconds between two updates of SimCord's clock."""

PATCHES = {
    # While rendering a response, the page mistakes its own scrolling for the visitor's, and counts
    # as scrolled up when a pixel is left below. Either way, new responses stay out of view.
    "/timeline.js": (
        (
            'if (!state.ready && state.scrollIntent?.policy === "target") return;',
            "if (!state.ready) return;",
        ),
        ("ui.timeline.clientHeight <= 1 ?", "ui.timeline.clientHeight <= 64 ?"),
    ),
    # On a phone, Discord keeps a section's button beside its text rather than below it.
    "/preview.css": (
        (
            ".component-section { grid-template-columns: 1fr; }",
            ".component-section { grid-template-columns: minmax(0, 1fr) auto; }",
        ),
    ),
}
"""Fixes to SimCord's static files: by path, pairs of a text and its replacement."""


def serve(port: int, *, open_browser: bool, language: str | None = None) -> int:
    """Serve the playground on 127.0.0.1 until Ctrl-C, SIGTERM, or the page's end button.

    The address is printed, and opened where there is a browser. It ends in a key that only this
    run accepts, so that no other page in the browser can talk to the bot.

    Args:
        port: the port to listen on; 0 for any free one.
        open_browser: whether to open the address.
        language: the language of the bot's responses; None for English, the only locale of
            SimCord's members.

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
        async with open_playground(name_service, port, language) as (env, page):
            _print(f"Nomen playground: {page.url}")
            _print("Open the whole address, key included. Ctrl-C ends it.")
            if open_browser:
                open_in_browser(page.url)
            await sync_clock(env, page, shutdown_requested)
    finally:
        name_service.close()


@asynccontextmanager
async def open_playground(
    name_service: NameService, port: int, language: str | None = None
) -> AsyncIterator[tuple["Env", "Preview"]]:
    """Run the bot in a simulated Discord, with a page that shows one of its channels.

    Raises:
        StartError: the page cannot be served.
    """
    import simcord  # noqa: PLC0415 - an extra, and `serve` must work without it

    async with AsyncExitStack() as stack:
        # Simulated members' favourites need not outlive the playground.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = open_favourites(
            folder / "nomen.sqlite3",
            lambda: env.now(),  # noqa: PLW0108 - called on the first star, when `env` exists
        )
        favourites = await stack.enter_async_context(database)
        bot = NomenBot(name_service, favourites, shard_count=1)
        bot.language = language
        on_error = bot.tree.on_error
        # The bot logs its errors; SimCord would raise them again at exit.
        env = await stack.enter_async_context(simcord.run(bot, check_errors=False))
        stack.push_async_callback(bot.shut_down)
        # SimCord's error handler also counts invalid input that was answered, such as an unknown
        # country, as a failure, and the page then keeps the command in its input. Restore ours.
        bot.tree.error(on_error)
        env.settle_timeout = DEADLINE + SHUTDOWN_TIMEOUT
        _advance_clock(env, datetime.now(UTC))
        env.backend.edit_bot_profile("Nomen")
        guild = env.create_guild("Nomen playground")
        channel = guild.create_text_channel("names", topic="Type /name to invent first names")
        users = [env.create_user(name.lower(), global_name=name) for name in MEMBERS]
        members = [guild.add_member(user) for user in users]
        await bot.get_partial_messageable(channel.id).send(view=Card(WELCOME))
        try:
            page = env.preview(
                channel, viewers=members, layout="channel", timezone=local_timezone(), port=port
            )
            _patch_static_files(page)
            await stack.enter_async_context(page)
        except simcord.SetupError as error:
            message = f"The playground cannot start: {error}"
            if isinstance(error.__cause__, OSError):
                message = (
                    f"Port {port} cannot be had: {os.strerror(error.__cause__.errno or 0)}. "
                    "Choose another with --port; --port 0 takes any that is free."
                )
            raise StartError(message, ExitCode.CONFIG_ERROR) from error
        yield env, page


async def sync_clock(env: "Env", page: "Preview", shutdown_requested: asyncio.Event) -> None:
    """Keep SimCord's clock, which does not run by itself, in step with real time until the end."""
    start, loop = env.now(), asyncio.get_running_loop()
    started = loop.time()
    endings = [loop.create_task(end) for end in (shutdown_requested.wait(), page.wait_closed())]
    while not any(end.done() for end in endings):
        await asyncio.wait(endings, timeout=_CLOCK_INTERVAL, return_when=asyncio.FIRST_COMPLETED)
        _advance_clock(env, start + timedelta(seconds=loop.time() - started))
        page.capture_time = env.now()  # the page's "5 seconds ago" is relative to this
    for end in endings:
        end.cancel()


def _advance_clock(env: "Env", moment: datetime) -> None:
    """Advance SimCord's clock to `moment`, never backwards.

    The public `env.advance_time` awaits, and a click meanwhile is refused, after which SimCord's
    page accepts no more clicks. Timers that become due here fire at the next click.
    """
    env.backend.advance_clock(max(0.0, (moment - env.now()).total_seconds()))


def _patch_static_files(page: "Preview") -> None:
    """Apply `PATCHES` to SimCord's static files as they are served; other versions stay as is."""
    server = page._server  # noqa: SLF001 - there is no public way to the files
    serve_static = server._static  # noqa: SLF001 - the same

    async def serve_patched(request: web.Request) -> web.Response:
        response: web.Response = await serve_static(request)
        for wrong, right in PATCHES.get(request.path, ()):
            response.text = (response.text or "").replace(wrong, right)
        return response

    server._static = serve_patched  # type: ignore[method-assign] # noqa: SLF001 - the same


def local_timezone() -> str:
    """Return this machine's IANA time zone, or UTC if it is unknown."""
    _, _, key = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")
    return key if key in available_timezones() else "UTC"


def open_in_browser(url: str) -> None:
    """Open the address, unless there is only a text browser, which cannot show the page."""
    needs_screen = sys.platform == "linux"
    if needs_screen and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))):
        return
    # In a thread, since webbrowser.open blocks on some browsers until they close.
    threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


def _print(line: str, *, error: bool = False) -> None:
    print(line, file=sys.stderr if error else sys.stdout, flush=True)
