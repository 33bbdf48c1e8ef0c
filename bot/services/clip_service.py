"""The async face of the clipping demonstration: off the event loop, few at once, and in time."""

import asyncio
import logging
import sys
from asyncio.subprocess import DEVNULL, PIPE

from bot.services.concurrency import ConcurrencyLimit
from model.assignment.gradient_clip import Demonstration, demonstrate
from model.domain.errors import gettext_noop

AT_ONCE = 2
"""Demonstrations that are worked on at once."""
WAITING = 16
"""Demonstrations let in, those at work included; most take a second or two."""
DEADLINE = 30.0
"""Seconds until one is given up; whoever waits has been told that it is under way."""

TOO_LONG = gettext_noop("That took me too long. Try again, or with fewer epochs.")


_log = logging.getLogger(__name__)


class PlotError(Exception):
    """The plot could not be drawn; `str` is what the process that drew had to say."""


class ClipDemoService:
    """Descends and draws.

    The plot is drawn by a process of its own, docs/adr/0011: matplotlib would add half of what
    the bot holds in memory, for good, and drawing leaves the interpreter to nobody else for long.
    """

    def __init__(self, *, waiting: int = WAITING, deadline: float = DEADLINE) -> None:
        self._limits = ConcurrencyLimit(waiting, deadline)
        self._turn = asyncio.Semaphore(AT_ONCE)

    def check_room(self) -> None:
        """See that there is room for a demonstration.

        Raises:
            BusyError: there is none.
        """
        self._limits.check()

    @property
    def waiting(self) -> int:
        """Demonstrations that were let in and wait for their turn."""
        return max(0, self._limits.taken - AT_ONCE)

    async def demonstrate(
        self, number: float, epochs: int, threshold: float | None = None
    ) -> tuple[Demonstration, bytes]:
        """Show what clipping does for a root.

        Returns:
            What came of it, and a PNG of both descents.

        Raises:
            InputError: something is out of bounds.
            BusyError: there is no room.
            DeadlineError: it was not done in time.
            PlotError: it could not be drawn.
        """
        async with self._limits.inside(TOO_LONG), self._turn:
            demo = await asyncio.to_thread(demonstrate, number, epochs, threshold)
            return demo, await _drawn(demo)


async def _drawn(demo: Demonstration) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *(
            "-m",
            "model.assignment.clip_plot",
            str(demo.number),
            str(demo.epochs),
            str(demo.threshold),
        ),
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
    )
    try:
        picture, complaints = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        said = complaints.decode(errors="replace")
        # The log of an error holds no message, and this one holds nothing but checked numbers.
        _log.warning("The process that draws said: %s", said)
        raise PlotError(said)
    return picture
