"""The gateway: bots identify, are kept alive, hear events, and resume where they were cut off.

https://discord.com/developers/docs/events/gateway
"""

import secrets
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.wire.discord_server import world
from tests.wire.discord_server.checks.shapes import (
    YES_NO,
    Form,
    Listing,
    Maybe,
    Number,
    Problems,
    Text,
)
from tests.wire.discord_server.sockets import HangUpError, Line, Op, Reason
from tests.wire.discord_server.waiting import until

GUILDS = 1 << 0
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
_KNOWN_INTENTS = 0x3FFFFFF

_IDENTIFY = Form(
    {
        "token": Text(1),
        "properties": Form({"os": Text(1), "browser": Text(1), "device": Text(1)}),
        "intents": Number(0, _KNOWN_INTENTS),
    },
    {
        "compress": YES_NO,
        "large_threshold": Number(50, 250),
        "shard": Listing(Number(0, 10_000), least=2, most=2),
    },
)
_RESUME = Form({"token": Text(1), "session_id": Text(1), "seq": Maybe(Number(0, 2**53))})


@dataclass(slots=True, eq=False)
class Session:
    """A bot that has identified; it outlives its socket.

    Attributes:
        shard: its number and how many there are.
        intents: the bits of the events that it asked for.
        sequence_heard: the last sequence number that came back with a heartbeat.
        resumed: how often it took up the thread again.
    """

    shard: tuple[int, int]
    intents: int
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    line: Line | None = None
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    sequence_heard: int = 0
    beats: int = 0
    resumed: int = 0

    async def tell(self, event: str, data: dict[str, Any]) -> None:
        """Send an event, or keep it for when the bot is back."""
        self.events.append((event, data))
        if self.line is not None:
            await self._send(len(self.events), self.line)

    async def take_up(self, line: Line, after: int) -> None:
        """Send what came after a sequence number on a new socket, which is then the session's."""
        while after < len(self.events):
            after += 1
            await self._send(after, line)
        self.line = line

    async def _send(self, sequence: int, line: Line) -> None:
        event, data = self.events[sequence - 1]
        await line.say(Op.DISPATCH, data, sequence=sequence, event=event)

    def owns(self, guild_id: int | None) -> bool:
        """Whether events of a server, or those of private channels (None), belong to this shard."""
        number, count = self.shard
        return number == ((guild_id or 0) >> 22) % count


