"""Failures of the server: what is refused at the start, what members are told, and no password."""

import asyncio
import gc
from pathlib import Path

import asyncpg
import pytest

from bot.favourites.database import Transaction
from bot.favourites.errors import StoreError
from bot.favourites.postgres import connection
from bot.favourites.postgres.database import inspect_database, open_database, open_existing
from bot.favourites.queries import Query
from bot.favourites.schema import VERSION
from bot.favourites.store import open_favourites, serving_store
from bot.runtime.postgres_url import PostgresUrl
from bot.runtime.settings import Settings
from tests.bot.favourites.stores import PostgresStore, open_once
from tests.postgres_proxy import stalling_proxy, url_through
from tests.support.clocks import ManualClock

GROUP, ADA = 7, 1


async def test_server_that_is_away_is_reported_without_the_password(tmp_path: Path) -> None:
    url = PostgresUrl.parse(f"postgresql://nomen:hunter2@/nomen?host={tmp_path}")
    with pytest.raises(StoreError, match="postgresql://nomen@/nomen cannot be reached") as error:
        await open_once(url)
    assert "hunter2" not in f"{error.value!r} {url!r}"


async def test_unknown_database_is_reported(postgres_store: PostgresStore) -> None:
    with pytest.raises(StoreError, match='database "nowhere" does not exist'):
        await open_once(postgres_store.server.url("nowhere"))


async def test_unknown_parameter_of_the_address_is_reported(postgres_store: PostgresStore) -> None:
    url = PostgresUrl.parse(f"{postgres_store.url.dsn}&sslmode=perhaps")
    with pytest.raises(StoreError, match="sslmode"):
        await open_once(url)


def test_missing_package_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    url = PostgresUrl.parse("postgresql://localhost/nomen")
    with pytest.raises(StoreError, match=r"pip install \"nomen\[cluster\]\""):
        serving_store(Settings(database=url), ManualClock())


async def test_newer_database_is_refused_unchanged(postgres_store: PostgresStore) -> None:
    await open_once(postgres_store.url)
    newer = VERSION["postgres"] + 1
    await postgres_store.run_sql("UPDATE version SET number = number + 1")
    for opening in (open_once(postgres_store.url), inspect_database(postgres_store.url)):
        with pytest.raises(StoreError, match="newer Nomen"):
            await opening
    assert await postgres_store.run_sql("SELECT number FROM version") == [(newer,)]


async def test_older_database_is_not_read(postgres_store: PostgresStore) -> None:
    await open_once(postgres_store.url)
    await postgres_store.run_sql("UPDATE version SET number = 0")
    with pytest.raises(StoreError, match="is empty"):
        async with open_existing(postgres_store.url):
            pass


async def test_processes_that_start_at_once_migrate_once(postgres_store: PostgresStore) -> None:
    await asyncio.gather(*(open_once(postgres_store.url) for _ in range(4)))
    assert await postgres_store.run_sql("SELECT number FROM version") == [(VERSION["postgres"],)]


async def test_tables_of_others_are_left_alone(postgres_store: PostgresStore) -> None:
    await postgres_store.run_sql("CREATE TABLE public.star (mine text)")
    async with postgres_store.opened() as repository:
        assert await repository.star(GROUP, ADA, "Ana", None)
    assert await postgres_store.run_sql("SELECT * FROM public.star") == []


async def test_database_that_may_only_be_read_is_unhealthy(postgres_store: PostgresStore) -> None:
    async with postgres_store.opened() as repository:
        await repository.check()
    only_reading = f"ALTER DATABASE {postgres_store.name} SET default_transaction_read_only = on"
    await postgres_store.run_sql(only_reading)
    with pytest.raises(StoreError, match="may only be read"):
        await inspect_database(postgres_store.url)


async def test_waiting_in_vain_ends_and_changes_nothing(postgres_store: PostgresStore) -> None:
    async with open_favourites(postgres_store.url, patience=0.3) as repository:
        async with postgres_store.connected() as other:
            await other.execute(f"SELECT pg_advisory_lock({ADA})")
            with pytest.raises(StoreError, match="took too long"):
                await repository.star(GROUP, ADA, "Ana", None)
            assert await repository.star(GROUP, 2, "Bo", None)
        assert await repository.list_favourites(GROUP, ADA) == ()


