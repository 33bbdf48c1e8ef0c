"""`POST /interactions`: what Discord sends is verified, acknowledged, and passed to the client.

Discord takes an empty response of status 202 for "received"; the answer itself goes to the
interaction's callback, as it does for interactions that come over the gateway.
"""

import asyncio
import json
import logging
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from math import inf
from typing import Any

from aiohttp import web

from bot.runtime.listen import listen
from bot.webhook.signature import Verifier

PATH = "/interactions"
MAX_BODY = 2**18
"""Bytes of a request; Discord's largest interactions have some tens of thousands."""
BODY_TIMEOUT = 2.0
"""Seconds for a request's body to arrive; its member waits for three."""
MAX_AGE = timedelta(seconds=30)
"""By how much a request's timestamp may differ from the time; its interaction is younger still."""
MAX_SEEN = 10_000
"""Signatures that are remembered; one that comes again is a replay."""

LOG_INTERVAL = 60.0
"""Seconds between two messages on requests that come from another time."""

_UNREADABLE = (
    TimeoutError,
    ConnectionError,
    web.HTTPRequestEntityTooLarge,
    web.RequestPayloadError,
)
_PING, _PONG = 1, {"type": 1}
_MAX_DIGITS = 12
"""Of a timestamp in seconds."""

_log = logging.getLogger(__name__)

Handler = Callable[[Any], object]
"""Begins to answer an interaction, given as JSON; what it raises is logged."""


class InteractionEndpoint:
    """Answers Discord's requests, and nobody else's.

    A request that is not Discord's learns nothing but that it is refused.
    """

    def __init__(
        self,
        verifier: Verifier,
        handle: Handler,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Pass interactions on to a handler.

        Args:
            verifier: tells Discord's requests from others.
            handle: begins to answer an interaction.
            clock: tells whether a request is new.
        """
        self._verifier = verifier
        self._handle = handle
        self._clock = clock
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._logged_at = -inf

    async def respond(self, request: web.Request) -> web.Response:
        """Respond to a request."""
        body = await _read(request)
        if body is None or not self._is_new_from_discord(request, body):
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        try:
            interaction = json.loads(body)
            if interaction["type"] == _PING:
                return web.json_response(_PONG)
        except (ValueError, KeyError, TypeError, RecursionError):
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        try:
            self._handle(interaction)
        except Exception:  # noqa: BLE001 - whatever it is, the next interaction can be read
            _log.exception("An interaction cannot be read")
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        return web.Response(status=HTTPStatus.ACCEPTED)

    def _is_new_from_discord(self, request: web.Request, body: bytes) -> bool:
        signature = request.headers.get("X-Signature-Ed25519", "").lower()
        timestamp = request.headers.get("X-Signature-Timestamp", "")
        if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= _MAX_DIGITS):
            return False
        if not self._verifier.is_signed(signature, timestamp, body):
            return False
        late = self._clock().timestamp() - int(timestamp)
        if abs(late) > MAX_AGE.total_seconds():
            self._log_late(late)
            return False
        if signature in self._seen:
            return False
        self._seen[signature] = None
        if len(self._seen) > MAX_SEEN:
            self._seen.popitem(last=False)
        return True

    def _log_late(self, late: float) -> None:
        """Log, not too often, a signed request of another time: this machine's may be wrong."""
        now = time.monotonic()
        if now - self._logged_at >= LOG_INTERVAL:
            self._logged_at = now
            message = "Discord's request was refused since it is %.0f s old. Is the clock right?"
            _log.error(message, late)


async def _read(request: web.Request) -> bytes | None:
    """Return a request's body, or None if Discord would not send such a one."""
    if "Content-Encoding" in request.headers:
        return None  # Discord compresses nothing, and what is small may become large
    try:
        async with asyncio.timeout(BODY_TIMEOUT):
            return await request.read()
    except _UNREADABLE:
        return None


@asynccontextmanager
async def serve_interactions(
    endpoint: InteractionEndpoint, host: str, port: int
) -> AsyncIterator[None]:
    """Serve `POST /interactions` while the context is active.

    Raises:
        StartError: the port cannot be used.
    """
    app = web.Application(client_max_size=MAX_BODY)
    app.add_routes([web.post(PATH, endpoint.respond)])
    async with listen(app, host, port, "NOMEN_HTTP_PORT") as served:
        _log.info("Interactions: http://%s:%d%s", host, served, PATH)
        yield
