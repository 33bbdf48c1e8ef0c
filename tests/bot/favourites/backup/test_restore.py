"""Restoring replaces the database, revives no deleted data, and loses nothing."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from string import ascii_lowercase

import pytest

from bot.favourites.backup.backup import back_up
from bot.favourites.backup.deletion_record import DeletionRecord
from bot.favourites.backup.restore import RestoreResult, UnknownDeletions, restore
from bot.favourites.errors import StoreError
from bot.favourites.schema import VERSION
from bot.favourites.sqlite.instance_lock import single_instance_lock
from bot.favourites.sqlite.snapshot import sidecar_files
from bot.favourites.store import open_favourites
from tests.bot.favourites.programs import begin, read_line
from tests.bot.favourites.rows import run_sql, starred_names, swap_indexes
from tests.support.clocks import ManualClock

GROUP, ADA, BEN = 7, 1, 2
NEWEST = VERSION["sqlite"]


@pytest.fixture
async def backup(database: Path, tmp_path: Path, clock: ManualClock) -> Path:
    """A backup with a star each of Ada, who has had everything deleted since, and Ben."""
    (tmp_path / "away").mkdir()
    backup = tmp_path / "away" / "backup.sqlite3"
    async with open_favourites(database, clock) as repository:
        await repository.star(GROUP, ADA, "Adas", None)
        await repository.star(GROUP, BEN, "Bens", None)
        await back_up(database, backup)
        clock.advance(days=1)
        await repository.delete_member(ADA)
        await repository.star(GROUP, BEN, "Later", None)
    return backup


def files(folder: Path) -> dict[str, bytes]:
    """Return the content of all files in a tree but SQLite's shared memory and the bot's lock."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not file.name.endswith(("-shm", "-serving"))
    }


async def refusal(
    backup: Path,
    database: Path,
    clock: ManualClock,
    *,
    record: DeletionRecord | None = None,
    unknown: UnknownDeletions = UnknownDeletions.REFUSE,
) -> str:
    """Return the error of a restore that fails, which must change nothing."""
    before = files(database.parent)
    with pytest.raises(StoreError) as refused:
        await restore(backup, database, clock(), record, unknown=unknown)
    assert files(database.parent) == before
    return str(refused.value)


async def test_deletions_are_repeated_and_the_former_database_is_kept_as_a_backup(
    backup: Path, database: Path, clock: ManualClock
) -> None:
    content = backup.read_bytes()
    kept = database.with_name("nomen.20260102T000000Z.sqlite3")
    assert await restore(backup, database, clock()) == RestoreResult(kept, 1, clock())
    async with open_favourites(database, clock) as repository:
        assert [star.name for star in await repository.list_favourites(GROUP, BEN)] == ["Bens"]
        assert await repository.list_favourites(GROUP, ADA) == ()
    assert starred_names(kept) == {"Bens", "Later"}
    assert backup.read_bytes() == content
    assert set(files(database.parent)) == {"away/backup.sqlite3", database.name, kept.name}
    await restore(kept, database, clock())
    assert starred_names(database) == {"Bens", "Later"}


async def test_first_installation_is_where_no_database_is_yet(
    backup: Path, database: Path, clock: ManualClock
) -> None:
    first = UnknownDeletions.FIRST_INSTALLATION
    assert "a database" in await refusal(backup, database, clock, unknown=first)
    database.unlink()
    for start in (database.touch, database.unlink):
        start()
        result = await restore(backup, database, clock(), unknown=first)
        assert result == RestoreResult(None, 0, clock())
        assert starred_names(database) == {"Adas", "Bens"}


async def lose(database: Path, clock: ManualClock, state: str) -> None:
    """Have no database, or an empty, a damaged, or a new one."""
    database.unlink()
    if state == "new":  # made by a bot that was started again
        async with open_favourites(database, clock) as repository:
            await repository.star(GROUP, BEN, "New", None)
    elif state != "missing":
        database.write_text({"empty": "", "damaged": "spoilt"}[state], "ascii")


@pytest.mark.parametrize("state", ["missing", "empty", "new"])
async def test_restore_is_refused_where_nothing_tells_what_was_deleted(
    backup: Path, database: Path, clock: ManualClock, state: str
) -> None:
    await lose(database, clock, state)
    message = await refusal(backup, database, clock)
    for way_out in ("--deletions", "--first-installation", "--forget-deletions"):
        assert way_out in message


