"""`POST /interactions`: what Discord sends is verified, acknowledged, and passed to the client.

It may be sent to any of several equal processes. Discord takes an empty response of status 202 for
"received"; the answer itself goes to the interaction's callback, as it does for interactions that
come over the gateway.
"""

import asyncio
import json
import logging
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from bot.runtime.listen import listen

PATH = "/interactions"
MAX_BODY = 2**18
"""Bytes of a request; Discord's largest interactions have some tens of thousands."""
BODY_TIMEOUT = 2.0
"""Seconds for a request's body to arrive; its member waits for three."""
MAX_AGE = 30.0
"""Seconds between a request's timestamp and the time; its interaction is younger still."""
MAX_SEEN = 10_000
"""Signatures that are remembered; one that comes again is a replay."""
_PING, _PONG = 1, {"type": 1}
_MAX_DIGITS = 12
"""Of a timestamp in seconds."""

_log = logging.getLogger(__name__)


class InteractionEndpoint:
    """Answers Discord's requests; one that is not Discord's learns only that it is refused."""

    def __init__(self, public_key: str, handle: Callable[[Any], object]) -> None:
        """Verify requests and pass their interactions on.

        Args:
            public_key: the application's, 64 hexadecimal digits.
            handle: begins to answer an interaction, given as JSON; what it raises is logged.
        """
        self._key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        self._handle = handle
        self._seen: OrderedDict[bytes, None] = OrderedDict()

    async def respond(self, request: web.Request) -> web.Response:
        """Respond to a request."""
        body = await _read(request)
        signature = request.headers.get("X-Signature-Ed25519", "")
        timestamp = request.headers.get("X-Signature-Timestamp", "")
        if body is None or not self.is_signed(signature, timestamp, body):
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        if not self._is_new(bytes.fromhex(signature), int(timestamp)):
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

    def is_signed(self, signature: str, timestamp: str, body: bytes) -> bool:
        """Return whether a signature, in hexadecimal digits, is Discord's of a time and a body."""
        if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= _MAX_DIGITS):
            return False
        try:
            self._key.verify(bytes.fromhex(signature), timestamp.encode() + body)
        except (ValueError, InvalidSignature):
            return False
        return True

    def _is_new(self, signature: bytes, timestamp: int) -> bool:
        late = time.time() - timestamp
        if abs(late) > MAX_AGE:
            message = "Discord's request was refused since it is %.0f s old. Is the clock right?"
            _log.error(message, late)
            return False
        if signature in self._seen:
            return False
        self._seen[signature] = None
        if len(self._seen) > MAX_SEEN:
            self._seen.popitem(last=False)
        return True


async def _read(request: web.Request) -> bytes | None:
    """Return a request's body, or None if Discord would not send such a one."""
    if "Content-Encoding" in request.headers:
        return None  # Discord compresses nothing, and what is small may become large
    try:
        async with asyncio.timeout(BODY_TIMEOUT):
            return await request.read()
    except (TimeoutError, ConnectionError, web.HTTPRequestEntityTooLarge, web.RequestPayloadError):
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