async def test_stopped_server_is_reported_and_used_when_back(postgres_store: PostgresStore) -> None:
    server = postgres_store.server
    async with open_favourites(postgres_store.url, patience=0.5) as repository:
        await asyncio.to_thread(server.stop)
        try:
            with pytest.raises(StoreError, match="cannot be reached"):
                await repository.star(GROUP, ADA, "Ana", None)
            with pytest.raises(StoreError, match="cannot be reached"):
                await repository.check()
        finally:
            await asyncio.to_thread(server.start)
    async with open_favourites(postgres_store.url) as repository:
        assert await repository.star(GROUP, ADA, "Ana", None)


async def test_network_that_passes_nothing_on_is_not_waited_for_longer_than_the_deadline(
    postgres_store: PostgresStore, tmp_path: Path
) -> None:
    url = url_through(tmp_path, postgres_store.url)
    async with (
        stalling_proxy(postgres_store.server, tmp_path) as proxy,
        open_favourites(url, patience=1) as repository,
    ):
        await repository.star(GROUP, ADA, "Ana", None)
        proxy.passing.clear()
        async with asyncio.timeout(10):
            with pytest.raises(StoreError, match=r"took too long|cannot be reached"):
                await repository.star(GROUP, ADA, "Bo", None)
        proxy.passing.set()
        assert await repository.star(GROUP, ADA, "Cas", None)


async def test_a_poll_of_which_nobody_can_tell_whether_it_counts_is_not_begun_again(
    postgres_store: PostgresStore, tmp_path: Path
) -> None:
    """A second time would find the first, and have the group wait for an hour without a poll."""
    url = url_through(tmp_path, postgres_store.url)
    async with (
        stalling_proxy(postgres_store.server, tmp_path) as proxy,
        open_favourites(url) as repository,
    ):
        proxy.loses_commit = True
        with pytest.raises(StoreError, match="cannot be reached"):
            await repository.polls.begin(GROUP)
        assert not proxy.loses_commit
        assert await repository.polls.wait(GROUP) > 0


async def test_value_that_is_refused_is_not_quoted(postgres_store: PostgresStore) -> None:
    async with postgres_store.opened() as repository:
        for request in (
            repository.star(GROUP, ADA, "Secret\ud800name", None),
            repository.star(GROUP, ADA, "Secret\0name", None),
            repository.star(GROUP, 2**63, "Ana", None),
            repository.board.hidden_among(GROUP, ["Secret\ud800name"]),
        ):
            with pytest.raises(StoreError, match=r"failed: \w+Error\. Nothing"):
                await request
        assert await repository.star(GROUP, ADA, "Ana", None)


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("SELECT 'Secret name'::bigint", "InvalidTextRepresentationError"),
        ("INSERT INTO guild (id) VALUES (0)", "CheckViolationError"),
    ],
)
async def test_value_that_the_server_refuses_is_not_quoted(
    postgres_store: PostgresStore, statement: str, name: str
) -> None:
    async with open_database(postgres_store.url) as database:
        with pytest.raises(StoreError, match=rf"failed: {name}\. Nothing"):
            await database.transact(lambda transaction: transaction.fetch(Query(statement, ())))


async def test_connection_that_was_just_given_back_is_not_cut_off(
    postgres_store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "CANCEL_TIMEOUT", 0.01)
    ended = asyncio.Event()
    async with asyncpg.create_pool(postgres_store.url.dsn, min_size=0) as pool:

        async def work(used: connection.Connection) -> None:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                await pool.release(used)
                await ended.wait()
                raise

        with pytest.raises(StoreError, match="took too long"):
            await connection.attempt(pool, work, 0.01)
        ended.set()


async def test_failure_of_a_request_that_is_cancelled_just_then_is_not_logged(
    postgres_store: PostgresStore, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(_: Transaction) -> None:
        attempts = asyncio.current_task()
        assert attempts is not None
        attempts.add_done_callback(lambda _: request.cancel())
        message = "cannot be done"
        raise ValueError(message)

    await open_once(postgres_store.url)
    async with open_existing(postgres_store.url) as database:
        request = asyncio.create_task(database.transact(fail))
        with pytest.raises(asyncio.CancelledError):
            await request
    gc.collect()
    assert "never retrieved" not in caplog.text
