"""Bounded waiting for what happens in another process."""

import asyncio
from collections.abc import Callable

from tests.support.patience import PATIENCE

_POLL_INTERVAL = 0.005


async def wait_until(
    condition: Callable[[], object],
    description: str,
    timeout: float = PATIENCE,  # noqa: ASYNC109 - the error names what was awaited
) -> None:
    """Poll until a condition holds; the error names what was awaited."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + timeout
    while not condition():
        if loop.time() > deadline:
            message = f"within {timeout} s there was no {description}"
            raise AssertionError(message)
        await asyncio.sleep(_POLL_INTERVAL)
