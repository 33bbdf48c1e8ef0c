"""How many gateway sessions Discord still grants the bot, and waiting when they run out."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import discord

from bot.runtime.log import error_summary

READ_TIMEOUT = 5.0
"""Seconds to wait for Discord's count; while it cannot be read, sessions are begun uncounted."""

_log = logging.getLogger(__name__)


class SessionBudget:
    """The sessions that a bot may still begin today.

    Discord takes the token away from a bot that begins more than about a thousand a day. So the
    last hundredth is never used: where something uses them up, waiting is the lesser harm.

    Attributes:
        remaining: what Discord said last; None if it has not yet.
    """

    def __init__(
        self,
        read_limits: Callable[[], Awaitable[discord.SessionStartLimits]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.remaining: int | None = None
        self._read_limits = read_limits
        self._sleep = sleep

    async def wait(self) -> None:
        """Return when a session may be begun: at once, or when Discord grants all again."""
        limits = await self.read()
        if limits is not None and limits.remaining <= max(1, limits.total // 100):
            seconds = limits.reset_after / 1000
            _log.error(
                "Discord grants %d more sessions of %d, too few to begin one. Waiting %.0f s until "
                "there are more; something restarts the bot, or breaks its connection, too often",
                limits.remaining,
                limits.total,
                seconds,
            )
            await self._sleep(seconds)

    async def read(self) -> discord.SessionStartLimits | None:
        """Ask Discord for the limits; None if it does not answer."""
        try:
            async with asyncio.timeout(READ_TIMEOUT):
                limits = await self._read_limits()
        except Exception as error:  # noqa: BLE001 - whatever it is, a shard must come back
            _log.warning(
                "Discord does not say how many sessions it grants: %s", error_summary(error)
            )
            return None
        self.remaining = limits.remaining
        return limits
