"""Work beside other work."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from bot.runtime.log import error_summary

_log = logging.getLogger(__name__)


@asynccontextmanager
async def background(work: Coroutine[Any, Any, object]) -> AsyncIterator[None]:
    """Do work while the context is active; at its end it is cancelled, and waited for."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


class Later:
    """Work that is done some time later, unless the process ends before."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, seconds: float, work: Callable[[], Awaitable[object]]) -> None:
        """Do work after so many seconds; a failure is only logged."""
        task = asyncio.create_task(self._do(seconds, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _do(self, seconds: float, work: Callable[[], Awaitable[object]]) -> None:
        await asyncio.sleep(seconds)
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - nobody waits for it
            _log.warning("Something planned was not done: %s", error_summary(error))

    async def close(self) -> None:
        """Give up what has not begun yet."""
        tasks = {*self._tasks}
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
