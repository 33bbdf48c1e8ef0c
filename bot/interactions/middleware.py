"""The door that every request comes through; at the end it closes before the house does."""

import asyncio
import math
from collections.abc import Callable
from functools import partial
from typing import Any

import discord
from discord import AppCommandOptionType as Kind
from discord import InteractionType, app_commands

from bot.i18n.discord_locale import translator_for_user
from bot.interactions.error_handler import reply_ephemeral
from bot.interactions.rate_limit import RateLimiter, kind_of
from bot.runtime.request_context import Outcome, Request, start_request


class InteractionMiddleware:
    """Lets requests in while it is open, and knows those that are still under way.

    Whoever asks too often is told when to ask again.
    """

    def __init__(
        self, cooldowns: RateLimiter, ended: Callable[[Request], object] | None = None
    ) -> None:
        """Make one that is open, and tells of each request when all about it is done."""
        self._cooldowns = cooldowns
        self._ended = ended
        self._open = True
        self._inside: set[asyncio.Task[object]] = set()

    async def admit(self, interaction: discord.Interaction, command: str) -> bool:
        """Let the request of the running task in, or tell the member why not.

        Args:
            interaction: the request.
            command: what it is for, of a bounded number.

        Returns:
            Whether it is in; if not, the member has been told that it is too late or too soon.
        """
        request = start_request(command)
        task = asyncio.current_task()
        if task is not None:
            task.add_done_callback(partial(self._end, request))
        if not self._open:
            request.outcome = Outcome.SHUTTING_DOWN
            _ = translator_for_user(interaction)
            await reply_ephemeral(
                interaction, _("I am just being restarted. Ask me again in a minute.")
            )
            return False
        if task is not None:
            self._inside.add(task)
        kind = kind_of(command)
        wait = 0.0 if kind is None else self._cooldowns.acquire(kind, interaction.user.id)
        if wait:
            request.outcome = Outcome.RATE_LIMITED
            await _slow_down(interaction, math.ceil(wait))
        return not wait

    def _end(self, request: Request, task: asyncio.Task[object]) -> None:
        self._inside.discard(task)
        if task.cancelled():
            request.outcome = Outcome.CANCELLED
        if self._ended is not None:
            self._ended(request)

    async def close(self, patience: float) -> int:
        """Let nobody in any more and wait for those inside.

        Args:
            patience: seconds to wait at most.

        Returns:
            How many were still under way when patience ended.
        """
        self._open = False
        if not self._inside:
            return 0
        _, late = await asyncio.wait(self._inside, timeout=patience)
        return len(late)


async def _slow_down(interaction: discord.Interaction, seconds: int) -> None:
    _ = translator_for_user(interaction)
    told = _.plural(
        "That was a lot at once. Ask me again in {number} second.",
        "That was a lot at once. Ask me again in {number} seconds.",
        seconds,
    )
    await reply_ephemeral(interaction, told)


_TYPES: dict[Kind, type | tuple[type, ...]] = {
    Kind.string: str,
    Kind.integer: int,
    Kind.number: (int, float),
    Kind.boolean: bool,
}
_SUBCOMMANDS = {Kind.subcommand.value, Kind.subcommand_group.value}


def options_match_types(interaction: discord.Interaction[Any]) -> bool:
    """Whether each option that was sent is of its type, which discord.py leaves to Discord.

    A window of Discord that knows an older version of the command may send others, and a forger.
    """
    command = interaction.command
    if interaction.type is not InteractionType.application_command or not isinstance(
        command, app_commands.Command
    ):
        return True
    types = {one.display_name: _TYPES.get(one.type, object) for one in command.parameters}
    return all(
        isinstance(option["value"], types.get(option["name"], object))
        and isinstance(option["value"], bool) == (types.get(option["name"]) is bool)
        for option in _options(interaction.data)
        if option["name"] in types
    )


def _options(data: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
    options: list[dict[str, Any]] = data.get("options", [])
    while options and options[0]["type"] in _SUBCOMMANDS:
        options = options[0].get("options", [])
    return options
