"""HTTP with Discord: which errors end the bot, and how responses are repeated."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from http import HTTPStatus
from time import perf_counter
from typing import Any

import aiohttp
import discord
from discord.http import Route
from discord.webhook import async_

from bot.runtime.exit_codes import ExitCode, StartError
from bot.runtime.log import error_summary
from bot.runtime.request_context import current_request

LOGIN_FAILURE_MESSAGE = (
    "Discord refuses the token in DISCORD_TOKEN. Copy it again, or make a new one, on the page Bot "
    "of your application at https://discord.com/developers/applications."
)


def raise_as_start_error(error: Exception) -> None:
    """Raise what ended the connection to Discord, with a sentence where it is about Discord.

    Raises:
        StartError: Discord cannot be reached, or rejects the token or what the bot does.
        Exception: the error itself, if it is not about Discord.
    """
    match error:
        case (
            discord.LoginFailure() | discord.ConnectionClosed(code=4004)
        ):  # the token no longer holds
            raise StartError(LOGIN_FAILURE_MESSAGE, ExitCode.TOKEN_REJECTED) from error
        case discord.ConnectionClosed() | discord.PrivilegedIntentsRequired():
            message = f"Discord ended the connection for good: {error}"
        case discord.HTTPException(status=status) if not is_transient(status):
            message = f"Discord refuses what the bot asks of it: {error}"
        case (
            discord.HTTPException() | discord.GatewayNotFound() | aiohttp.ClientError() | OSError()
        ):
            message = (
                f"Discord cannot be reached: {error_summary(error)}. Start the bot again later."
            )
        case _:
            raise error
    raise StartError(message, ExitCode.DISCORD_ERROR) from error


def is_transient(status: int) -> bool:
    """Return whether a request that failed with an HTTP status may succeed later."""
    return status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR


CALLBACK_DELAYS = (0.0, 0.2, 0.6)
"""Seconds before each repetition of a first response, which must reach Discord within three."""
EDIT_DELAYS = (0.0, 1.0, 3.0)
"""Seconds before each repetition of an edit, for which Discord leaves fifteen minutes."""

_ALREADY_ACKNOWLEDGED = 40060
"""Discord's code for an interaction that has a response."""

_Session = aiohttp.ClientSession


class _SingleAttempt:
    """A session whose server errors are raised, since discord.py would wait a second and longer."""

    def __init__(self, session: _Session) -> None:
        self._session = session

    @contextlib.asynccontextmanager
    async def request(self, *args: Any, **kwargs: Any) -> AsyncIterator[aiohttp.ClientResponse]:  # noqa: ANN401 - as aiohttp has it
        async with self._session.request(*args, **kwargs) as response:
            if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise discord.DiscordServerError(response, await response.text())
            yield response


class RetryingWebhookAdapter(async_.AsyncWebhookAdapter):
    """Sends interaction responses, and repeats those that may be repeated.

    Those are first responses, which Discord takes once only, and what is the same when done twice:
    edits, deletions and reads. A follow-up that Discord received before the connection broke would
    be shown twice, so it is repeated only if it was never sent.
    """

    async def request(self, route: Route, session: _Session, **kwargs: Any) -> Any:  # noqa: ANN401 - as discord.py has it
        """Send a request and return the JSON response; note when Discord has taken a first one.

        Raises:
            aiohttp.ClientConnectionError: the connection broke each time.
            discord.DiscordServerError: Discord failed each time.
        """
        result = await self._repeat(route, session, **kwargs)
        request = current_request()
        if _is_callback(route) and request is not None and request.answered_at is None:
            request.answered_at = perf_counter()
        return result

    async def _repeat(self, route: Route, session: _Session, **kwargs: Any) -> Any:  # noqa: ANN401 - as above
        attempt: Any = _SingleAttempt(session)
        may_be_taken = False
        delays = CALLBACK_DELAYS if _is_callback(route) else EDIT_DELAYS
        for delay in (*delays, None):
            try:
                return await super().request(route, attempt, **kwargs)
            except (aiohttp.ClientConnectionError, discord.DiscordServerError) as error:
                is_unsent = isinstance(error, aiohttp.ClientConnectorError)
                if delay is None or not (is_unsent or _is_repeatable(route)):
                    raise
                may_be_taken = may_be_taken or not is_unsent
                await asyncio.sleep(delay)
                for file in kwargs.get("files") or ():
                    file.reset(seek=True)  # it has been read in part
            except discord.HTTPException as error:
                if not (may_be_taken and error.code == _ALREADY_ACKNOWLEDGED):
                    raise
                return {"interaction": {"id": str(route.webhook_id)}}  # what seemed lost was taken
        raise AssertionError  # the last attempt returns or raises


def _is_callback(route: Route) -> bool:
    return route.path.endswith("/callback")


def _is_repeatable(route: Route) -> bool:
    return route.method != "POST" or _is_callback(route)


def enable_response_retries() -> None:
    """Use `RetryingWebhookAdapter` in the running task and in those that it creates."""
    async_.async_context.set(RetryingWebhookAdapter())  # type: ignore[no-untyped-call] # discord.py's
