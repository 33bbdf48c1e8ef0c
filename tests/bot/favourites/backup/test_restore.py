"""A backup takes the database's place, what was deleted stays deleted, and nothing is lost."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.favourites.backup.backup import back_up, beside
from bot.favourites.backup.restore import Restored, restore
from bot.favourites.errors import StoreError
from bot.favourites.sqlite.repository import open_favourites
from bot.favourites.sqlite.schema import shipped
from tests.bot.favourites.manual_clock import HandClock
from tests.bot.favourites.rows import ask, names

ROOT = Path(__file__).parents[4]
GROUP, ADA, BEN = 7, 1, 2
NEWEST = shipped()[-1].version


@pytest.fixture
async def backup(path: Path, tmp_path: Path, clock: HandClock) -> Path:
    """Made when Ada and Ben had starred a name each; since, Ada had everything deleted."""
    (tmp_path / "away").mkdir()
    backup = tmp_path / "away" / "backup.sqlite3"
    async with open_favourites(path, clock) as store:
        await store.star(GROUP, ADA, "Adas", None)
        await store.star(GROUP, BEN, "Bens", None)
        await back_up(path, backup)
        clock.move(days=1)
        await store.delete_member(ADA)
        await store.star(GROUP, BEN, "Later", None)
    return backup


def files(folder: Path) -> dict[str, bytes]:
    """All that lies in a folder and below; SQLite's shared memory says nothing."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not file.name.endswith("-shm")
    }


async def refusal(backup: Path, path: Path, clock: HandClock, *, forget: bool = False) -> str:
    """What is said when nothing is restored, which must leave everything as it was."""
    before = files(path.parent)
    with pytest.raises(StoreError) as refused:
        await restore(backup, path, clock(), forget_deletions=forget)
    assert files(path.parent) == before
    return str(refused.value)


async def test_a_backup_is_restored_without_what_was_deleted_since(
    backup: Path, path: Path, clock: HandClock
) -> None:
    whole = backup.read_bytes()
    kept = path.with_name("nomen.20260102T000000Z.sqlite3")
    assert await restore(backup, path, clock()) == Restored(kept, 1)
    async with open_favourites(path, clock) as store:
        assert [one.name for one in await store.own(GROUP, BEN)] == ["Bens"]
        assert await store.own(GROUP, ADA) == ()
    assert names(kept) == {"Bens", "Later"}
    assert backup.read_bytes() == whole
    assert set(files(path.parent)) == {"away/backup.sqlite3", path.name, kept.name}


async def test_deletions_outlive_one_restoration_after_the_other(
    backup: Path, path: Path, clock: HandClock
) -> None:
    first = await restore(backup, path, clock())
    second = await restore(backup, path, clock())
    assert first.kept != second.kept
    assert (first.deleted, second.deleted) == (1, 1)
    assert names(path) == {"Bens"}


async def test_the_database_that_was_kept_can_be_restored_too(
    backup: Path, path: Path, clock: HandClock
) -> None:
    kept = (await restore(backup, path, clock())).kept
    assert kept is not None
    await restore(kept, path, clock())
    assert names(path) == {"Bens", "Later"}


async def test_on_another_machine_there_is_no_database_yet(
    backup: Path, tmp_path: Path, clock: HandClock
) -> None:
    (tmp_path / "new").mkdir()
    for name in ("none.sqlite3", "empty.sqlite3"):
        new = tmp_path / "new" / name
        if name.startswith("empty"):
            new.touch()
        assert await restore(backup, new, clock()) == Restored(None, 0)
        assert names(new) == {"Adas", "Bens"}


async def test_what_is_restored_by_root_belongs_to_whom_the_database_did(
    backup: Path, path: Path, tmp_path: Path, clock: HandClock
) -> None:
    owner = 12_345 if os.geteuid() == 0 else os.geteuid()
    os.chown(path, owner, -1)
    await restore(backup, path, clock())
    assert path.stat().st_uid == owner
    os.chown(tmp_path / "away", owner, -1)
    await restore(backup, tmp_path / "away" / "new.sqlite3", clock())
    assert (tmp_path / "away" / "new.sqlite3").stat().st_uid == owner


async def test_a_log_without_its_database_is_set_aside(
    backup: Path, path: Path, clock: HandClock
) -> None:
    """It would be taken for the restored one's, and spoil it."""
    async with open_favourites(path, clock) as store:
        await store.star(GROUP, BEN, "In the log", None)
        log = path.with_name(path.name + "-wal")
        saved = log.read_bytes()
    path.unlink()
    log.write_bytes(saved)
    await restore(backup, path, clock())
    assert names(path) == {"Adas", "Bens"}
    assert path.with_name("nomen.20260102T000000Z.sqlite3-wal").read_bytes() == saved


