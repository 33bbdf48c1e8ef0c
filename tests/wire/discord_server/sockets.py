"""One socket between the gateway and a bot: how payloads are packed, and the manners it demands."""

import asyncio
import json
import zlib
from collections import deque
from enum import IntEnum
from typing import Any

from aiohttp import WSMsgType, web

LARGEST_PAYLOAD = 4096
"""Bytes of the largest payload that a bot may send."""
MOST_A_MINUTE = 120
"""Payloads that a bot may send in sixty seconds."""


class Op(IntEnum):
    """Discord's numbers for what is said on the socket."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Reason(IntEnum):
    """Discord's numbers for why it hangs up."""

    SHUTTING_DOWN = 1001
    UNKNOWN_OP = 4001
    DECODE_ERROR = 4002
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    INVALID_SEQUENCE = 4007
    RATE_LIMITED = 4008
    SESSION_TIMED_OUT = 4009
    INVALID_SHARD = 4010
    INVALID_API_VERSION = 4012
    INVALID_INTENTS = 4013
    DISALLOWED_INTENTS = 4014


class HangUpError(Exception):
    """The bot did what it must not: the gateway closes the socket with this code.

    Attributes:
        reason: the code.
    """

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.name)


class Line:
    """An open socket to a bot that has asked for JSON, and perhaps for one zlib stream of it.

    discord.py asks for zstd where the interpreter has it; it understands plain text frames too,
    and such it gets then.
    """

    def __init__(self, request: web.Request, heartbeat_seconds: float) -> None:
        self._transport = request.transport
        self._socket = web.WebSocketResponse()
        self._request = request
        self._zlib = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        self._heartbeat_seconds = heartbeat_seconds
        self._beaten_at = asyncio.get_running_loop().time()
        self._heard_at: deque[float] = deque(maxlen=MOST_A_MINUTE)

    async def open(self) -> None:
        """Shake hands and say hello."""
        await self._socket.prepare(self._request)
        await self.say(Op.HELLO, {"heartbeat_interval": int(self._heartbeat_seconds * 1000)})
        query = self._request.query
        known = ("zlib-stream", "zstd-stream", None)
        if query.get("v") != "10" or query.get("encoding") != "json":
            raise HangUpError(Reason.INVALID_API_VERSION)
        if query.get("compress") not in known:
            raise HangUpError(Reason.DECODE_ERROR)

    async def say(
        self, op: Op, data: object = None, *, sequence: int | None = None, event: str | None = None
    ) -> None:
        """Send a payload; a socket that has just closed is no error, as it is none for Discord."""
        text = json.dumps({"op": op, "d": data, "s": sequence, "t": event})
        try:
            if self._zlib is None:
                await self._socket.send_str(text)
            else:
                packed = self._zlib.compress(text.encode())
                await self._socket.send_bytes(packed + self._zlib.flush(zlib.Z_SYNC_FLUSH))
        except ConnectionError:
            return

    async def hear(self) -> dict[str, Any] | None:
        """Receive a payload; None when the bot has closed the socket.

        Raises:
            HangUpError: there was no heartbeat for two intervals, too much was said, or no JSON.
        """
        loop = asyncio.get_running_loop()
        patience = self._beaten_at + 2 * self._heartbeat_seconds - loop.time()
        try:
            message = await self._socket.receive(timeout=max(patience, 0.001))
        except TimeoutError:
            raise HangUpError(Reason.SESSION_TIMED_OUT) from None
        if message.type in {WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR}:
            return None
        if len(self._heard_at) == MOST_A_MINUTE and loop.time() - self._heard_at[0] < 60:
            raise HangUpError(Reason.RATE_LIMITED)
        self._heard_at.append(loop.time())
        if message.type != WSMsgType.TEXT or len(message.data) > LARGEST_PAYLOAD:
            raise HangUpError(Reason.DECODE_ERROR)
        try:
            payload = json.loads(message.data)
        except ValueError:
            raise HangUpError(Reason.DECODE_ERROR) from None
        if not isinstance(payload, dict) or "op" not in payload:
            raise HangUpError(Reason.DECODE_ERROR)
        return payload

    def beat(self) -> None:
        """Note a heartbeat."""
        self._beaten_at = asyncio.get_running_loop().time()

    async def hang_up(self, reason: Reason) -> None:
        """Close the socket politely."""
        await self._socket.close(code=reason)

    def cut(self) -> None:
        """Break the connection as a network does: without a word."""
        if self._transport is not None:
            self._transport.abort()

    @property
    def close_code(self) -> int | None:
        """The code with which the socket was closed, by whomever."""
        return self._socket.close_code

    @property
    def response(self) -> web.WebSocketResponse:
        """What the web server wants back when all is said."""
        return self._socket
