"""What all requests to the REST API have in common: faults, Discord's errors, and a record."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from aiohttp import web

from tests.wire.discord_server.checks import InvalidFormBodyError
from tests.wire.discord_server.faults import ConnectionDrop, Delay, ErrorResponse, FaultQueue

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_RATE_LIMIT_HEADERS = {
    "X-RateLimit-Limit": "5",
    "X-RateLimit-Remaining": "4",
    "X-RateLimit-Reset-After": "1.000",
    "X-RateLimit-Bucket": "loopback",
}
PREFIX = "/api/v10"


class ApiError(Exception):
    """A request that Discord rejects."""

    def __init__(self, status: int, code: int, message: str) -> None:
        self.status = status
        self.body = {"message": message, "code": code}
        super().__init__(f"{status} {message} ({code})")


unauthorised = partial(ApiError, 401, 0, "401: Unauthorized")
missing_access = partial(ApiError, 403, 50001, "Missing Access")
unknown_interaction = partial(ApiError, 404, 10062, "Unknown interaction")
unknown_webhook = partial(ApiError, 404, 10015, "Unknown Webhook")
unknown_message = partial(ApiError, 404, 10008, "Unknown Message")
already_acknowledged = partial(ApiError, 400, 40060, "Interaction has already been acknowledged.")


@dataclass(slots=True)
class RestMiddleware:
    """Handles every request; `requests` are as `METHOD /path/with/{parameters}`, in order, and
    `rejections` have the reason.
    """

    faults: FaultQueue = field(default_factory=FaultQueue)
    requests: list[str] = field(default_factory=list, repr=False)
    rejections: list[str] = field(default_factory=list, repr=False)

    def middleware(self) -> Any:  # noqa: ANN401 - aiohttp names no type for a decorated middleware
        @web.middleware
        async def handle(request: web.Request, handler: Handler) -> web.StreamResponse:
            resource = request.match_info.route.resource
            path = resource.canonical.removeprefix(PREFIX) if resource else request.path
            route = f"{request.method} {path}"
            self.requests.append(route)
            response = await self._respond(route, request, handler)
            if not response.prepared:
                response.headers.update(_RATE_LIMIT_HEADERS | dict(response.headers))
                if response.content_type == "application/json":
                    response.headers["Content-Type"] = (
                        "application/json"  # Discord names no charset
                    )
            return response

        return handle

    async def _respond(
        self, route: str, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        match self.faults.pop(route):
            case ErrorResponse() as error:
                return error.response()
            case Delay(seconds):
                await asyncio.sleep(seconds)
            case ConnectionDrop(after_handling):
                if after_handling:
                    await self._call_handler(route, request, handler)
                else:
                    await request.content.readany()
                if request.transport is not None:
                    request.transport.abort()
                return web.Response()
            case None:
                pass
        return await self._call_handler(route, request, handler)

    async def _call_handler(
        self, route: str, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        try:
            return await handler(request)
        except InvalidFormBodyError as error:
            self.rejections.append(f"{route}: {error}")
            return web.json_response({"message": str(error), "code": 50035}, status=400)
        except ApiError as error:
            self.rejections.append(f"{route}: {error}")
            return web.json_response(error.body, status=error.status)
