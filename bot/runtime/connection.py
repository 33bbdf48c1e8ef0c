"""HTTP with Discord: backoff, fatal errors, retries of interaction responses, and its clock."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterator
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import numpy as np
from discord.http import Route
from discord.webhook import async_

from bot.runtime.discord_clock import DiscordClock
from bot.runtime.exit_codes import ExitCode, StartError
from bot.runtime.log import error_summary

LOGIN_FAILURE_MESSAGE = (
    "Discord refuses the token in DISCORD_TOKEN. Copy it again, or make a new one, on the page Bot "
    "of your application at https://discord.com/developers/applications."
)
MAX_BACKOFF = 64.0
"""Seconds; the upper bound of the delay between two attempts."""

_AUTHENTICATION_FAILED = 4004
"""The gateway's close code for a token that is no longer valid."""
_TRANSIENT_ERRORS = (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError)


def backoff_delays(rng: np.random.Generator) -> Iterator[float]:
    """Yield the seconds to wait before each attempt: doubling, up to `MAX_BACKOFF`.

    Random jitter takes off up to a fifth, so that not all bots come back at the same moment.
    """
    delay = 1.0
    while True:
        yield delay * float(rng.uniform(0.8, 1))
        delay = min(2 * delay, MAX_BACKOFF)


class Backoff:
    """Chooses how long to wait between attempts; a connection that held starts it anew."""

    def __init__(self, rng: np.random.Generator) -> None:
        """Take what the jitter is drawn from."""
        self._rng = rng
        self._delays = backoff_delays(rng)

    def after(self, seconds: float) -> float:
        """Return the seconds to wait after an attempt that lasted so many."""
        if seconds > MAX_BACKOFF:
            self._delays = backoff_delays(self._rng)
        return next(self._delays)


def raise_if_fatal(error: Exception) -> None:
    """Return only if an error means that Discord is temporarily unreachable.

    Raises:
        StartError: waiting will not help: Discord rejects the token or what the bot does.
        Exception: the error itself, if it is not about Discord.
    """
    match error:
        case discord.LoginFailure():
            raise StartError(LOGIN_FAILURE_MESSAGE, ExitCode.TOKEN_REJECTED) from error
        case discord.ConnectionClosed(code=code) if code == _AUTHENTICATION_FAILED:
            raise StartError(LOGIN_FAILURE_MESSAGE, ExitCode.TOKEN_REJECTED) from error
        case discord.ConnectionClosed() | discord.PrivilegedIntentsRequired():
            message = f"Discord ended the connection for good: {error}"
            raise StartError(message, ExitCode.DISCORD_ERROR) from error
        case discord.HTTPException(status=status) if not is_transient(status):
            message = f"Discord refuses what the bot asks of it: {error}"
            raise StartError(message, ExitCode.DISCORD_ERROR) from error
        case _ if not isinstance(error, _TRANSIENT_ERRORS):
            raise error


def is_transient(status: int) -> bool:
    """Return whether a request that failed with an HTTP status may succeed later."""
    return status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR


class OneLineFilter(logging.Filter):
    """Replaces discord.py's tracebacks of broken connections by one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten a record; let all pass."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, (*_TRANSIENT_ERRORS, discord.ConnectionClosed)):
            record.msg, record.args = "%s: %s", (record.getMessage(), error_summary(error))
            record.exc_info = record.exc_text = None
        return True


def shorten_connection_errors() -> None:
    """Make discord.py log each broken connection in one line."""
    for name in ("discord.client", "discord.gateway", "discord.shard"):
        logging.getLogger(name).addFilter(OneLineFilter())


def expect_endpoint_url() -> None:
    """Keep discord.py from warning that interactions come over HTTP, as they are to."""
    logging.getLogger("discord.client").addFilter(
        lambda record: "interaction endpoint URL" not in record.getMessage()
    )


CALLBACK_DELAYS = (0.0, 0.2, 0.6)
"""Seconds before each repetition of a first response, which must reach Discord within three."""
EDIT_DELAYS = (0.0, 1.0, 3.0)
"""Seconds before each repetition of an edit, for which Discord leaves fifteen minutes."""

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
        """Send a request and return the JSON response.

        Raises:
            aiohttp.ClientConnectionError: the connection broke each time.
            discord.DiscordServerError: Discord failed each time.
        """
        attempt: Any = _SingleAttempt(session)
        for delay in _retry_delays(route):
            try:
                return await super().request(route, attempt, **kwargs)
            except (aiohttp.ClientConnectionError, discord.DiscordServerError) as error:
                if not (_is_repeatable(route) or isinstance(error, aiohttp.ClientConnectorError)):
                    raise
                await asyncio.sleep(delay)
                for file in kwargs.get("files") or ():
                    file.reset(seek=True)  # it has been read in part
        return await super().request(route, attempt, **kwargs)


def _is_callback(route: Route) -> bool:
    return route.path.endswith("/callback")


def _is_repeatable(route: Route) -> bool:
    return route.method != "POST" or _is_callback(route)


def _retry_delays(route: Route) -> tuple[float, ...]:
    return CALLBACK_DELAYS if _is_callback(route) else EDIT_DELAYS


def observe_dates(trace: aiohttp.TraceConfig, clock: DiscordClock) -> None:
    """Let a trace of discord.py's HTTP client tell a clock when Discord sent its responses."""

    async def read_date(
        _: aiohttp.ClientSession, __: SimpleNamespace, params: aiohttp.TraceRequestEndParams
    ) -> None:
        with contextlib.suppress(ValueError):  # no date, or none that can be read
            if params.response.ok:
                clock.observe(parsedate_to_datetime(params.response.headers.get("Date", "")))

    trace.on_request_end.append(read_date)


def enable_response_retries() -> None:
    """Use `RetryingWebhookAdapter` in the running task and in those that it creates."""
    async_.async_context.set(RetryingWebhookAdapter())  # type: ignore[no-untyped-call] # discord.py's
