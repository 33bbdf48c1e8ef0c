"""Pictures of shortlists off the event loop: one at a time, each with a deadline."""

from bot.services.child_process import run_module
from bot.services.concurrency import TIMEOUT_MESSAGE, WaitingLine
from model.domain.shortlist import Shortlist

MAX_PENDING = 16
"""Pictures admitted, the one that is drawn included; most take a second or two."""
DEADLINE = 60.0
"""Seconds for one picture, waiting included."""


class PictureService:
    """Draws pictures in a process of their own, one after another."""

    def __init__(self, *, max_pending: int = MAX_PENDING, deadline: float = DEADLINE) -> None:
        self._line = WaitingLine(1, capacity=max_pending, timeout=deadline)

    def check_capacity(self) -> None:
        """Ensure that there is room for a picture.

        Raises:
            BusyError: there is none.
        """
        self._line.check_capacity()

    async def draw(self, shortlist: Shortlist) -> bytes:
        """Return a PNG.

        Raises:
            BusyError: too many pictures are pending.
            DeadlineError: it was not drawn in time.
            ChildFailedError: it could not be drawn.
        """
        async with self._line.turn(TIMEOUT_MESSAGE):
            return await run_module("bot.services.shortlist_picture", content=shortlist.to_json())
