"""Who has used their favourites is remembered for a while, and not lost."""

import pytest

from bot.favourites.database import Work
from bot.favourites.errors import StoreError
from bot.favourites.uses import Uses
from tests.support.clocks import ManualClock

GROUP, ADA, BEN = 7, 1, 2


class Database:
    """Keeps the groups and members that are recorded, unless it is broken."""

    def __init__(self) -> None:
        self.recorded: list[list[tuple[int, int]]] = []
        self.is_broken = False

    async def transact(self, work: Work[None]) -> None:
        if self.is_broken:
            message = "no room"
            raise StoreError(message)
        await work(self)  # type: ignore[arg-type] # asked for one method

    async def lock(self, members: list[int]) -> None:
        assert members

    async def many(self, query: str, uses: list[dict[str, int]]) -> None:
        assert query == "record_repeated_use"
        self.recorded.append([(use["guild"], use["member"]) for use in uses])


@pytest.fixture
def database() -> Database:
    return Database()


@pytest.fixture
def uses(database: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Uses:
    monkeypatch.setattr("bot.favourites.uses.MAX_REMEMBERED", 2)
    monkeypatch.setattr("bot.favourites.uses.MAX_UNRECORDED", 5)
    return Uses(database, clock)  # type: ignore[arg-type] # stands in for it


async def test_they_are_recorded_when_they_are_many(uses: Uses, database: Database) -> None:
    for member in (ADA, ADA, BEN, 3):
        await uses.note(GROUP, member)
    assert database.recorded == [[(GROUP, ADA), (GROUP, BEN)]]
    await uses.record()
    assert database.recorded[1:] == [[(GROUP, 3)]]


async def test_those_that_cannot_be_recorded_are_the_next_time(
    uses: Uses, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    database.is_broken = True
    await uses.note(GROUP, ADA)
    await uses.record()
    assert "no room" in caplog.text
    database.is_broken = False
    await uses.record()
    assert database.recorded == [[(GROUP, ADA)]]


async def test_unrecorded_uses_fill_no_memory(uses: Uses, database: Database) -> None:
    database.is_broken = True
    for member in range(100):
        await uses.note(GROUP, member)
    database.is_broken = False
    await uses.record()
    assert len(database.recorded[0]) <= 6
