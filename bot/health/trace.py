"""Records when Discord has received the first response to a request, by tracing HTTP."""

from time import perf_counter
from types import SimpleNamespace

import aiohttp

from bot.runtime.request_context import current_request

_SUCCESS = range(200, 300)


def first_response_trace() -> aiohttp.TraceConfig:
    """Create a trace for discord.py's HTTP client that sets `Request.answered_at`."""
    config = aiohttp.TraceConfig()
    config.on_request_end.append(_record_first_response)
    return config


async def _record_first_response(
    _: aiohttp.ClientSession, __: SimpleNamespace, params: aiohttp.TraceRequestEndParams
) -> None:
    request = current_request()
    if (
        request is not None
        and request.answered_at is None
        and params.url.path.endswith("/callback")
        and params.response.status in _SUCCESS
    ):
        request.answered_at = perf_counter()
