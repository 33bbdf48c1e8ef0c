"""The bot in a page of the browser: no token, no account, and nothing leaves the machine.

SimCord plays Discord and serves the page; the bot is the one that `python -m bot run` starts.
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
from discord import ui

from bot.app import PATIENCE, NomenBot
from bot.cards.layout import Card
from bot.favourites.sqlite.repository import open_favourites
from bot.runtime.exit_codes import Exit, StartError
from bot.services.clip_service import DEADLINE
from bot.services.name_service import NameService

if TYPE_CHECKING:
    from simcord import Env, Preview

MEMBERS = ("Mirel", "Tavio", "Nilou")
"""Whom the person at the page can act as."""

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

WITHOUT_SIMCORD = (
    "The playground needs SimCord, which is not installed here.\n"
    "Use `make run`, or `pip install 'nomen[playground]'` first."
)

_TICK = 0.5
"""Seconds between two looks at the clock."""

MENDS = {
    # While the page draws an answer it hears its own scrolling and takes it for the reader's; and
    # it takes the place of a reader at the bottom for another if a hair's breadth is below it. So
    # answers would stay below the edge.
    "/timeline.js": (
        (
            'if (!state.ready && state.scrollIntent?.policy === "target") return;',
            "if (!state.ready) return;",
        ),
        ("ui.timeline.clientHeight <= 1 ?", "ui.timeline.clientHeight <= 64 ?"),
    ),
    # On a phone Discord leaves a button beside its text, and does not put it below.
    "/preview.css": (
        (
            ".component-section { grid-template-columns: 1fr; }",
            ".component-section { grid-template-columns: minmax(0, 1fr) auto; }",
        ),
    ),
}
"""What is put right in the files of SimCord's page: for each, texts and what takes their place."""


def serve(port: int, *, open_browser: bool, language: str | None = None) -> int:
    """Serve the playground on 127.0.0.1 until Ctrl-C, SIGTERM, or the end button of the page.

    The address is printed, and opened where a browser is at hand. It ends in a key that this run
    alone accepts, so that no other page in the browser can speak to the bot.

    Args:
        port: where to listen; 0 takes any that is free.
        open_browser: whether to open the address.
        language: what the bot answers in; None is English, which is all that SimCord's members
            speak.

    Returns:
        The exit code; what is in the way, if anything, has been told on stderr.
    """
    if find_spec("simcord") is None:
        _print(WITHOUT_SIMCORD, error=True)
        return Exit.NOT_SET_UP
    try:
        asyncio.run(_serve(port, open_browser=open_browser, language=language))
    except StartError as error:
        _print(str(error), error=True)
        return error.code
    except KeyboardInterrupt:  # where the loop takes no signal handlers, as on Windows
        pass
    _print("The playground has ended.")
    return Exit.DONE


async def _serve(port: int, *, open_browser: bool, language: str | None) -> None:
    told_to_end = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, told_to_end.set)
    # SimCord makes clients without intents or voice, and discord.py warns of each at every start.
    for name in ("discord.client", "discord.state"):
        logging.getLogger(name).setLevel(logging.ERROR)
    naming = NameService.load()
    try:
        async with open_playground(naming, port, language) as (env, page):
            _print(f"Nomen playground: {page.url}")
            _print("Open the whole address, key included. Ctrl-C ends it.")
            if open_browser:
                open_in_browser(page.url)
            await keep_time(env, page, told_to_end)
    finally:
        naming.close()