class Gateway:
    """All sessions of all bots that know the token.

    Attributes:
        sessions: by their ids, the newest last.
        hung_up: why sockets were closed by the gateway, in order.
        deaf: whether heartbeats stay without an answer.
    """

    def __init__(self, token: str, heartbeat_seconds: float, url: str) -> None:
        self.sessions: dict[str, Session] = {}
        self.hung_up: list[Reason] = []
        self.deaf = False
        self._token = token
        self._heartbeat_seconds = heartbeat_seconds
        self._url = url
        self._lines: set[Line] = set()

    async def ready(self, seconds: float = 15) -> Session:
        """Wait for a bot that is connected, and give its newest session.

        Raises:
            AssertionError: there was none in time.
        """
        await until(lambda: any(session.line for session in self.sessions.values()), "bot", seconds)
        return next(session for session in reversed(self.sessions.values()) if session.line)

    async def dispatch(self, event: str, data: dict[str, Any], guild_id: int | None) -> None:
        """Tell the newest session whom it concerns of an event.

        Raises:
            AssertionError: there is no such session.
        """
        concerned = [session for session in self.sessions.values() if session.owns(guild_id)]
        assert concerned, f"no bot is there for {event}"
        await concerned[-1].tell(event, data)

    def cut(self) -> None:
        """Break all connections without a word; the sessions can be resumed."""
        for session in self.sessions.values():
            if session.line is not None:
                session.line.cut()
                session.line = None

    async def ask_to_reconnect(self) -> None:
        """Ask all bots to come back on another socket, as Discord does when it deploys."""
        for line in tuple(self._lines):
            await line.say(Op.RECONNECT)

    async def hang_up(self, reason: Reason) -> None:
        """Close all sockets for a reason that lies with Discord or with those who own the bot."""
        for line in tuple(self._lines):
            await line.hang_up(reason)

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Tell the bots that their sessions have ended; unless resumable they are forgotten."""
        if not resumable:
            self.sessions.clear()
        for line in tuple(self._lines):
            await line.say(Op.INVALID_SESSION, data=resumable)

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one socket from hello to the end."""
        line = Line(request, self._heartbeat_seconds)
        self._lines.add(line)
        session: Session | None = None
        try:
            await line.open()
            while (payload := await line.hear()) is not None:
                session = await self._obey(payload, line, session)
        except HangUpError as error:
            self.hung_up.append(error.reason)
            await line.hang_up(error.reason)
        finally:
            self._lines.discard(line)
            if session is not None and session.line is line:
                session.line = None
                if line.close_code in {1000, 1001}:  # a bot that closes so does not come back
                    self.sessions.pop(session.id, None)
        return line.response

    async def _obey(
        self, payload: dict[str, Any], line: Line, session: Session | None
    ) -> Session | None:
        match payload["op"]:
            case Op.HEARTBEAT:
                await self._heartbeat(payload.get("d"), line, session)
            case Op.IDENTIFY | Op.RESUME if session is not None:
                raise HangUpError(Reason.ALREADY_AUTHENTICATED)
            case Op.IDENTIFY:
                return await self._identify(payload.get("d"), line)
            case Op.RESUME:
                return await self._resume(payload.get("d"), line)
            case _ if session is None:
                raise HangUpError(Reason.NOT_AUTHENTICATED)
            case _:
                raise HangUpError(Reason.UNKNOWN_OP)
        return session

    async def _heartbeat(self, sequence: object, line: Line, session: Session | None) -> None:
        line.beat()
        if session is not None:
            heard = 0 if sequence is None else sequence
            if not isinstance(heard, int) or heard > len(session.events):
                raise HangUpError(Reason.INVALID_SEQUENCE)
            session.sequence_heard = heard
            session.beats += 1
        if not self.deaf:
            await line.say(Op.HEARTBEAT_ACK)

    async def _identify(self, data: Any, line: Line) -> Session:  # noqa: ANN401 - JSON
        problems = Problems()
        _IDENTIFY.check(data, (), problems)
        if problems.found:
            raise HangUpError(Reason.DECODE_ERROR)
        if data["token"] != self._token:
            raise HangUpError(Reason.AUTHENTICATION_FAILED)
        if data["intents"] & PRIVILEGED:
            raise HangUpError(Reason.DISALLOWED_INTENTS)
        number, count = data.get("shard", (0, 1))
        if number >= count:
            raise HangUpError(Reason.INVALID_SHARD)
        session = Session((number, count), data["intents"], line=line)
        self.sessions[session.id] = session
        await session.tell("READY", self._welcome(session))
        if session.owns(world.GUILD_ID):
            await session.tell("GUILD_CREATE", world.guild())
        return session

    def _welcome(self, session: Session) -> dict[str, Any]:
        mine = session.owns(world.GUILD_ID)
        return {
            "v": 10,
            "user": world.bot_user(),
            "guilds": [{"id": str(world.GUILD_ID), "unavailable": True}] if mine else [],
            "session_id": session.id,
            "resume_gateway_url": self._url,
            "shard": list(session.shard),
            "application": {"id": str(world.APPLICATION_ID), "flags": 0},
        }

    async def _resume(self, data: Any, line: Line) -> Session | None:  # noqa: ANN401 - JSON
        problems = Problems()
        _RESUME.check(data, (), problems)
        if problems.found:
            raise HangUpError(Reason.DECODE_ERROR)
        if data["token"] != self._token:
            raise HangUpError(Reason.AUTHENTICATION_FAILED)
        session = self.sessions.get(data["session_id"])
        if session is None:
            await line.say(Op.INVALID_SESSION, data=False)
            return None
        after = data["seq"] or 0
        if after > len(session.events):
            raise HangUpError(Reason.INVALID_SEQUENCE)
        await session.take_up(line, after)
        session.resumed += 1
        await session.tell("RESUMED", {"_trace": []})
        return session
