"""The clipping demonstration off the event loop: few at once, each with a deadline."""

import asyncio
from collections.abc import Callable

from bot.services.child_process import run_module
from bot.services.concurrency import WaitingLine
from model.assignment.gradient_clip import Demonstration, demonstrate
from model.assignment.plot_labels import PlotLabels
from model.domain.errors import gettext_noop

MAX_CONCURRENT = 2
"""Demonstrations that run at once."""
MAX_PENDING = 16
"""Demonstrations admitted, running ones included; most take a second or two."""
DEADLINE = 120.0
"""Seconds for one demonstration, waiting included: some take five, and eight rounds of two may be
ahead. The response has been deferred, so Discord waits for 15 minutes."""

TIMEOUT_MESSAGE = gettext_noop("That took too long. Try again, or use fewer epochs.")


def _label_in_english(demo: Demonstration) -> PlotLabels:
    return PlotLabels.in_english(demo.number, demo.threshold)


class ClipDemoService:
    """Runs the demonstration in a thread and plots it in a process."""

    def __init__(self, *, max_pending: int = MAX_PENDING, deadline: float = DEADLINE) -> None:
        self._line = WaitingLine(MAX_CONCURRENT, capacity=max_pending, timeout=deadline)

    def check_capacity(self) -> None:
        """Ensure that there is room for a demonstration.

        Raises:
            BusyError: there is none.
        """
        self._line.check_capacity()

    @property
    def waiting(self) -> int:
        """Demonstrations that were admitted and have not begun."""
        return max(0, self._line.admitted - MAX_CONCURRENT)

    async def compute(
        self, number: float, epochs: int, threshold: float | None = None
    ) -> Demonstration:
        """Find a square root by gradient descent, without and with clipping.

        Raises:
            InputError: an argument is out of bounds.
            BusyError: too many demonstrations are pending.
            DeadlineError: it was not done in time.
        """
        async with self._line.turn(TIMEOUT_MESSAGE):
            return await asyncio.to_thread(demonstrate, number, epochs, threshold)

    async def demonstrate(
        self,
        number: float,
        epochs: int,
        threshold: float | None = None,
        label: Callable[[Demonstration], PlotLabels] = _label_in_english,
    ) -> tuple[Demonstration, bytes]:
        """Do what `compute` does, and plot it.

        Returns:
            The demonstration, and a PNG of both descents with the words that `label` returns.

        Raises the errors of `compute`, and `ChildFailedError` if it could not be plotted.
        """
        async with self._line.turn(TIMEOUT_MESSAGE):
            demo = await asyncio.to_thread(demonstrate, number, epochs, threshold)
            return demo, await _plot(demo, label(demo))


async def _plot(demo: Demonstration, labels: PlotLabels) -> bytes:
    figures = map(str, (demo.number, demo.epochs, demo.threshold))
    return await run_module("model.assignment.clip_plot", *figures, labels.to_json())
