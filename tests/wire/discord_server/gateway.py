"""The gateway: identify, heartbeats, events and resumed sessions.

https://discord.com/developers/docs/events/gateway
"""

import secrets
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.wire.discord_server import world
from tests.wire.discord_server.gateway_connection import CloseCode, GatewayConnection, Opcode
from tests.wire.discord_server.polling import wait_until


@dataclass(slots=True, eq=False)
class GatewaySession:
    """An identified bot of one shard; outlives its connection."""

    id: str = field(default_factory=lambda: secrets.token_hex(16))
    connection: GatewayConnection | None = None
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    resumes: int = 0

    async def dispatch(self, event: str, data: dict[str, Any]) -> None:
        """Send an event, or keep it until the bot resumes."""
        self.events.append((event, data))
        if self.connection is not None:
            await self._send(len(self.events), self.connection)

    async def replay(self, connection: GatewayConnection, after: int) -> None:
        """Send the events after a sequence number on a new connection, and adopt that."""
        while after < len(self.events):
            after += 1
            await self._send(after, connection)
        self.connection = connection

    async def _send(self, sequence: int, connection: GatewayConnection) -> None:
        event, data = self.events[sequence - 1]
        await connection.send(Opcode.DISPATCH, data, sequence=sequence, event=event)

    def drop_connection(self) -> None:
        """Drop the connection without a close frame; the session can be resumed."""
        if self.connection is not None:
            self.connection.abort()
            self.connection = None


class Gateway:
    """All sessions of all bots, newest last."""

    def __init__(self, url: str) -> None:
        self.sessions: dict[str, GatewaySession] = {}
        self.guilds = {world.GUILD_ID}
        self._url = url
        self._connections: set[GatewayConnection] = set()

    async def wait_until_ready(self) -> GatewaySession:
        """Wait for a connected bot and return its newest session."""
        sessions = self.sessions
        await wait_until(lambda: any(session.connection for session in sessions.values()), "bot")
        return next(session for session in reversed(sessions.values()) if session.connection)

    async def dispatch(self, event: str, data: dict[str, Any]) -> None:
        """Send an event to all sessions, connected or not."""
        assert self.sessions, f"no bot receives {event}"
        for session in self.sessions.values():
            await session.dispatch(event, data)

    def drop_connections(self) -> None:
        for session in self.sessions.values():
            session.drop_connection()

    async def close_connections(self, code: CloseCode) -> None:
        for connection in tuple(self._connections):
            await connection.close(code)

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection from HELLO to close."""
        connection = GatewayConnection(request)
        self._connections.add(connection)
        session: GatewaySession | None = None
        try:
            await connection.open()
            while (payload := await connection.receive()) is not None:
                session = await self._handle_payload(payload, connection, session)
        finally:
            self._connections.discard(connection)
            if session is not None and session.connection is connection:
                session.connection = None
                if connection.close_code in {1000, 1001}:  # a clean close ends the session
                    self.sessions.pop(session.id, None)
        return connection.response

    async def _handle_payload(
        self, payload: dict[str, Any], connection: GatewayConnection, session: GatewaySession | None
    ) -> GatewaySession | None:
        match payload["op"]:
            case Opcode.HEARTBEAT:
                await connection.send(Opcode.HEARTBEAT_ACK)
            case Opcode.IDENTIFY:
                return await self._identify(connection)
            case Opcode.RESUME:
                return await self._resume(payload["d"], connection)
        return session

    async def _identify(self, connection: GatewayConnection) -> GatewaySession:
        session = GatewaySession(connection=connection)
        self.sessions[session.id] = session
        await session.dispatch("READY", self._ready_payload(session))
        return session

    def _ready_payload(self, session: GatewaySession) -> dict[str, Any]:
        return {
            "v": 10,
            "user": world.bot_user(),
            "guilds": [{"id": str(guild), "unavailable": True} for guild in self.guilds],
            "session_id": session.id,
            "resume_gateway_url": self._url,
            "shard": [0, 1],
            "application": {"id": str(world.APPLICATION_ID), "flags": 0},
        }

    async def _resume(
        self, data: dict[str, Any], connection: GatewayConnection
    ) -> GatewaySession | None:
        session = self.sessions.get(data["session_id"])
        if session is None:
            await connection.send(Opcode.INVALID_SESSION, data=False)
            return None
        await session.replay(connection, data["seq"] or 0)
        session.resumes += 1
        await session.dispatch("RESUMED", {"_trace": []})
        return session
