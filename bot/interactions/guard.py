"""What every interaction passes first: age, shutdown, rate limits."""

import asyncio
import logging
import math
import time
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import discord
from discord import AppCommandOptionType, InteractionType, app_commands

from bot.i18n.discord_locale import translator_for_user
from bot.interactions.errors import reply_ephemeral
from bot.interactions.rate_limit import Bucket, RateLimiter
from bot.runtime.request_context import Outcome, Request, start_request

RESPONSE_DEADLINE = timedelta(seconds=3)
"""After this time Discord tells the member that the interaction failed, and takes no response."""
_CREDIBLE_DELAY = timedelta(days=1)
"""Discord delivers nothing as late as this: an older id does not tell the time."""
_LATEST = 100
"""Interactions, the quickest of which shows how far this machine's clock is from Discord's."""

_log = logging.getLogger(__name__)


class Guard:
    """Admits interactions until it is closed, and tracks those in flight.

    Attributes:
        on_end: called with each request when its task is done; or None.
    """

    def __init__(
        self,
        rate_limiter: RateLimiter,
        on_end: Callable[[Request], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start open.

        Args:
            rate_limiter: how often each user may ask.
            on_end: called with each request when its task is done.
            clock: returns monotonic seconds.
        """
        self._rate_limiter = rate_limiter
        self.on_end = on_end
        self._clock = clock
        self._offsets: deque[float] = deque(maxlen=_LATEST)
        self._open = True
        self._in_flight: set[asyncio.Task[object]] = set()

    async def admit(
        self, interaction: discord.Interaction, command: str, bucket: Bucket | None
    ) -> bool:
        """Admit the running task's interaction, or reply why it is refused.

        One whose member has seen it fail is let go without a reply: they may have gone on since.

        Args:
            interaction: what was sent.
            command: a label of bounded cardinality: `/name`, `/name completion` or `button star`.
            bucket: that it counts in; None if it is unlimited.

        Returns:
            Whether it is admitted; if not, it has been dealt with.
        """
        request = start_request(command)
        task = asyncio.current_task()
        if task is not None:
            task.add_done_callback(partial(self._end, request))
        delay = self._delay(interaction)
        if RESPONSE_DEADLINE < delay < _CREDIBLE_DELAY:
            request.outcome = Outcome.EXPIRED
            _log.warning(
                "Request %s is let go: it is %.1f s old, and its member has seen it fail",
                command,
                delay.total_seconds(),
            )
            return False
        if not self._open:
            request.outcome = Outcome.SHUTTING_DOWN
            _ = translator_for_user(interaction)
            await reply_ephemeral(interaction, _("I’m restarting. Ask me again in a minute."))
            return False
        if task is not None:
            self._in_flight.add(task)
        wait = 0.0 if bucket is None else self._rate_limiter.acquire(bucket, interaction.user.id)
        if wait:
            request.outcome = Outcome.RATE_LIMITED
            _ = translator_for_user(interaction)
            text = _.plural(
                "That was a lot at once. Try again in {number} second.",
                "That was a lot at once. Try again in {number} seconds.",
                math.ceil(wait),
            )
            await reply_ephemeral(interaction, text)
        return not wait

    def _delay(self, interaction: discord.Interaction) -> timedelta:
        """Return how late an interaction is, beside the quickest of the latest ones.

        So it does not matter what time this machine believes it is, nor if somebody corrects that.
        """
        self._offsets.append(self._clock() - interaction.created_at.timestamp())
        return timedelta(seconds=self._offsets[-1] - min(self._offsets))

    def _end(self, request: Request, task: asyncio.Task[object]) -> None:
        self._in_flight.discard(task)
        if task.cancelled():
            request.outcome = Outcome.CANCELLED
        if self.on_end is not None:
            self.on_end(request)

    async def close(self, drain_timeout: float) -> int:
        """Admit nothing more, and wait for what is in flight.

        Args:
            drain_timeout: seconds to wait at most.

        Returns:
            How many interactions were still in flight after that.
        """
        self._open = False
        if not self._in_flight:
            return 0
        _, late = await asyncio.wait(self._in_flight, timeout=drain_timeout)
        return len(late)


_PYTHON_TYPES: dict[AppCommandOptionType, type | tuple[type, ...]] = {
    AppCommandOptionType.string: str,
    AppCommandOptionType.integer: int,
    AppCommandOptionType.number: (int, float),
    AppCommandOptionType.boolean: bool,
}
_SUBCOMMANDS = {AppCommandOptionType.subcommand.value, AppCommandOptionType.subcommand_group.value}


def options_match_types(interaction: discord.Interaction[Any]) -> bool:
    """Return whether each option's value has the option's type.

    discord.py trusts Discord with that, but a client that remembers an older version of a command
    may send other types, and so may a forged request.
    """
    command = interaction.command
    if interaction.type is not InteractionType.application_command or not isinstance(
        command, app_commands.Command
    ):
        return True
    types = {parameter.display_name: parameter.type for parameter in command.parameters}
    return all(
        has_type(option["value"], types[option["name"]])
        for option in given_options(interaction.data)
        if option["name"] in types
    )


def has_type(value: object, option_type: AppCommandOptionType) -> bool:
    """Return whether a value from JSON has an option's type."""
    python_type = _PYTHON_TYPES.get(option_type, object)
    # A bool is an int for Python only.
    return isinstance(value, python_type) and isinstance(value, bool) == (python_type is bool)


def given_options(data: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
    """Return the options that an interaction's data gives to its command or subcommand."""
    options: list[dict[str, Any]] = data.get("options", [])
    while options and options[0]["type"] in _SUBCOMMANDS:
        options = options[0].get("options", [])
    return options
