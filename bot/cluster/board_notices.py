"""What processes tell each other of the messages that show groups' boards.

Whoever handles a group next, after a handover or a death, can then redraw them as well.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Collection, Sequence

from bot.cluster.notices import BOARD_SHOWN
from bot.favourites.errors import StoreError
from bot.favourites.postgres.connection import Database
from bot.interactions.live_boards import ShownBoard

BATCH = 100
"""Boards in one notice, which PostgreSQL limits to 8,000 bytes."""

_NOTIFY = "SELECT pg_notify($1, $2)"

_log = logging.getLogger(__name__)


class BoardNotices:
    """`BoardExchange`, which documents the methods, by notices in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listener: Callable[[ShownBoard], object] = lambda _: None
        self._announcing: set[asyncio.Task[None]] = set()

    def listen(self, listener: Callable[[ShownBoard], object]) -> None:
        """Have boards that are shown passed on to a listener, in place of the one before."""
        self._listener = listener

    def announce(self, boards: Collection[ShownBoard]) -> None:
        """Tell the others, soon."""
        announcing = asyncio.create_task(self._announce(tuple(boards)))
        self._announcing.add(announcing)
        announcing.add_done_callback(self._announcing.discard)

    def hear(self, notice: str) -> None:
        """Pass a notice on, this process's own included."""
        for board in notice.split(","):
            with contextlib.suppress(ValueError):  # another program's
                guild, channel, message = map(int, board.split())
                self._listener(ShownBoard(guild, channel, message))

    async def _announce(self, boards: Sequence[ShownBoard]) -> None:
        try:
            for start in range(0, len(boards), BATCH):
                notice = ",".join(
                    f"{board.guild} {board.channel} {board.message}"
                    for board in boards[start : start + BATCH]
                )
                await self._database.fetch_all(_NOTIFY, BOARD_SHOWN, notice)
        except StoreError as error:
            _log.info("Other processes do not know of boards: %s", error)
