"""When Discord has taken the first answer to a request, seen where answers leave the house."""

from time import perf_counter
from types import SimpleNamespace

import aiohttp

from bot.runtime.request_context import current

_TAKEN = range(200, 300)


def trace() -> aiohttp.TraceConfig:
    """Make what notes on each request when its first answer was taken, for discord.py's client."""
    config = aiohttp.TraceConfig()
    config.on_request_end.append(_note)
    return config


async def _note(
    _: aiohttp.ClientSession, __: SimpleNamespace, sent: aiohttp.TraceRequestEndParams
) -> None:
    request = current()
    if (
        request is not None
        and request.answered_at is None
        and sent.url.path.endswith("/callback")
        and sent.response.status in _TAKEN
    ):
        request.answered_at = perf_counter()
