"""A bot's database: deletions are recorded beside it, and repeated after a restore from a dump."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.favourites.backup.deletion_record import FILENAME, read_record
from bot.favourites.errors import StoreError
from bot.favourites.postgres.instance_lock import serving_lock, single_instance_lock
from bot.favourites.store import serving_store
from bot.runtime.postgres_url import PostgresUrl
from bot.runtime.settings import Settings
from tests.bot.favourites.stores import PostgresStore, starred_names
from tests.support.clocks import ManualClock
from tests.wire.discord_server.polling import wait_until

GROUP, ADA, BEN = 7, 1, 2
LISTENING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE 'LISTEN %' AND state = 'idle'
"""


async def test_dump_that_is_restored_is_without_what_was_deleted_since(
    postgres_store: PostgresStore, tmp_path: Path, clock: ManualClock
) -> None:
    settings = Settings(database=postgres_store.url, backup_folder=tmp_path)
    server = postgres_store.server
    dump = str(server.folder / "nomen.dump")
    async with serving_store(settings, clock) as store:
        await store.favourites.star(GROUP, ADA, "Adas", None)
        await store.favourites.star(GROUP, BEN, "Bens", None)
        server.use("pg_dump", "-Fc", "-f", dump, postgres_store.name)
        await store.favourites.star(GROUP, BEN, "Lost", None)
        await store.favourites.delete_member(ADA)
    restored = PostgresStore(server, server.create_database())
    server.use("pg_restore", "-d", restored.name, dump)
    assert await starred_names(restored) == {"Adas", "Bens"}
    settings = Settings(database=restored.url, backup_folder=tmp_path)
    async with serving_store(settings, clock) as store:
        assert await starred_names(restored) == {"Bens"}
        assert [top.name for top in await store.favourites.top_of_group(GROUP)] == ["Bens"]
        await store.favourites.star(GROUP, ADA, "After", None)
    async with serving_store(settings, clock):
        assert await starred_names(restored) == {"Bens", "After"}


def deletions_in(records: Iterable[Path]) -> list[int]:
    return [len(read_record(record).tombstones) for record in records]


async def test_deletion_by_one_process_is_soon_in_the_records_of_all(
    postgres_store: PostgresStore, tmp_path: Path, clock: ManualClock
) -> None:
    records = [tmp_path / name / FILENAME for name in ("one", "other")]
    one, other = (
        serving_store(Settings(database=postgres_store.url, backup_folder=record.parent), clock)
        for record in records
    )
    async with asyncio.timeout(60), one as first, other as second:
        await wait_until(lambda: all(record.exists() for record in records), "first records")
        while await postgres_store.run_sql(LISTENING) != [(2,)]:  # noqa: ASYNC110 - the server's
            await asyncio.sleep(0.01)
        await first.favourites.delete_member(ADA)
        await wait_until(lambda: deletions_in(records) == [1, 1], "deletion in both records")
        await second.favourites.delete_member(BEN)
        await wait_until(lambda: deletions_in(records) == [2, 2], "two deletions in both records")


async def test_served_database_is_not_moved_whoever_serves_it(
    postgres_store: PostgresStore, tmp_path: Path, clock: ManualClock
) -> None:
    settings = Settings(database=postgres_store.url, backup_folder=tmp_path)
    async with serving_store(settings, clock), serving_store(settings, clock):
        with pytest.raises(StoreError, match="served by another Nomen"):
            async with single_instance_lock(postgres_store.url, patience=0):
                pass


async def test_database_that_is_being_moved_is_not_served(postgres_store: PostgresStore) -> None:
    async with single_instance_lock(postgres_store.url):
        with pytest.raises(StoreError, match="is being moved"):
            async with serving_lock(postgres_store.url, patience=0):
                pass


def test_missing_package_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    url = PostgresUrl.parse("postgresql://localhost/nomen")
    with pytest.raises(StoreError, match=r"pip install \"nomen\[cluster\]\""):
        serving_store(Settings(database=url), ManualClock())
