"""Waiting for what happens in another process, never longer than stated."""

import asyncio
from collections.abc import Callable

_STEP = 0.005


async def until(true: Callable[[], object], what: str, seconds: float = 10) -> None:
    """Wait until something is true.

    Args:
        true: is called again and again.
        what: what is waited for, to be told if it does not come.
        seconds: how long to wait at most.

    Raises:
        AssertionError: it did not become true in time.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while not true():
        if loop.time() > end:
            message = f"within {seconds} s there was no {what}"
            raise AssertionError(message)
        await asyncio.sleep(_STEP)
