"""The door of the REST side: every request passes it, faults and refusals are told here."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.wire.discord_server.checks.shapes import RefusedError
from tests.wire.discord_server.errors import ApiError
from tests.wire.discord_server.faults import Cut, Fault, Faults, Slow

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_LIMITS = {
    "X-RateLimit-Limit": "5",
    "X-RateLimit-Remaining": "4",
    "X-RateLimit-Reset-After": "1.000",
    "X-RateLimit-Bucket": "loopback",
}
PREFIX = "/api/v10"


@dataclass(slots=True)
class Front:
    """What happened at the door.

    Attributes:
        faults: those still to come.
        requests: each request as `METHOD /path/as/{routed}`, in order.
        refusals: what was turned down: the request and why. A test that expects none checks so.
    """

    faults: Faults = field(default_factory=Faults)
    requests: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def middleware(self) -> Any:  # noqa: ANN401 - aiohttp names no type for a decorated middleware
        """Give the door as aiohttp wants it."""

        @web.middleware
        async def door(request: web.Request, handler: Handler) -> web.StreamResponse:
            resource = request.match_info.route.resource
            path = resource.canonical.removeprefix(PREFIX) if resource else request.path
            route = f"{request.method} {path}"
            self.requests.append(route)
            response = await self._answer(route, request, handler)
            if not response.prepared:
                response.headers.update(_LIMITS | dict(response.headers))
                if response.content_type == "application/json":
                    response.headers["Content-Type"] = (
                        "application/json"  # Discord names no charset
                    )
            return response

        return door

    async def _answer(
        self, route: str, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        match self.faults.next(route):
            case Fault() as fault:
                return fault.response()
            case Slow(seconds):
                await asyncio.sleep(seconds)
            case Cut(done):
                if done:
                    await self._obey(route, request, handler)
                else:
                    await request.content.readany()
                if request.transport is not None:
                    request.transport.abort()
                return web.Response()
            case None:
                pass
        return await self._obey(route, request, handler)

    async def _obey(self, route: str, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except RefusedError as error:
            self.refusals.append(f"{route}: {error}")
            return web.json_response(error.problems.body(), status=400)
        except ApiError as error:
            self.refusals.append(f"{route}: {error}")
            return web.json_response(error.body, status=error.status)
