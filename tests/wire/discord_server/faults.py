"""Faults between the bot and Discord, injected in advance into the next requests."""

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

LOGIN_ROUTE = "GET /users/@me"
COMMANDS_ROUTE = "PUT /applications/{application}/commands"
LIST_ROUTE = "GET /applications/{application}/commands"
CALLBACK_ROUTE = "POST /interactions/{id}/{token}/callback"
EDIT_ROUTE = "PATCH /webhooks/{application}/{token}/messages/{message}"


@dataclass(frozen=True, slots=True)
class ErrorResponse:
    """An error in place of the real response, with JSON, or with text as a proxy would send it."""

    status: int
    body: dict[str, Any] | str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def rate_limited(cls, retry_after: float) -> Self:
        """Discord's own 429 for one route, with the seconds to wait."""
        headers = {
            "Retry-After": str(max(1, round(retry_after))),
            "Via": "1.1 google",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset-After": str(retry_after),
            "X-RateLimit-Scope": "user",
        }
        message = "You are being rate limited."
        body = {"message": message, "retry_after": retry_after, "global": False}
        return cls(429, body, headers)

    @classmethod
    def api_error(cls, status: int, code: int, message: str) -> Self:
        return cls(status, {"code": code, "message": message})

    @classmethod
    def server_error(cls, status: int = 503) -> Self:
        """A server error as a proxy reports it."""
        return cls(status, "upstream connect error")

    def response(self) -> web.Response:
        if isinstance(self.body, str):
            return web.Response(status=self.status, text=self.body, headers=self.headers)
        return web.json_response(self.body, status=self.status, headers=self.headers)


@dataclass(frozen=True, slots=True)
class ConnectionDrop:
    """The connection ends while a request is read, or once it is handled and its response lost."""

    after_handling: bool


@dataclass(frozen=True, slots=True)
class Delay:
    """The real response, some seconds late."""

    seconds: float


Fault = ErrorResponse | ConnectionDrop | Delay


class FaultQueue:
    """The pending faults of each route, which is a method and a path such as `CALLBACK_ROUTE`."""

    def __init__(self) -> None:
        self._pending: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def inject(self, route: str, *faults: Fault) -> None:
        """Apply the faults to the next requests to a route, in order."""
        self._pending[route].extend(faults)

    def pop(self, route: str) -> Fault | None:
        return self._pending[route].popleft() if self._pending[route] else None

    @property
    def remaining(self) -> int:
        return sum(map(len, self._pending.values()))