@asynccontextmanager
async def open_playground(
    naming: NameService, port: int, language: str | None = None
) -> AsyncIterator[tuple["Env", "Preview"]]:
    """Run the bot in a Discord of its own, and a page that shows one channel of it.

    Raises:
        StartError: the page cannot be served.
    """
    import simcord  # noqa: PLC0415 - an extra, and `serve` must answer without it

    async with AsyncExitStack() as stack:
        # Its members are nobody, so their favourites are kept no longer than they are.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))

        def clock() -> datetime:
            return env.now()  # there when the first star is pressed

        database = open_favourites(folder / "nomen.sqlite3", clock)
        favourites = await stack.enter_async_context(database)
        bot = NomenBot(naming, favourites, shard_count=1)
        bot.language = language
        answer_error = bot.tree.on_error
        # The bot logs its errors as they come; SimCord would raise them once more at the end.
        env = await stack.enter_async_context(simcord.run(bot, check_errors=False))
        stack.push_async_callback(bot.finish)
        # It also takes a mistake that was answered, such as a country that is none, for a failure,
        # and lets the page keep the command above the answer; so our own handler stands alone.
        bot.tree.error(answer_error)
        env.settle_timeout = DEADLINE + PATIENCE
        _advance(env, datetime.now(UTC))
        env.backend.edit_bot_profile("Nomen")
        server = env.create_guild("Nomen playground")
        channel = server.create_text_channel("names", topic="Type /name to invent first names")
        users = [env.create_user(name.lower(), global_name=name) for name in MEMBERS]
        members = [server.add_member(user) for user in users]
        await bot.get_partial_messageable(channel.id).send(view=Card(ui.TextDisplay(WELCOME)))
        try:
            page = env.preview(
                channel, viewers=members, layout="channel", timezone=local_timezone(), port=port
            )
            _mend(page)
            await stack.enter_async_context(page)
        except simcord.SetupError as error:
            raise StartError(_obstacle(error, port), Exit.NOT_SET_UP) from error
        yield env, page


def _obstacle(error: Exception, port: int) -> str:
    """Say why the page cannot be served."""
    cause = error.__cause__
    if isinstance(cause, OSError):
        return (
            f"Port {port} cannot be had: {os.strerror(cause.errno or 0)}. "
            "Choose another with --port; --port 0 takes any that is free."
        )
    return f"The playground cannot start: {error}"


async def keep_time(env: "Env", page: "Preview", told_to_end: asyncio.Event) -> None:
    """Let SimCord's clock, which stands still by itself, go with the real one until the end."""
    start, loop = env.now(), asyncio.get_running_loop()
    started = loop.time()
    ends = [loop.create_task(end) for end in (told_to_end.wait(), page.wait_closed())]
    while not any(end.done() for end in ends):
        await asyncio.wait(ends, timeout=_TICK, return_when=asyncio.FIRST_COMPLETED)
        _advance(env, start + timedelta(seconds=loop.time() - started))
        page.capture_time = env.now()  # what the page counts "5 seconds ago" from
    for end in ends:
        end.cancel()


def _advance(env: "Env", moment: datetime) -> None:
    """Move SimCord's clock to a moment, unless it is there already.

    `env.advance_time` would be the public way, but it awaits, and whoever clicks meanwhile is
    refused, after which SimCord's page takes no more clicks. What falls due when the clock has
    moved so happens at the next click.
    """
    env.backend.advance_clock(max(0.0, (moment - env.now()).total_seconds()))


def _mend(page: "Preview") -> None:
    """Put right what the files of SimCord's page get wrong; where they say otherwise, they stay."""
    server = page._server  # noqa: SLF001 - nothing public leads to the files
    as_shipped = server._static  # noqa: SLF001 - the same

    async def mended(request: web.Request) -> web.Response:
        response: web.Response = await as_shipped(request)
        for wrong, right in MENDS.get(request.path, ()):
            response.text = (response.text or "").replace(wrong, right)
        return response

    server._static = mended  # type: ignore[method-assign] # noqa: SLF001 - the same


def local_timezone() -> str:
    """This machine's IANA time zone, or UTC where it does not say."""
    _, _, key = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")
    return key if key in available_timezones() else "UTC"


def open_in_browser(url: str) -> None:
    """Open the address, unless only a text browser would: it cannot show the page."""
    needs_screen = sys.platform == "linux"
    if needs_screen and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))):
        return
    # In a thread, since some browsers are waited for until they close.
    threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


def _print(line: str, *, error: bool = False) -> None:
    print(line, file=sys.stderr if error else sys.stdout, flush=True)