async def test_what_a_killed_bot_left_in_its_log_is_kept_and_its_deletions_hold(
    backup: Path, path: Path, clock: HandClock
) -> None:
    code = (
        "import asyncio, os, signal, sys\n"
        "from pathlib import Path\n"
        "from bot.favourites.sqlite.repository import open_favourites\n"
        "async def main(path):\n"
        "    async with open_favourites(Path(path)) as store:\n"
        "        await store.star(7, 3, 'Killed', None)\n"
        "        async with store._writing.transaction() as connection:\n"
        "            from bot.favourites.sqlite.tombstones import bury\n"
        "            await bury(connection, 2, 2**50)\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(main(sys.argv[1]))\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, check=False)  # noqa: ASYNC221, S603 - our own code
    assert path.with_name(path.name + "-wal").stat().st_size
    came = await restore(backup, path, clock())
    assert came.kept is not None
    assert names(came.kept) == {"Bens", "Later", "Killed"}
    assert names(path) == set()
    assert not any(file.exists() for file in beside(path))


async def test_nothing_is_restored_while_a_bot_has_the_database(
    backup: Path, path: Path, clock: HandClock
) -> None:
    async with open_favourites(path, clock) as store:
        assert "Stop the bot first" in await refusal(backup, path, clock)
        assert "Stop the bot first" in await refusal(backup, path, clock, forget=True)
        assert await store.star(GROUP, BEN, "Still at work", None)


async def test_nothing_is_restored_while_a_bot_of_another_process_is_idle(
    backup: Path, path: Path, clock: HandClock
) -> None:
    code = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from bot.favourites.sqlite.repository import open_favourites\n"
        "async def main(path):\n"
        "    async with open_favourites(Path(path)):\n"
        "        print('open', flush=True)\n"
        "        await asyncio.to_thread(sys.stdin.read)\n"
        "asyncio.run(main(sys.argv[1]))\n"
    )
    idle = subprocess.Popen(  # noqa: ASYNC220, S603 - our own code
        [sys.executable, "-c", code, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with idle:
        assert idle.stdout is not None
        next(idle.stdout)
        assert "Stop the bot first" in await refusal(backup, path, clock)
        idle.communicate()
    assert (await restore(backup, path, clock())).deleted == 1


async def test_what_is_no_backup_is_refused(
    backup: Path, path: Path, tmp_path: Path, clock: HandClock
) -> None:
    whole = backup.read_bytes()
    backup.write_text("My favourite names: José, Zofieke.\n" * 100, "utf-8")
    assert "no database" in await refusal(backup, path, clock)
    backup.write_bytes(whole[:10_000])
    assert "damaged" in await refusal(backup, path, clock)
    backup.write_bytes(b"")
    assert "is empty" in await refusal(backup, path, clock)
    assert "There is no backup" in await refusal(tmp_path / "nowhere", path, clock)
    assert "itself" in await refusal(path, path, clock)


async def test_a_backup_with_any_page_spoilt_is_refused(
    backup: Path, path: Path, clock: HandClock
) -> None:
    whole = backup.read_bytes()
    ((size,),) = ask(backup, "PRAGMA page_size")
    assert isinstance(size, int)
    for begin in range(0, len(whole), size):
        backup.write_bytes(whole[:begin] + b"\xa5" * size + whole[begin + size :])
        assert "damaged" in await refusal(backup, path, clock)


async def test_another_programs_or_a_newer_nomens_file_is_refused(
    backup: Path, path: Path, tmp_path: Path, clock: HandClock
) -> None:
    foreign = tmp_path / "away" / "foreign.sqlite3"
    ask(foreign, "CREATE TABLE mine (x)")
    assert "another program's" in await refusal(foreign, path, clock)
    ask(backup, f"PRAGMA user_version = {NEWEST + 1}")
    told = await refusal(backup, path, clock)
    assert "newer Nomen" in told
    assert str(backup) in told


async def test_another_programs_or_an_older_or_newer_database_is_left(
    backup: Path, path: Path, clock: HandClock
) -> None:
    ask(path, f"PRAGMA user_version = {NEWEST + 1}")
    assert "newer Nomen" in await refusal(backup, path, clock)
    ask(path, f"PRAGMA user_version = {NEWEST - 1}")
    assert "older Nomen" in await refusal(backup, path, clock)
    path.unlink()
    ask(path, "CREATE TABLE mine (x)")
    assert "another program's" in await refusal(backup, path, clock)


async def test_a_database_too_damaged_to_tell_deletions_is_replaced_only_when_that_is_said(
    backup: Path, path: Path, clock: HandClock
) -> None:
    path.write_text("spoilt", "ascii")
    assert "--forget-deletions" in await refusal(backup, path, clock)
    came = await restore(backup, path, clock(), forget_deletions=True)
    assert came.deleted is None
    assert came.kept is not None
    assert came.kept.read_text("ascii") == "spoilt"
    assert names(path) == {"Adas", "Bens"}


async def test_a_database_without_its_deletions_is_such_a_one(
    backup: Path, path: Path, clock: HandClock
) -> None:
    ask(path, "DROP TABLE tombstone")
    assert "--forget-deletions" in await refusal(backup, path, clock)


async def test_a_damaged_database_tells_its_deletions_where_those_are_whole(
    backup: Path, path: Path, clock: HandClock
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        ((root,),) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'tally'")
        ((size,),) = connection.execute("PRAGMA page_size")
    whole = path.read_bytes()
    begin = (root - 1) * size
    path.write_bytes(whole[:begin] + b"\xa5" * size + whole[begin + size :])
    came = await restore(backup, path, clock())
    assert came.deleted == 1
    assert names(path) == {"Bens"}


async def test_a_place_that_cannot_be_written_is_told(
    backup: Path, tmp_path: Path, clock: HandClock
) -> None:
    with pytest.raises(StoreError, match="No such file"):
        await restore(backup, tmp_path / "nowhere" / "nomen.sqlite3", clock())


async def test_a_copy_with_its_log_beside_is_restored_whole(
    path: Path, tmp_path: Path, clock: HandClock
) -> None:
    """As someone may have copied it by hand, while the bot ran."""
    by_hand = tmp_path / "by_hand.sqlite3"
    async with open_favourites(path, clock) as store:
        await store.star(GROUP, ADA, "In the log", None)
        shutil.copy(path, by_hand)
        shutil.copy(f"{path}-wal", f"{by_hand}-wal")
    new = tmp_path / "new.sqlite3"
    await restore(by_hand, new, clock())
    assert names(new) == {"In the log"}
