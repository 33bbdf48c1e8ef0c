"""The simulated Discord: the bot, a server with a channel and members, and the page that shows it.

SimCord is imported late, since it is an extra and a missing one is reported in a sentence.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import discord

from bot.app import SHUTDOWN_TIMEOUT, NomenBot
from bot.i18n.languages import ENGLISH
from bot.i18n.translator import Translator
from bot.playground.welcome import WelcomeCard, invent_names
from bot.runtime.exit_codes import ExitCode, StartError
from bot.services.clip_service import DEADLINE
from bot.services.name_service import NameService
from bot.store.store import open_store

if TYPE_CHECKING:
    from simcord import Env, Preview
    from simcord.actors import MemberActor
    from simcord.builders import ChannelHandle

MEMBERS = ("Mirel", "Tavio", "Nilou")
"""The members that the visitor can act as; the first manages the server."""
START_TIMEOUT = 20.0
"""Seconds; more than a start takes on a busy machine."""
_IDLE = 0.005
"""Seconds after which SimCord looks again whether the bot is done."""


class StuckStartError(StartError):
    """SimCord did not see the bot come to rest, as happens now and then on busy machines."""

    def __init__(self) -> None:
        message = "The playground cannot start, since this computer is very busy. Try again later."
        super().__init__(message, ExitCode.DISCORD_ERROR)


@asynccontextmanager
async def open_playground(
    name_service: NameService, port: int, language: str | None = None
) -> AsyncIterator[tuple["Env", "Preview"]]:
    """Run the bot in a simulated Discord, with a page that shows one of its channels.

    Args:
        name_service: generates names.
        port: the page's port; 0 for any free one.
        language: the language of everything; None follows each visitor's browser.

    Raises:
        StuckStartError: the bot did not start in time; another try may succeed.
        StartError: the page cannot be served.
    """
    import simcord  # noqa: PLC0415 - see above

    from bot.playground.parsers import kept_parsers  # noqa: PLC0415 - it imports SimCord
    from bot.playground.projections import kept_projections  # noqa: PLC0415 - the same
    from bot.playground.server import PageServer  # noqa: PLC0415 - the same

    async with AsyncExitStack() as stack:
        # Simulated members' favourites need not outlive the playground.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        store = await stack.enter_async_context(open_store(folder / "nomen.sqlite3"))
        bot = NomenBot(name_service, store, shard_count=1)
        bot.language = language or ENGLISH  # SimCord's members all have the locale en-US
        on_error = bot.tree.on_error
        # The bot logs its errors; SimCord would raise them again at exit.
        simulation = simcord.run(bot, check_errors=False)
        _watch_closely(simulation._env)  # noqa: SLF001 - there is no public way to wait longer
        try:
            env = await stack.enter_async_context(simulation)
        except TimeoutError as error:
            raise StuckStartError from error
        stack.push_async_callback(bot.shut_down)
        # SimCord's error handler also counts invalid input that was answered, such as an unknown
        # country, as a failure, and the page then keeps the command in its input. Restore ours.
        bot.tree.error(on_error)
        env.settle_timeout = DEADLINE + SHUTDOWN_TIMEOUT
        advance_clock(env, datetime.now(UTC))
        stack.enter_context(kept_parsers())
        stack.enter_context(kept_projections())
        channel, members = _create_channel(env)
        one_at_a_time = asyncio.Lock()

        async def welcome(_: Translator) -> None:
            async with one_at_a_time:
                if not channel.history():
                    invented = await invent_names(name_service)
                    card = WelcomeCard(_.with_commands(bot.command_ids), invented)
                    await bot.get_partial_messageable(channel.id).send(view=card)

        try:
            page = env.preview(channel, viewers=members, layout="channel", port=port)
            page._server = PageServer(page, port, bot, welcome, language)  # noqa: SLF001 - there is no public way to the pages
            await stack.enter_async_context(page)
        except simcord.SetupError as error:
            message = f"The playground cannot start: {error}"
            if isinstance(error.__cause__, OSError):
                message = (
                    f"Port {port} isn't available: {os.strerror(error.__cause__.errno or 0)}. "
                    "Choose another with --port; --port 0 takes any that is free."
                )
            raise StartError(message, ExitCode.CONFIG_ERROR) from error
        _open_at_the_newest_message(page)
        yield env, page


def _watch_closely(env: "Env") -> None:
    """Have SimCord look often whether the bot is done, and let a start take its time.

    It looks every 50 ms, by which each card would be late, and gives a start five seconds, which is
    too little on a busy machine.
    """
    settle = env._settle_internal  # noqa: SLF001 - as above

    async def settle_in_time(*, timeout: float | None = None, **options: Any) -> None:  # noqa: ANN401, ASYNC109 - SimCord's
        timeout = None if timeout is None else START_TIMEOUT
        await settle(timeout=timeout, **{"idle": _IDLE, **options})

    env._settle_internal = settle_in_time  # type: ignore[method-assign] # noqa: SLF001 - as above


def _create_channel(env: "Env") -> tuple["ChannelHandle", Sequence["MemberActor"]]:
    env.backend.edit_bot_profile("Nomen")
    guild = env.create_guild("Nomen playground")
    channel = guild.create_text_channel(
        "names",
        # On Discord everyone may by default; in SimCord nobody.
        overwrites={guild.default_role: discord.PermissionOverwrite(send_polls=True)},
    )
    users = [env.create_user(name.lower(), global_name=name) for name in MEMBERS]
    manager = guild.create_role("Manager", permissions=discord.Permissions(manage_guild=True))
    first, *others = users
    managing = guild.add_member(first, roles=[manager])
    return channel, [managing, *(guild.add_member(user) for user in others)]


def _open_at_the_newest_message(page: "Preview") -> None:
    """Let go of the page that SimCord keeps for Python.

    Browsers inherit its position, the first message, and it is drawn again at every answer, though
    nobody looks at it.
    """
    python_page = page._python  # noqa: SLF001 - there is no public way to it
    if python_page is not None:
        page._pages.pop(python_page.id, None)  # noqa: SLF001 - the same
        python_page.target_id = python_page.window_end_id = None


def advance_clock(env: "Env", moment: datetime) -> None:
    """Advance SimCord's clock to `moment`, never backwards.

    The public `env.advance_time` awaits, and a click meanwhile is refused, after which SimCord's
    page accepts no more clicks. Timers that become due here fire at the next click.
    """
    env.backend.advance_clock(max(0.0, (moment - env.now()).total_seconds()))
