"""Each deletion is written beside the backups, and forgotten when no backup needs it any more."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from bot.favourites.backup import deletion_keeper
from bot.favourites.backup.deletion_keeper import RETENTION, DeletionKeeper
from bot.favourites.backup.deletion_record import DeletionRecord, read_record, write_record
from bot.favourites.backup.rotation import Rotation
from bot.favourites.repository import FavouritesRepository
from bot.favourites.store import open_favourites
from tests.support.clocks import ManualClock
from tests.wire.discord_server.polling import wait_until

GROUP, ADA, BEN = 7, 1, 2


@pytest.fixture
def keeper(rotation: Rotation, clock: ManualClock) -> DeletionKeeper:
    return DeletionKeeper(
        rotation.folder,
        partial(DeletionRecord.of_database, rotation.database),
        rotation.find_backups,
        clock=clock,
        retry_delay=timedelta(milliseconds=10),
    )


@asynccontextmanager
async def kept_favourites(
    keeper: DeletionKeeper, database: Path, clock: ManualClock
) -> AsyncIterator[FavouritesRepository]:
    """Open a database as the bot does."""
    async with (
        open_favourites(database, clock, on_deletion=keeper.note) as favourites,
        keeper.running(favourites.forget_deletions),
    ):
        yield favourites


async def wait_for_deletions(keeper: DeletionKeeper, count: int) -> None:
    await wait_until(
        lambda: len(read_record(keeper.path).tombstones) == count, f"record of {count} deletions"
    )


async def test_deletion_is_recorded_at_once_and_that_by_another_program_at_the_end(
    keeper: DeletionKeeper, database: Path, clock: ManualClock
) -> None:
    async with (
        kept_favourites(keeper, database, clock) as favourites,
        open_favourites(database) as other,
    ):
        await wait_until(keeper.path.exists, "record")
        for count, member in enumerate((ADA, BEN), 1):
            await favourites.star(GROUP, member, "Ana", None)
            await favourites.delete_member(member)
            await wait_for_deletions(keeper, count)
        await other.delete_member(3)
    assert len(read_record(keeper.path).tombstones) == 3
    assert keeper.path.parent.stat().st_mode & 0o777 == 0o700


async def test_deletion_at_the_end_is_not_lost_to_an_update_that_is_still_writing(
    keeper: DeletionKeeper, database: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the first update meets a slow disk, and the bot is stopped meanwhile."""
    writes: list[DeletionRecord] = []

    def write_slowly_at_first(path: Path, record: DeletionRecord) -> None:
        writes.append(record)
        if len(writes) == 1:
            time.sleep(0.2)
        write_record(path, record)

    monkeypatch.setattr(deletion_keeper, "write_record", write_slowly_at_first)
    async with kept_favourites(keeper, database, clock) as favourites:
        await wait_until(lambda: bool(writes), "update")
        await favourites.delete_member(ADA)
    await wait_until(lambda: len(writes) > 1 and keeper.path.exists(), "last update")
    await asyncio.to_thread(time.sleep, 0.3)  # until the first has written, whatever it waits for
    assert len(read_record(keeper.path).tombstones) == 1


async def test_many_deletions_in_a_short_time_share_updates(
    keeper: DeletionKeeper, database: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    update = AsyncMock(wraps=keeper.update)
    monkeypatch.setattr(keeper, "update", update)
    async with kept_favourites(keeper, database, clock) as favourites:
        await wait_until(keeper.path.exists, "record")
        for member in range(1, 101):
            await favourites.delete_member(member)
        await wait_for_deletions(keeper, 100)
        assert update.await_count < 10


async def test_record_that_cannot_be_written_is_logged_and_tried_again(
    keeper: DeletionKeeper,
    rotation: Rotation,
    database: Path,
    clock: ManualClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    rotation.folder.parent.touch()
    async with kept_favourites(keeper, database, clock) as favourites:
        await favourites.delete_member(ADA)
        await wait_until(lambda: "could not be updated" in caplog.text, "failure")
        rotation.folder.parent.unlink()
        await wait_until(keeper.path.exists, "record")
        await wait_for_deletions(keeper, 1)


async def test_deletions_of_a_lost_database_stay_recorded(
    keeper: DeletionKeeper, database: Path, clock: ManualClock
) -> None:
    async with kept_favourites(keeper, database, clock) as favourites:
        await favourites.delete_member(ADA)
    database.unlink()
    async with kept_favourites(keeper, database, clock) as favourites:
        await favourites.delete_member(ADA)
    record = read_record(keeper.path)
    assert len(record.tombstones) == 2
    assert len(record.databases) == 2


async def test_damaged_record_is_set_aside(
    keeper: DeletionKeeper, database: Path, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    keeper.path.parent.mkdir(parents=True)
    keeper.path.write_text("spoilt", "ascii")
    async with kept_favourites(keeper, database, clock) as favourites:
        await favourites.delete_member(ADA)
    assert len(read_record(keeper.path).tombstones) == 1
    assert keeper.path.with_name("deletions.json.damaged").read_text("ascii") == "spoilt"
    assert "is no record of deletions" in caplog.text


async def test_incomplete_record_of_a_killed_bot_is_removed_but_none_that_is_being_written(
    keeper: DeletionKeeper, database: Path, clock: ManualClock
) -> None:
    keeper.path.parent.mkdir(parents=True)
    abandoned = keeper.path.parent / ".deletions.json.abc.partial"
    begun = keeper.path.parent / ".deletions.json.xyz.partial"
    for file in (abandoned, begun):
        file.touch()
    os.utime(abandoned, (0, 0))
    async with kept_favourites(keeper, database, clock):
        await wait_until(keeper.path.exists, "record")
    assert {*keeper.path.parent.iterdir()} == {keeper.path, begun}


async def test_deletion_is_forgotten_when_it_is_older_than_all_backups(
    keeper: DeletionKeeper, rotation: Rotation, database: Path, clock: ManualClock
) -> None:
    async with open_favourites(database, clock) as favourites:
        await favourites.delete_member(ADA)
        await rotation.create(clock.advance(days=1))
        for days, left in ((RETENTION.days - 2, 1), (2, 0)):
            clock.advance(days=days)
            await keeper.update(favourites.forget_deletions)
            known = await DeletionRecord.of_database(database, clock())
            assert len(known.tombstones) == left
            assert len(read_record(keeper.path).tombstones) == left


async def test_deletion_is_recorded_while_an_older_backup_is_there(
    keeper: DeletionKeeper, rotation: Rotation, database: Path, clock: ManualClock
) -> None:
    async with open_favourites(database, clock) as favourites:
        backup = await rotation.create(clock())
        clock.advance(days=1)
        await favourites.delete_member(ADA)
        clock.advance(days=2 * RETENTION.days)
        await keeper.update(favourites.forget_deletions)
        assert len(read_record(keeper.path).tombstones) == 1
        backup.unlink()
        await keeper.update(favourites.forget_deletions)
        assert not read_record(keeper.path).tombstones