@pytest.mark.parametrize("state", ["missing", "damaged", "new"])
async def test_deletions_in_a_record_are_repeated(
    backup: Path, database: Path, clock: ManualClock, state: str
) -> None:
    record = await DeletionRecord.of_database(database, clock())
    lost_at = clock()
    clock.advance(days=1)
    await lose(database, clock, state)
    result = await restore(backup, database, clock(), record)
    assert (result.deleted, result.known_until) == (1, lost_at)
    assert starred_names(database) == {"Bens"}


async def test_record_that_has_forgotten_deletions_since_the_backup_is_not_enough(
    backup: Path, database: Path, clock: ManualClock
) -> None:
    record = await DeletionRecord.of_database(database, clock())
    forgetful = record.forget(clock.advance(days=100))
    async with open_favourites(database, clock) as repository:
        await repository.forget_deletions(clock())
    assert "--deletions" in await refusal(backup, database, clock, record=forgetful)


async def test_database_put_back_by_hand_does_not_vouch_for_newer_backups(
    backup: Path, database: Path, clock: ManualClock, tmp_path: Path
) -> None:
    later = tmp_path / "away" / "later.sqlite3"
    await back_up(database, later)
    shutil.copy(backup, database)
    assert "--deletions" in await refusal(later, database, clock)


async def test_restore_without_deletions_makes_all_older_backups_doubtful(
    backup: Path, database: Path, clock: ManualClock
) -> None:
    database.unlink()
    result = await restore(backup, database, clock(), unknown=UnknownDeletions.FORGET)
    assert result == RestoreResult(None, 0, None)
    assert starred_names(database) == {"Adas", "Bens"}
    assert "--deletions" in await refusal(backup, database, clock)


async def test_later_deletion_covers_a_lost_database_that_is_found(
    backup: Path, database: Path, clock: ManualClock
) -> None:
    """What the restored one counts leaps past all that any other copy may contain."""
    async with open_favourites(database, clock) as repository:
        for letter in ascii_lowercase:
            await repository.star(GROUP, BEN, f"Lost {letter}", None)
    lost = database.rename(database.with_name("lost.sqlite3"))
    await restore(backup, database, clock(), unknown=UnknownDeletions.FORGET)
    async with open_favourites(database, clock) as repository:
        await repository.delete_member(BEN)
    await restore(lost, database, clock(), unknown=UnknownDeletions.FORGET)
    assert starred_names(database) == set()


async def test_restore_as_root_preserves_the_owner(
    backup: Path, database: Path, tmp_path: Path, clock: ManualClock
) -> None:
    owner = 12_345 if os.geteuid() == 0 else os.geteuid()
    os.chown(database, owner, -1)
    await restore(backup, database, clock())
    assert database.stat().st_uid == owner
    os.chown(tmp_path / "away", owner, -1)
    new = tmp_path / "away" / "new.sqlite3"
    await restore(backup, new, clock(), unknown=UnknownDeletions.FORGET)
    assert new.stat().st_uid == owner


async def test_orphaned_log_is_set_aside(backup: Path, database: Path, clock: ManualClock) -> None:
    """SQLite would apply it to the restored database, and corrupt that."""
    async with open_favourites(database, clock) as repository:
        await repository.star(GROUP, BEN, "In the log", None)
        log = database.with_name(database.name + "-wal")
        saved = log.read_bytes()
    database.unlink()
    log.write_bytes(saved)
    await restore(backup, database, clock(), unknown=UnknownDeletions.FORGET)
    assert starred_names(database) == {"Adas", "Bens"}
    assert database.with_name("nomen.20260102T000000Z.sqlite3-wal").read_bytes() == saved


async def test_killed_bots_log_is_kept(backup: Path, database: Path, clock: ManualClock) -> None:
    begin(
        database,
        """
        from bot.favourites.models import Scope
        from bot.favourites.tombstones import add_tombstone
        await favourites.star(7, 3, "Killed", None)
        await favourites._database.transact(
            lambda transaction: add_tombstone(transaction, Scope(member=2), 2**62, 0)
        )
        os.kill(os.getpid(), signal.SIGKILL)
        """,
    ).communicate()
    assert database.with_name(database.name + "-wal").stat().st_size
    result = await restore(backup, database, clock())
    assert result.kept is not None
    assert starred_names(result.kept) == {"Bens", "Later", "Killed"}
    assert starred_names(database) == set()
    assert not any(file.exists() for file in sidecar_files(database))


