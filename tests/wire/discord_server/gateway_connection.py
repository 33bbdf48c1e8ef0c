"""One WebSocket between the gateway and a bot."""

import json
from enum import IntEnum
from typing import Any

from aiohttp import WSMsgType, web


class Opcode(IntEnum):
    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class CloseCode(IntEnum):
    SHUTTING_DOWN = 1001
    AUTHENTICATION_FAILED = 4004
    INVALID_API_VERSION = 4012


class GatewayConnection:
    """An open socket to a bot, of plain JSON, whatever compression discord.py asks for."""

    def __init__(self, request: web.Request) -> None:
        self._transport = request.transport
        self._socket = web.WebSocketResponse()
        self._request = request

    async def open(self) -> None:
        """Complete the handshake and send HELLO."""
        await self._socket.prepare(self._request)
        await self.send(Opcode.HELLO, {"heartbeat_interval": 41_250})

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
            await self._socket.send_str(text)
        except ConnectionError:
            return

    async def receive(self) -> dict[str, Any] | None:
        """Receive a payload; None once the bot has closed the socket."""
        message = await self._socket.receive()
        if message.type in {WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR}:
            return None
        payload: dict[str, Any] = json.loads(message.data)
        return payload

    async def close(self, code: CloseCode) -> None:
        await self._socket.close(code=code)

    def abort(self) -> None:
        """Drop the connection without a close frame, as a network failure does."""
        if self._transport is not None:
            self._transport.abort()

    @property
    def close_code(self) -> int | None:
        return self._socket.close_code

    @property
    def response(self) -> web.WebSocketResponse:
        return self._socket
