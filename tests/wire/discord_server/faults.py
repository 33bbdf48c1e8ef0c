"""What can go wrong between a bot and Discord, ordered in advance for the next requests."""

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer that is given in place of the right one.

    Attributes:
        status: of HTTP.
        body: JSON, or a text as a proxy would send it.
        headers: beside the content type.
    """

    status: int
    body: dict[str, Any] | str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def too_many(cls, retry_after: float, *, everywhere: bool = False) -> Self:
        """Discord's own 429, for this route or for all, with the seconds to wait."""
        headers = {
            "Retry-After": str(max(1, round(retry_after))),
            "Via": "1.1 google",
            "X-RateLimit-Limit": "5",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset-After": str(retry_after),
            "X-RateLimit-Bucket": "loopback",
            "X-RateLimit-Scope": "global" if everywhere else "user",
        }
        if everywhere:
            headers["X-RateLimit-Global"] = "true"
        message = "You are being rate limited."
        body = {"message": message, "retry_after": retry_after, "global": everywhere}
        return cls(429, body, headers)

    @classmethod
    def refused(cls, status: int, code: int, message: str) -> Self:
        """A refusal in Discord's own form."""
        return cls(status, {"code": code, "message": message})

    @classmethod
    def broken(cls, status: int = 503) -> Self:
        """A server error as a proxy tells it."""
        return cls(status, "upstream connect error")

    def response(self) -> web.Response:
        """Give the answer for the web server to send."""
        if isinstance(self.body, str):
            return web.Response(status=self.status, text=self.body, headers=self.headers)
        return web.json_response(self.body, status=self.status, headers=self.headers)


@dataclass(frozen=True, slots=True)
class Cut:
    """The line breaks, before the request is read to its end or after it was done.

    Attributes:
        done: whether it was done, and only the answer is lost.
    """

    done: bool


@dataclass(frozen=True, slots=True)
class Slow:
    """The answer is right, and takes its seconds."""

    seconds: float


Misfortune = Fault | Cut | Slow


class Faults:
    """The faults that are still to come, by route.

    A route is a method and a path with its parts named as `rest` and `interactions` name them:
    `POST /interactions/{id}/{token}/callback`.
    """

    def __init__(self) -> None:
        self._coming: defaultdict[str, deque[Misfortune]] = defaultdict(deque)

    def order(self, route: str, *faults: Misfortune) -> None:
        """Let the next requests to a route fail so, one after the other."""
        self._coming[route].extend(faults)

    def next(self, route: str) -> Misfortune | None:
        """Take the fault that is due on a route, if one is."""
        return self._coming[route].popleft() if self._coming[route] else None

    @property
    def left(self) -> int:
        """How many have not come yet."""
        return sum(map(len, self._coming.values()))
