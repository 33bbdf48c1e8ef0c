"""What processes tell each other of the messages that show groups' boards.

Whoever handles a group next, after a handover or a death, can then redraw them as well.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Collection
from itertools import islice

from bot.cluster.notices import BOARD_SHOWN
from bot.favourites.errors import StoreError
from bot.favourites.postgres.connection import Connections
from bot.interactions.live_boards import ShownBoard

BATCH = 100
"""Boards in one notice, which PostgreSQL limits to 8,000 bytes."""

_NOTIFY = "SELECT pg_notify($1, $2)"

_log = logging.getLogger(__name__)


class BoardNotices:
    """`BoardExchange`, which documents the methods, by notices in the database."""

    def __init__(self, database: Connections) -> None:
        self._database = database
        self._listener: Callable[[ShownBoard], object] = lambda _: None
        self._unannounced: dict[ShownBoard, None] = {}
        self._announcing: asyncio.Task[None] | None = None

    def listen(self, listener: Callable[[ShownBoard], object]) -> None:
        """Have boards that are shown passed on to a listener, in place of the one before."""
        self._listener = listener

    def announce(self, boards: Collection[ShownBoard]) -> None:
        """Tell the others, soon."""
        self._unannounced |= dict.fromkeys(boards)
        # One after the other: the leases, which cannot wait, have the same few connections.
        if self._announcing is None or self._announcing.done():
            self._announcing = asyncio.create_task(self._announce())

    async def wait_until_announced(self) -> None:
        """Return when the others have been told, or cannot be."""
        if self._announcing is not None:
            await asyncio.wait([self._announcing])

    def hear(self, notice: str) -> None:
        """Pass a notice on, this process's own included."""
        for board in notice.split(","):
            with contextlib.suppress(ValueError):  # another program's
                guild, channel, message = map(int, board.split())
                self._listener(ShownBoard(guild, channel, message))

    async def _announce(self) -> None:
        try:
            while batch := tuple(islice(self._unannounced, BATCH)):
                for board in batch:
                    del self._unannounced[board]
                notice = ",".join(
                    f"{board.guild} {board.channel} {board.message}" for board in batch
                )
                await self._database.fetch_all(_NOTIFY, BOARD_SHOWN, notice)
        except StoreError as error:
            self._unannounced.clear()
            _log.info("Other processes do not know of boards: %s", error)
