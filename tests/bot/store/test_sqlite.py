"""The database in a file: what is refused at the start, and what becomes of failures."""

import asyncio
import sqlite3
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest

from bot.store import sqlite
from bot.store.database import VERSION, Transaction
from bot.store.errors import StoreBusyError, StoreError
from bot.store.sqlite import instance_lock, open_database
from bot.store.store import Store, open_store

GROUP, ADA = 7, 1


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "nomen.sqlite3"


async def open_once(file: Path, *, create: bool = True) -> None:
    async with open_store(file, create=create):
        pass


async def test_a_closed_database_is_one_file(file: Path) -> None:
    await open_once(file)
    assert [path.name for path in file.parent.iterdir()] == [file.name]


async def test_what_is_acknowledged_survives_losing_power_and_what_is_deleted_is_overwritten(
    file: Path,
) -> None:
    async with open_database(file) as database:
        for pragma, value in (("synchronous", 2), ("secure_delete", 1)):
            sql = f"PRAGMA {pragma}"
            (row,) = await database._writer.run(lambda each: each.execute(sql).fetchall())  # noqa: B023, SLF001 - as it is
            assert row == (value,)


async def test_a_database_of_another_version_is_refused_unchanged(file: Path) -> None:
    await open_once(file)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("UPDATE ledger SET version = version + 1")
    before = file.read_bytes()
    with pytest.raises(StoreError, match=f"has version {VERSION + 1} of the tables"):
        await open_once(file)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no database at all" * 300, "damaged, or no database"),
        (None, "no database of Nomen"),
        (b"", "no database of Nomen"),
    ],
    ids=["text", "another program's", "empty"],
)
async def test_what_is_no_database_of_ours_is_left_as_it_is(
    file: Path, content: bytes | None, said: str
) -> None:
    if content is None:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("CREATE TABLE star (mine text)")
    else:
        file.write_bytes(content)
    before = file.read_bytes()
    with pytest.raises(StoreError, match=said):
        await open_once(file, create=content != b"")
    assert file.read_bytes() == before


async def test_a_database_with_a_corrupt_page_is_refused(file: Path) -> None:
    async with open_store(file) as store:
        for letter in "abcdefghijklmnopqrstuvwxyz":
            await store.stars.star(GROUP, ADA, f"A{letter}", None)
    with file.open("r+b") as damaged:
        damaged.seek(3 * 4096)
        damaged.write(b"\xff" * 4096)
    with pytest.raises(StoreError, match="is damaged"):
        await open_once(file)


async def test_a_missing_file_or_folder_is_reported(file: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=f"There is no database {file}"):
        await open_once(file, create=False)
    with pytest.raises(StoreError, match="cannot be opened"):
        await open_once(tmp_path / "missing" / "nomen.sqlite3")


async def test_special_characters_in_a_files_name_are_no_options(tmp_path: Path) -> None:
    await open_once(tmp_path / "no?mode=memory#%.sqlite3")
    assert [path.name for path in tmp_path.iterdir()] == ["no?mode=memory#%.sqlite3"]


async def test_another_program_may_write_for_a_moment_and_is_not_waited_for_longer(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "SHORT_TIMEOUT", 0.2)
    async with open_store(file) as store:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            starring = asyncio.create_task(store.stars.star(GROUP, ADA, "Ana", None))
            await asyncio.sleep(0.05)
            other.execute("COMMIT")
            assert (await starring).is_new
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreBusyError, match="Try again in a moment"):
                await store.stars.star(GROUP, ADA, "Bo", None)
            assert len(await store.stars.favourites(GROUP, ADA)) == 1
            other.execute("ROLLBACK")
        assert (await store.stars.star(GROUP, ADA, "Cas", None)).is_new


async def test_a_transaction_that_fails_or_waits_leaves_nothing(file: Path) -> None:
    async def fail(transaction: Transaction) -> None:
        await transaction.fetch("hide", guild=GROUP, folded="ana", number=1)
        raise KeyError

    async def wait(transaction: Transaction) -> None:
        await transaction.fetch("hide", guild=GROUP, folded="ana", number=1)
        await asyncio.sleep(0)

    async with open_store(file) as store:
        with pytest.raises(KeyError):
            await store.database.transact(fail)
        with pytest.raises(RuntimeError, match="awaits nothing but its own queries"):
            await store.database.transact(wait)
        assert await store.board.hidden(GROUP) == []
        assert await store.board.hide(GROUP, "Ana")


async def fill_up(store: Store) -> None:
    for member, letters in enumerate(product("abcdefghijklmnopqrstuvwxyz", repeat=2), ADA):
        await store.stars.star(GROUP, member, "".join(letters), None)


async def test_a_full_disk_refuses_stars_and_fails_the_check_until_there_is_room(
    file: Path,
) -> None:
    async with open_store(file) as store:
        pages = "PRAGMA max_page_count = {}"
        run = store.database._writer.run  # type: ignore[attr-defined] # noqa: SLF001 - has a limit of its own
        await run(lambda each: each.execute(pages.format(1)))
        with pytest.raises(StoreError, match="no room left"):
            await fill_up(store)
        await run(lambda each: each.execute(pages.format(2**30)))
        assert (await store.stars.star(GROUP, ADA, "Bo", None)).is_new


async def test_the_check_has_to_write(file: Path) -> None:
    async with open_store(file) as store:
        log = file.with_name(f"{file.name}-wal")
        before = log.stat().st_size
        await store.check()
        assert log.stat().st_size > before
        run = store.database._writer.run  # type: ignore[attr-defined] # noqa: SLF001 - as if the disk were read-only
        await run(lambda each: each.execute("PRAGMA query_only = ON"))
        with pytest.raises(StoreError, match="may only be read"):
            await store.check()


def test_a_file_is_served_once_by_all_links_to_it(file: Path) -> None:
    file.touch()
    link = file.with_name("link.sqlite3")
    link.symlink_to(file)
    with (
        instance_lock(file),
        pytest.raises(StoreError, match="served by another Nomen"),
        instance_lock(link),
    ):
        pass
    with instance_lock(link):
        pass
