"""A database that is an older copy of itself is not served before its deletions are repeated."""

import shutil
from collections.abc import Awaitable
from pathlib import Path

import pytest

from bot.favourites.backup.deletion_record import FILENAME, DeletionRecord, read_record
from bot.favourites.backup.restore import UnknownDeletions
from bot.favourites.errors import StoreError
from bot.favourites.postgres.database import inspect_database
from bot.favourites.repository import FavouritesRepository
from bot.favourites.store import admit_restored, serving_store
from bot.runtime.settings import Settings
from tests.bot.favourites.stores import (
    Action,
    PostgresStore,
    SqliteStore,
    Store,
    place_of,
    starred_names,
    starring,
)
from tests.support.clocks import ManualClock

GROUP, ADA, BEN = 7, 1, 2
CLOCK = ManualClock()
"""It stands still."""
TWO_STARS = (starring(GROUP, ADA, "Adas"), starring(GROUP, BEN, "Bens"))


def delete_ada(favourites: FavouritesRepository) -> Awaitable[object]:
    return favourites.delete_member(ADA)


async def serve(store: Store, folder: Path, *actions: Action) -> None:
    """Serve a database, with the record of deletions in a folder, while some things are done."""
    settings = Settings(database=place_of(store), backup_folder=folder, backup_every=None)
    async with serving_store(settings, CLOCK) as serving:
        for action in actions:
            await action(serving.favourites)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for the record of deletions."""
    return tmp_path / "backups"


@pytest.fixture
async def restored(postgres_store: PostgresStore, folder: Path) -> PostgresStore:
    """A server's database from a dump, since which a member had everything deleted."""
    await serve(postgres_store, folder, *TWO_STARS)
    copy = await postgres_store.copy()
    await serve(postgres_store, folder, delete_ada)
    return copy


async def test_older_file_in_the_databases_place_does_not_revive_deletions(
    database: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = SqliteStore(database)
    await serve(file, folder, *TWO_STARS)
    older = await file.copy()
    await serve(file, folder, delete_ada)
    shutil.copy(older.path, file.path)
    await serve(file, folder)
    assert await starred_names(file) == {"Bens"}
    assert "was restored; stars deleted again since the backup: 1" in caplog.text


async def test_database_that_was_not_restored_needs_no_record(
    store: Store, folder: Path, tmp_path: Path
) -> None:
    await serve(store, folder, *TWO_STARS)
    await serve(store, tmp_path / "empty")
    assert await starred_names(store) == {"Adas", "Bens"}


async def test_dump_that_is_restored_is_without_what_was_deleted_since(
    postgres_store: PostgresStore, folder: Path
) -> None:
    server = postgres_store.server
    dump = str(server.folder / "nomen.dump")
    await serve(postgres_store, folder, *TWO_STARS)
    server.use("pg_dump", "-Fc", "-f", dump, postgres_store.name)
    await serve(postgres_store, folder, starring(GROUP, BEN, "Lost"), delete_ada)
    restored = PostgresStore(server, server.create_database())
    server.use("pg_restore", "-d", restored.name, dump)
    assert await starred_names(restored) == {"Adas", "Bens"}
    await serve(restored, folder, starring(GROUP, ADA, "After"))
    await serve(restored, folder)
    assert await starred_names(restored) == {"Bens", "After"}
    assert (await inspect_database(restored.url)).miscounted == 0


async def test_server_restored_within_its_database_is_noticed(
    postgres_store: PostgresStore, folder: Path, tmp_path: Path
) -> None:
    """As by `pg_restore --clean`, which makes the tables anew."""
    await serve(postgres_store, folder, *TWO_STARS)
    server = postgres_store.server
    dump = str(server.folder / "within.dump")
    server.use("pg_dump", "-Fc", "-f", dump, postgres_store.name)
    server.use("pg_restore", "--clean", "-d", postgres_store.name, dump)
    with pytest.raises(StoreError, match="restored or copied"):
        await serve(postgres_store, tmp_path / "empty")


@pytest.mark.parametrize("unknown", [UnknownDeletions.FIRST_INSTALLATION, UnknownDeletions.FORGET])
async def test_restored_server_without_its_record_is_not_served_until_the_host_goes_on(
    restored: PostgresStore, tmp_path: Path, unknown: UnknownDeletions
) -> None:
    empty = tmp_path / "empty"
    for _ in range(2):
        with pytest.raises(StoreError, match=r"restored or copied .* bot restore"):
            await serve(restored, empty)
    await admit_restored(restored.url, DeletionRecord(), empty, CLOCK(), unknown)
    await serve(restored, empty)
    assert await starred_names(restored) == {"Adas", "Bens"}


async def test_host_can_name_the_record(
    restored: PostgresStore, folder: Path, tmp_path: Path
) -> None:
    record, refuse = read_record(folder / FILENAME), UnknownDeletions.REFUSE
    assert await admit_restored(restored.url, record, tmp_path / "empty", CLOCK(), refuse) == 1
    await serve(restored, tmp_path / "empty")
    assert await starred_names(restored) == {"Bens"}


def newest_in(folder: Path) -> int:
    """Return the newest number of any database that a record knows."""
    return max(known.newest for known in read_record(folder / FILENAME).databases.values())


async def test_record_that_has_forgotten_too_much_does_not_count(
    restored: PostgresStore, folder: Path
) -> None:
    record = folder / FILENAME
    text = record.read_text("utf-8")
    record.write_text(text.replace('"forgotten": 0', f'"forgotten": {newest_in(folder)}'), "utf-8")
    with pytest.raises(StoreError, match="restored or copied"):
        await serve(restored, folder)


@pytest.fixture
def damaged(folder: Path) -> Path:
    """A folder with a record that cannot be read."""
    folder.mkdir()
    (folder / FILENAME).write_text("damaged", "utf-8")
    return folder


async def test_file_is_served_though_its_record_cannot_be_read(
    database: Path, damaged: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = SqliteStore(database)
    await serve(file, damaged, *TWO_STARS)
    assert await starred_names(file) == {"Adas", "Bens"}
    assert "Whether the database is an older copy is not known" in caplog.text


async def test_server_is_not_served_while_its_record_cannot_be_read(
    postgres_store: PostgresStore, damaged: Path
) -> None:
    with pytest.raises(StoreError, match="is no record of deletions"):
        await serve(postgres_store, damaged)


@pytest.mark.parametrize("behind", [0, 1000])
async def test_copy_that_has_gone_on_by_itself_is_not_known(
    restored: PostgresStore, folder: Path, behind: int
) -> None:
    """It counts as far as the record or farther, but what it counted were other deletions."""
    await restored.run_sql(f"SELECT setval('nomen.numbers', {newest_in(folder) + 1 + behind})")
    with pytest.raises(StoreError, match="restored or copied"):
        await serve(restored, folder)


async def test_database_that_was_moved_away_does_not_vouch_for_what_was_deleted_since(
    database: Path, folder: Path
) -> None:
    file = SqliteStore(database)
    await serve(file, folder, *TWO_STARS)
    before = await DeletionRecord.of_database(file.path, CLOCK())
    await file.run_sql("UPDATE identity SET moved_to = 'elsewhere'")
    after = await DeletionRecord.of_database(file.path, CLOCK())
    assert (len(before.databases), len(after.databases)) == (1, 0)
