"""One WebSocket between the gateway and a bot: framing, compression and protocol limits."""

import asyncio
import json
import zlib
from collections import deque
from enum import IntEnum
from typing import Any

from aiohttp import WSMsgType, web

MAX_PAYLOAD_BYTES = 4096
MAX_PAYLOADS_PER_MINUTE = 120


class Opcode(IntEnum):
    """Discord's gateway opcodes."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class CloseCode(IntEnum):
    """Discord's gateway close codes."""

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


class CloseConnectionError(Exception):
    """The bot broke the protocol: the gateway closes the socket with this code."""

    def __init__(self, code: CloseCode) -> None:
        self.code = code
        super().__init__(code.name)


class GatewayConnection:
    """An open socket to a bot: JSON, plain or in one zlib stream.

    discord.py requests zstd where the interpreter has it. It accepts plain text frames as well,
    which is what it gets then.
    """

    def __init__(self, request: web.Request, heartbeat_interval: float) -> None:
        self._transport = request.transport
        self._socket = web.WebSocketResponse()
        self._request = request
        self._zlib = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        self._heartbeat_interval = heartbeat_interval
        self._last_heartbeat = asyncio.get_running_loop().time()
        self._received_at: deque[float] = deque(maxlen=MAX_PAYLOADS_PER_MINUTE)

    async def open(self) -> None:
        """Complete the handshake and send HELLO.

        Raises:
            CloseConnectionError: the query asks for another API version, encoding or compression.
        """
        await self._socket.prepare(self._request)
        await self.send(Opcode.HELLO, {"heartbeat_interval": int(self._heartbeat_interval * 1000)})
        query = self._request.query
        if query.get("v") != "10" or query.get("encoding") != "json":
            raise CloseConnectionError(CloseCode.INVALID_API_VERSION)
        if query.get("compress") not in ("zlib-stream", "zstd-stream", None):
            raise CloseConnectionError(CloseCode.DECODE_ERROR)

    async def send(
        self,
        op: Opcode,
        data: object = None,
        *,
        sequence: int | None = None,
        event: str | None = None,
    ) -> None:
        """Send a payload; ignore a socket that has just closed, as Discord does."""
        text = json.dumps({"op": op, "d": data, "s": sequence, "t": event})
        try:
            if self._zlib is None:
                await self._socket.send_str(text)
            else:
                compressed = self._zlib.compress(text.encode())
                await self._socket.send_bytes(compressed + self._zlib.flush(zlib.Z_SYNC_FLUSH))
        except ConnectionError:
            return

    async def receive(self) -> dict[str, Any] | None:
        """Receive a payload; None once the bot has closed the socket.

        Raises:
            CloseConnectionError: no heartbeat for two intervals, too many payloads, or not JSON.
        """
        loop = asyncio.get_running_loop()
        timeout = self._last_heartbeat + 2 * self._heartbeat_interval - loop.time()
        try:
            message = await self._socket.receive(timeout=max(timeout, 0.001))
        except TimeoutError:
            raise CloseConnectionError(CloseCode.SESSION_TIMED_OUT) from None
        if message.type in {WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR}:
            return None
        received = self._received_at
        if len(received) == MAX_PAYLOADS_PER_MINUTE and loop.time() - received[0] < 60:
            raise CloseConnectionError(CloseCode.RATE_LIMITED)
        received.append(loop.time())
        if message.type != WSMsgType.TEXT or len(message.data) > MAX_PAYLOAD_BYTES:
            raise CloseConnectionError(CloseCode.DECODE_ERROR)
        try:
            payload = json.loads(message.data)
        except ValueError:
            raise CloseConnectionError(CloseCode.DECODE_ERROR) from None
        if not isinstance(payload, dict) or "op" not in payload:
            raise CloseConnectionError(CloseCode.DECODE_ERROR)
        return payload

    def record_heartbeat(self) -> None:
        """Restart the heartbeat timeout."""
        self._last_heartbeat = asyncio.get_running_loop().time()

    async def close(self, code: CloseCode) -> None:
        """Close the socket cleanly."""
        await self._socket.close(code=code)

    def abort(self) -> None:
        """Drop the connection without a close frame, as a network failure does."""
        if self._transport is not None:
            self._transport.abort()

    @property
    def close_code(self) -> int | None:
        """The code that the socket was closed with, by either side."""
        return self._socket.close_code

    @property
    def response(self) -> web.WebSocketResponse:
        """The response for the aiohttp handler to return."""
        return self._socket
