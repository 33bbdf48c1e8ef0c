"""Notices of boards take little of the database: one connection, however many there are."""

import asyncio

from bot.cluster.board_notices import BoardNotices
from bot.favourites.errors import StoreBusyError
from bot.favourites.postgres.connection import Connections
from bot.interactions.live_boards import ShownBoard

BOARDS = [ShownBoard(guild, 2, 3) for guild in range(5)]


class HeldUpDatabase(Connections):
    """A database that answers when it is allowed to."""

    def __init__(self) -> None:
        self.notices: list[str] = []
        self.asked, self.answering = asyncio.Event(), asyncio.Event()
        self.error: Exception | None = None

    async def fetch_all(self, *parameters: object, **_: object) -> list[object]:  # type: ignore[override]
        self.notices.append(str(parameters[-1]))
        self.asked.set()
        await self.answering.wait()
        if self.error is not None:
            raise self.error
        return []


async def test_boards_that_are_shown_during_a_notice_are_in_the_next_together() -> None:
    database = HeldUpDatabase()
    notices = BoardNotices(database)
    notices.announce(BOARDS[:1])
    await database.asked.wait()
    for board in BOARDS[1:]:
        notices.announce([board])
    database.answering.set()
    await notices.wait_until_announced()
    assert database.notices == ["0 2 3", "1 2 3,2 2 3,3 2 3,4 2 3"]


async def test_boards_are_not_collected_while_the_database_is_away() -> None:
    database = HeldUpDatabase()
    database.error = StoreBusyError("away")
    database.answering.set()
    notices = BoardNotices(database)
    notices.announce(BOARDS)
    await notices.wait_until_announced()
    database.error = None
    notices.announce(BOARDS[:1])
    await notices.wait_until_announced()
    assert database.notices[1:] == ["0 2 3"]


def test_notices_of_other_programs_are_passed_over() -> None:
    heard: list[ShownBoard] = []
    notices = BoardNotices(HeldUpDatabase())
    notices.listen(heard.append)
    notices.hear("hello,1 2,4 5 6")
    assert heard == [ShownBoard(4, 5, 6)]
