"""How Discord is reached: again and again while it is away, and not again once it has refused."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import aiohttp
import discord
import numpy as np
from discord.webhook import async_

from bot.runtime.exit_codes import Exit, StartError
from bot.runtime.log import named

REFUSED = (
    "Discord refuses the token in DISCORD_TOKEN. Copy it again, or make a new one, on the page Bot "
    "of your application at https://discord.com/developers/applications."
)
LONGEST_WAIT = 64.0
"""Seconds between two attempts, however long Discord has been away."""

_AUTHENTICATION_FAILED = 4004
"""What the gateway closes with when a token that was good is so no more."""
_TOO_MANY, _SERVERS_OWN = 429, 500
"""The HTTP status of who asked too often, and the least of those that tell of a broken server."""
_AWAY = (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError)


def backoff_delays(rng: np.random.Generator) -> Iterator[float]:
    """Give the seconds to wait before each next attempt: twice as many each time, up to the most.

    Chance takes up to a fifth off, so that not all bots come back in the same moment.
    """
    wait = 1.0
    while True:
        yield wait * float(rng.uniform(0.8, 1))
        wait = min(2 * wait, LONGEST_WAIT)


def raise_if_fatal(error: Exception) -> None:
    """See that an error means that Discord is away for now, and may be back if one waits.

    Raises:
        StartError: waiting will not help, for Discord refuses the token or what the bot does.
        Exception: the error itself; it has nothing to do with Discord.
    """
    match error:
        case discord.LoginFailure():
            raise StartError(REFUSED, Exit.REFUSED) from error
        case discord.ConnectionClosed(code=code) if code == _AUTHENTICATION_FAILED:
            raise StartError(REFUSED, Exit.REFUSED) from error
        case discord.ConnectionClosed() | discord.PrivilegedIntentsRequired():
            message = f"Discord ended the connection for good: {error}"
            raise StartError(message, Exit.UNREACHABLE) from error
        case discord.HTTPException(status=status) if not passes(status):
            message = f"Discord refuses what the bot asks of it: {error}"
            raise StartError(message, Exit.UNREACHABLE) from error
        case _ if not isinstance(error, _AWAY):
            raise error


def passes(status: int) -> bool:
    """Whether what an HTTP status tells of goes by if one waits."""
    return status == _TOO_MANY or status >= _SERVERS_OWN


class OneLineFilter(logging.Filter):
    """Tells in a line what discord.py tells in forty: that the connection broke."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten a record; none is held back."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, (*_AWAY, discord.ConnectionClosed)):
            record.msg, record.args = "%s: %s", (record.getMessage(), named(error))
            record.exc_info = record.exc_text = None
        return True


def log_in_lines() -> None:
    """Let discord.py tell of broken connections in a line each."""
    for name in ("discord.client", "discord.gateway", "discord.shard"):
        logging.getLogger(name).addFilter(OneLineFilter())


RETRY_DELAYS = (0.2, 0.6)
"""Seconds before an answer is sent again; all that is to be done within three."""


class RetryingWebhookAdapter(async_.AsyncWebhookAdapter):
    """Sends an answer again if the line broke before Discord said that it has it.

    discord.py itself does so where it knows the number of the error, which are those of macOS and
    of Windows. An answer that had come through after all is refused the second time; so nothing
    is answered twice.
    """

    async def request(self, *where: Any, **what: Any) -> Any:  # noqa: ANN401 - as discord.py has it
        """Send a request and return the JSON that comes back.

        Raises:
            aiohttp.ClientError: the line broke each time.
        """
        for wait in RETRY_DELAYS:
            try:
                return await super().request(*where, **what)
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(wait)
                for file in what.get("files") or ():
                    file.reset(seek=True)  # part of it has been read
        return await super().request(*where, **what)


def answer_persistently() -> None:
    """Send all answers so, from the running task and those that it begins."""
    async_.async_context.set(RetryingWebhookAdapter())  # type: ignore[no-untyped-call] # discord.py's