@pytest.mark.parametrize(
    "harm",
    [
        lambda database: database.rename(database.with_name("moved.sqlite3")),
        lambda database: os.truncate(database, 0),
        lambda database: database.write_text("spoilt", "ascii"),
    ],
    ids=["moved", "emptied", "spoilt"],
)
async def test_restore_is_refused_while_a_bot_runs_whatever_became_of_its_file(
    backup: Path, database: Path, clock: ManualClock, harm: Callable[[Path], object]
) -> None:
    async with open_favourites(database, clock) as repository:
        await repository.star(GROUP, BEN, "Still at work", None)
        with single_instance_lock(database):
            harm(database)
            forced = UnknownDeletions.FORGET
            assert "Stop the bot first" in await refusal(backup, database, clock, unknown=forced)


async def test_idle_process_is_in_the_way(backup: Path, database: Path, clock: ManualClock) -> None:
    program = """
        print("open", flush=True)
        await asyncio.to_thread(sys.stdin.read)
    """
    with begin(database, program) as idle:
        read_line(idle)
        for unknown in (UnknownDeletions.REFUSE, UnknownDeletions.FORGET):
            assert "Stop the bot first" in await refusal(backup, database, clock, unknown=unknown)
        idle.communicate()
    assert (await restore(backup, database, clock())).deleted == 1


async def test_invalid_backup_is_refused(
    backup: Path, database: Path, tmp_path: Path, clock: ManualClock
) -> None:
    assert "There is no backup" in await refusal(tmp_path / "nowhere", database, clock)
    assert "itself" in await refusal(database, database, clock)
    swap_indexes(backup)
    assert "damaged" in await refusal(backup, database, clock)
    swap_indexes(backup)
    run_sql(backup, f"PRAGMA user_version = {NEWEST + 1}")
    assert "newer Nomen" in await refusal(backup, database, clock)
    backup.write_bytes(backup.read_bytes()[:10_000])
    assert "damaged" in await refusal(backup, database, clock)
    backup.write_bytes(b"")
    assert "is empty" in await refusal(backup, database, clock)


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        (f"PRAGMA user_version = {NEWEST + 1}", "newer Nomen"),
        (f"PRAGMA user_version = {NEWEST - 1}", "older Nomen"),
        ("DROP TABLE tombstone", "--forget-deletions"),
        ("PRAGMA application_id = 1", "another program's"),
    ],
)
async def test_database_whose_deletions_cannot_be_read_is_not_replaced(
    backup: Path, database: Path, clock: ManualClock, sql: str, message: str
) -> None:
    run_sql(database, sql)
    assert message in await refusal(backup, database, clock)


async def test_unreadable_database_is_replaced_only_when_forgetting_deletions(
    backup: Path, database: Path, clock: ManualClock
) -> None:
    database.write_text("spoilt", "ascii")
    assert "--forget-deletions" in await refusal(backup, database, clock)
    result = await restore(backup, database, clock(), unknown=UnknownDeletions.FORGET)
    assert result.known_until is None
    assert result.kept is not None
    assert result.kept.read_text("ascii") == "spoilt"
    assert starred_names(database) == {"Adas", "Bens"}


async def test_damaged_database_with_readable_tombstones_is_replaced(
    backup: Path, database: Path, clock: ManualClock
) -> None:
    ((root,),) = run_sql(database, "SELECT rootpage FROM sqlite_schema WHERE name = 'tally'")
    ((size,),) = run_sql(database, "PRAGMA page_size")
    assert isinstance(root, int)
    assert isinstance(size, int)
    with database.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xa5" * size)
    assert (await restore(backup, database, clock())).deleted == 1
    assert starred_names(database) == {"Bens"}


async def test_backups_log_is_restored(database: Path, tmp_path: Path, clock: ManualClock) -> None:
    """As copied by hand while the bot was running."""
    by_hand = tmp_path / "by_hand.sqlite3"
    async with open_favourites(database, clock) as repository:
        await repository.star(GROUP, ADA, "In the log", None)
        shutil.copy(database, by_hand)
        shutil.copy(f"{database}-wal", f"{by_hand}-wal")
    new = tmp_path / "new.sqlite3"
    await restore(by_hand, new, clock(), unknown=UnknownDeletions.FIRST_INSTALLATION)
    assert starred_names(new) == {"In the log"}
