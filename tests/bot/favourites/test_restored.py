"""A database that is an older copy of itself is not served before its deletions are repeated."""

import shutil
from pathlib import Path

import pytest

from bot.favourites.backup.deletion_record import FILENAME, DeletionRecord, read_record
from bot.favourites.backup.restore import UnknownDeletions
from bot.favourites.errors import StoreError
from bot.favourites.store import admit_restored, serving_store
from bot.runtime.settings import Settings
from tests.bot.favourites.stores import PostgresStore, SqliteStore, place_of, starred_names
from tests.support.clocks import ManualClock

GROUP, ADA, BEN = 7, 1, 2


def settings_for(store: SqliteStore | PostgresStore, folder: Path) -> Settings:
    return Settings(database=place_of(store), backup_folder=folder, backup_every=None)


async def star_two(settings: Settings, clock: ManualClock) -> None:
    async with serving_store(settings, clock) as store:
        await store.favourites.star(GROUP, ADA, "Adas", None)
        await store.favourites.star(GROUP, BEN, "Bens", None)


async def delete_ada(settings: Settings, clock: ManualClock) -> None:
    async with serving_store(settings, clock) as store:
        await store.favourites.delete_member(ADA)


async def serve(settings: Settings, clock: ManualClock) -> None:
    async with serving_store(settings, clock):
        pass


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for the record of deletions."""
    return tmp_path / "backups"


@pytest.fixture
async def restored(
    postgres_store: PostgresStore, folder: Path, clock: ManualClock
) -> PostgresStore:
    """A server's database from a dump, since which a member had everything deleted."""
    settings = settings_for(postgres_store, folder)
    await star_two(settings, clock)
    copy = await postgres_store.copy()
    await delete_ada(settings, clock)
    return copy


async def test_older_file_in_the_databases_place_does_not_revive_deletions(
    tmp_path: Path, folder: Path, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    store = SqliteStore(tmp_path / "nomen.sqlite3")
    settings = settings_for(store, folder)
    await star_two(settings, clock)
    older = await store.copy()
    await delete_ada(settings, clock)
    shutil.copy(older.path, store.path)
    await serve(settings, clock)
    assert await starred_names(store) == {"Bens"}
    assert "was restored; stars deleted again since the backup: 1" in caplog.text


async def test_file_needs_no_record(tmp_path: Path, folder: Path, clock: ManualClock) -> None:
    store = SqliteStore(tmp_path / "nomen.sqlite3")
    settings = settings_for(store, folder)
    await star_two(settings, clock)
    (folder / FILENAME).unlink()
    await serve(settings, clock)
    assert await starred_names(store) == {"Adas", "Bens"}


async def test_restored_server_without_its_record_is_not_served(
    restored: PostgresStore, tmp_path: Path, clock: ManualClock
) -> None:
    for _ in range(2):
        with pytest.raises(StoreError, match=r"restored or copied .* bot restore"):
            await serve(settings_for(restored, tmp_path / "empty"), clock)
    assert await starred_names(restored) == {"Adas", "Bens"}


async def test_server_restored_within_its_database_is_noticed(
    postgres_store: PostgresStore, folder: Path, tmp_path: Path, clock: ManualClock
) -> None:
    """As by `pg_restore --clean`, which makes the tables anew."""
    await star_two(settings_for(postgres_store, folder), clock)
    server = postgres_store.server
    dump = str(server.folder / "within.dump")
    server.use("pg_dump", "-Fc", "-f", dump, postgres_store.name)
    server.use("pg_restore", "--clean", "-d", postgres_store.name, dump)
    with pytest.raises(StoreError, match="restored or copied"):
        await serve(settings_for(postgres_store, tmp_path / "empty"), clock)


@pytest.mark.parametrize("unknown", [UnknownDeletions.FIRST_INSTALLATION, UnknownDeletions.FORGET])
async def test_host_can_go_on_without_a_record(
    restored: PostgresStore, tmp_path: Path, clock: ManualClock, unknown: UnknownDeletions
) -> None:
    empty = tmp_path / "empty"
    await admit_restored(restored.url, DeletionRecord(), empty, clock(), unknown)
    await serve(settings_for(restored, empty), clock)
    assert await starred_names(restored) == {"Adas", "Bens"}


async def test_host_can_name_the_record(
    restored: PostgresStore, folder: Path, tmp_path: Path, clock: ManualClock
) -> None:
    record, refuse = read_record(folder / FILENAME), UnknownDeletions.REFUSE
    assert await admit_restored(restored.url, record, tmp_path, clock(), refuse) == 1
    await serve(settings_for(restored, tmp_path / "empty"), clock)
    assert await starred_names(restored) == {"Bens"}


async def test_database_that_was_not_restored_is_served_from_another_machine(
    postgres_store: PostgresStore, folder: Path, tmp_path: Path, clock: ManualClock
) -> None:
    await star_two(settings_for(postgres_store, folder), clock)
    await serve(settings_for(postgres_store, tmp_path / "another"), clock)


async def test_record_that_has_forgotten_too_much_does_not_count(
    restored: PostgresStore, folder: Path, clock: ManualClock
) -> None:
    record = folder / FILENAME
    newest = max(known.newest for known in read_record(record).databases.values())
    text = record.read_text("utf-8").replace('"forgotten": 0', f'"forgotten": {newest}')
    record.write_text(text, "utf-8")
    with pytest.raises(StoreError, match="restored or copied"):
        await serve(settings_for(restored, folder), clock)


async def test_file_is_served_though_its_record_cannot_be_read(
    tmp_path: Path, folder: Path, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    store = SqliteStore(tmp_path / "nomen.sqlite3")
    folder.mkdir()
    (folder / FILENAME).write_text("damaged", "utf-8")
    await star_two(settings_for(store, folder), clock)
    assert await starred_names(store) == {"Adas", "Bens"}
    assert "Whether the database is an older copy is not known" in caplog.text


async def test_server_is_not_served_while_its_record_cannot_be_read(
    postgres_store: PostgresStore, folder: Path, clock: ManualClock
) -> None:
    folder.mkdir()
    (folder / FILENAME).write_text("damaged", "utf-8")
    with pytest.raises(StoreError, match="is no record of deletions"):
        await serve(settings_for(postgres_store, folder), clock)


@pytest.mark.parametrize("behind", [0, 1000])
async def test_copy_that_has_gone_on_by_itself_is_not_known(
    postgres_store: PostgresStore, folder: Path, clock: ManualClock, behind: int
) -> None:
    """It counts as far as the record or farther, but what it counted were other deletions."""
    settings = settings_for(postgres_store, folder)
    await star_two(settings, clock)
    await delete_ada(settings, clock)
    newest = max(known.newest for known in read_record(folder / FILENAME).databases.values())
    copy = await postgres_store.copy()
    await copy.run_sql(f"SELECT setval('nomen.numbers', {newest + 1 + behind})")
    with pytest.raises(StoreError, match="restored or copied"):
        await serve(settings_for(copy, folder), clock)


async def test_database_that_was_moved_away_does_not_vouch_for_what_was_deleted_since(
    tmp_path: Path, folder: Path, clock: ManualClock
) -> None:
    store = SqliteStore(tmp_path / "nomen.sqlite3")
    await star_two(settings_for(store, folder), clock)
    before = await DeletionRecord.of_database(store.path, clock())
    await store.run_sql("UPDATE identity SET moved_to = 'elsewhere'")
    after = await DeletionRecord.of_database(store.path, clock())
    assert (len(before.databases), len(after.databases)) == (1, 0)
