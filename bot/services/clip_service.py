"""The clipping demonstration off the event loop: few at once, each with a deadline."""

import asyncio
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Mapping

from bot.services.concurrency import ConcurrencyLimit
from model.assignment.gradient_clip import Demonstration, demonstrate
from model.domain.errors import gettext_noop

MAX_CONCURRENT = 2
"""Demonstrations that run at once."""
MAX_PENDING = 16
"""Demonstrations admitted, running ones included; most take a second or two."""
DEADLINE = 120.0
"""Seconds for one demonstration, waiting included: the dearest take some five, and eight may be
ahead. The response has been deferred, so Discord waits for 15 minutes."""

TIMEOUT_MESSAGE = gettext_noop("That took too long. Try again, or use fewer epochs.")

_PLOT_VARIABLE_PREFIXES = (
    *("PATH", "HOME", "LANG", "LC_", "TMP", "TEMP", "LD_LIBRARY_PATH", "DYLD_", "SYSTEMROOT"),
    *("PYTHON", "VIRTUAL_ENV", "MPL", "XDG_", "FONTCONFIG_", "OPENBLAS_", "OMP_"),
)
"""Beginnings of the names of the environment variables that the plotting process is given."""

_log = logging.getLogger(__name__)


class PlotError(Exception):
    """The plot could not be drawn; `str` is the plotting process's stderr."""


class ClipDemoService:
    """Runs the demonstration in a thread and plots it in a process.

    A process of its own (docs/adr/0011), since matplotlib would permanently add half to the bot's
    memory, and plotting holds the interpreter's lock for long.
    """

    def __init__(self, *, max_pending: int = MAX_PENDING, deadline: float = DEADLINE) -> None:
        self._limit = ConcurrencyLimit(max_pending, deadline)
        self._workers = asyncio.Semaphore(MAX_CONCURRENT)

    def check_capacity(self) -> None:
        """Ensure that there is room for a demonstration.

        Raises:
            BusyError: there is none.
        """
        self._limit.check_capacity()

    @property
    def waiting(self) -> int:
        """Demonstrations that were admitted and have not begun."""
        return max(0, self._limit.in_use - MAX_CONCURRENT)

    async def demonstrate(
        self, number: float, epochs: int, threshold: float | None = None
    ) -> tuple[Demonstration, bytes]:
        """Find a square root by gradient descent, without and with clipping.

        Returns:
            The demonstration, and a PNG of both descents.

        Raises:
            InputError: an argument is out of bounds.
            BusyError: too many demonstrations are pending.
            DeadlineError: it was not done in time.
            PlotError: it could not be plotted.
        """
        async with self._limit.slot(TIMEOUT_MESSAGE), self._workers:
            demo = await asyncio.to_thread(demonstrate, number, epochs, threshold)
            return demo, await _plot(demo)


def _plot_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what Python and matplotlib need of an environment: no setting, and no token."""
    return {
        name: value for name, value in environ.items() if name.startswith(_PLOT_VARIABLE_PREFIXES)
    }


async def _plot(demo: Demonstration) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", "-m", "model.assignment.clip_plot"),
        *map(str, (demo.number, demo.epochs, demo.threshold)),
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
        env=_plot_environment(os.environ),
    )
    try:
        png, stderr = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        message = stderr.decode(errors="replace")
        # Logged here, since the log omits exceptions' messages; this one quotes no user input.
        _log.warning("The plotting process failed: %s", message)
        raise PlotError(message)
    return png
