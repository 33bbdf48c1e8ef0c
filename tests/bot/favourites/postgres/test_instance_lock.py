"""The lock of those who serve a database: it keeps moves away, and tells them of deletions."""

import asyncio
import logging
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.favourites.backup.deletion_record import FILENAME, read_record
from bot.favourites.errors import StoreError
from bot.favourites.postgres import instance_lock, lone
from bot.favourites.postgres.instance_lock import serving_lock, single_instance_lock
from bot.favourites.store import serving_store
from bot.runtime.settings import Settings
from tests.bot.favourites.stores import PostgresStore
from tests.postgres_proxy import stalling_proxy, url_through
from tests.support.clocks import ManualClock
from tests.wire.discord_server.polling import wait_until

CUT_OFF = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid IN (
        SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = $1
    )
"""
LISTENING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE 'LISTEN %' AND state = 'idle'
"""
ALLOW = "UPDATE pg_database SET datallowconn = $1 WHERE datname = $2"


async def test_loss_is_logged_once_and_so_is_the_end_of_it(
    postgres_store: PostgresStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, instance_lock.__name__)
    monkeypatch.setattr(instance_lock, "RETRY_DELAY", 0.01)
    server, name = postgres_store.server, postgres_store.name
    async with (
        PostgresStore(server, server.url("postgres")).connected() as administrator,
        serving_lock(postgres_store.url),
        asyncio.timeout(20),
    ):
        await administrator.execute(ALLOW, False, name)  # noqa: FBT003 - a parameter of SQL
        await administrator.execute(CUT_OFF, instance_lock.INSTANCE_LOCK)
        await wait_until(lambda: bool(caplog.records), "loss")
        await asyncio.sleep(0.2)  # for some attempts in vain
        await administrator.execute(ALLOW, True, name)  # noqa: FBT003 - as above
        await wait_until(lambda: "is held again" in caplog.text, "end of the loss")
    assert [record.levelno for record in caplog.records] == [logging.WARNING, logging.INFO]


async def test_process_ends_though_the_server_does_not_answer(
    postgres_store: PostgresStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lone, "CLOSE_TIMEOUT", 0.1)
    async with stalling_proxy(postgres_store.server, tmp_path) as proxy:
        # asyncpg gives up by itself only after ten seconds.
        async with asyncio.timeout(5), serving_lock(url_through(tmp_path, postgres_store.url)):
            proxy.passing.clear()
        proxy.passing.set()


async def test_database_that_was_restored_meanwhile_is_admitted_anew(
    postgres_store: PostgresStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """As by a replica that took over, and had not heard of everything."""
    monkeypatch.setattr(instance_lock, "RETRY_DELAY", 0.01)
    settings = Settings(database=postgres_store.url, backup_folder=tmp_path, backup_every=None)
    record = tmp_path / FILENAME
    async with (
        asyncio.timeout(60),
        postgres_store.connected() as administrator,
        serving_store(settings, ManualClock()) as store,
    ):
        await store.favourites.star(7, 1, "Ada", None)
        rows = [tuple(row) for row in await administrator.fetch("SELECT * FROM nomen.star")]
        number = await administrator.fetchval("SELECT sequence FROM nomen.star")
        await store.favourites.delete_member(1)
        await wait_until(
            lambda: record.exists() and bool(read_record(record).tombstones),
            "deletion in the record",
        )
        await administrator.execute("DELETE FROM nomen.tombstone")
        await administrator.execute("SELECT setval('nomen.numbers', $1)", number)
        await administrator.copy_records_to_table("star", schema_name="nomen", records=rows)
        await administrator.execute(CUT_OFF, instance_lock.INSTANCE_LOCK)
        await wait_until(lambda: "was restored" in caplog.text, "deletion again")
        assert await postgres_store.run_sql("SELECT name FROM star") == []


async def test_deletions_of_others_are_heard_of_again_after_the_connection_was_lost(
    postgres_store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instance_lock, "RETRY_DELAY", 0.01)
    heard = asyncio.Event()
    async with (
        postgres_store.connected() as administrator,
        postgres_store.opened() as other,
        serving_lock(postgres_store.url, heard.set),
    ):
        await other.delete_member(1)
        await asyncio.wait_for(heard.wait(), 10)
        heard.clear()
        await administrator.execute(CUT_OFF, instance_lock.INSTANCE_LOCK)
        for _ in range(1000):
            await other.delete_member(1)
            if heard.is_set():
                break
            await asyncio.sleep(0.01)
        assert heard.is_set()


async def test_connection_that_answers_no_more_is_given_up(
    postgres_store: PostgresStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network may forget a connection on which nothing is said."""
    monkeypatch.setattr(lone, "KEEPALIVE", 0.05)
    monkeypatch.setattr(lone, "CONNECT_TIMEOUT", 0.2)
    async with stalling_proxy(postgres_store.server, tmp_path) as proxy:
        connection = await lone.connect(url_through(tmp_path, postgres_store.url))
        lost = asyncio.create_task(lone.wait_until_lost(connection))
        await asyncio.sleep(0.3)
        assert not lost.done()
        proxy.passing.clear()
        await asyncio.wait_for(lost, 10)
        proxy.passing.set()


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
        await first.favourites.delete_member(1)
        await wait_until(lambda: deletions_in(records) == [1, 1], "deletion in both records")
        await second.favourites.delete_member(2)
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
