"""The database in a server: what is refused at the start, what is repeated, and no secrets."""

import asyncio
from pathlib import Path

import pytest

from bot.runtime.postgres_url import PostgresUrl
from bot.store import postgres
from bot.store.database import VERSION
from bot.store.errors import StoreBusyError, StoreError
from bot.store.store import open_store
from tests.bot.store.places import PostgresPlace
from tests.postgres_proxy import stalling_proxy, url_through
from tests.postgres_server import PostgresServer

pytestmark = pytest.mark.slow
GROUP, ADA = 7, 1
KILL_ALL = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
def place(postgres_server: PostgresServer, tmp_path: Path) -> PostgresPlace:
    return PostgresPlace(postgres_server, postgres_server.create_database(), tmp_path)


async def open_once(url: PostgresUrl, *, create: bool = True) -> None:
    async with open_store(url, create=create):
        pass


async def test_a_server_that_is_away_is_reported_without_the_password(tmp_path: Path) -> None:
    url = PostgresUrl.parse(f"postgresql://nomen:hunter2@/nomen?host={tmp_path}")
    with pytest.raises(StoreError, match="postgresql://nomen@/nomen cannot be reached") as error:
        await open_once(url)
    assert "hunter2" not in f"{error.value!r} {url!r}"


async def test_an_unknown_database_or_parameter_is_reported(place: PostgresPlace) -> None:
    with pytest.raises(StoreError, match='database "nowhere" does not exist'):
        await open_once(place.server.url("nowhere"))
    with pytest.raises(StoreError, match="sslmode"):
        await open_once(PostgresUrl.parse(f"{place.url.dsn}&sslmode=perhaps"))


async def test_a_missing_package_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(StoreError, match=r"pip install \"nomen\[cluster\]\""):
        await open_once(PostgresUrl.parse("postgresql://localhost/nomen"))


async def test_a_database_of_another_version_or_without_tables_is_refused(
    place: PostgresPlace,
) -> None:
    with pytest.raises(StoreError, match="has no tables of Nomen"):
        await open_once(place.url, create=False)
    await open_once(place.url)
    await place.run_sql("UPDATE ledger SET version = version + 1")
    with pytest.raises(StoreError, match=f"has version {VERSION + 1} of the tables"):
        await open_once(place.url)
    assert await place.run_sql("SELECT version FROM ledger") == [(VERSION + 1,)]


async def test_processes_that_start_at_once_make_the_tables_once(place: PostgresPlace) -> None:
    await asyncio.gather(*(open_once(place.url) for _ in range(4)))
    assert len(await place.run_sql("SELECT id FROM ledger")) == 1


async def test_tables_of_others_are_left_alone(place: PostgresPlace) -> None:
    await place.run_sql("CREATE TABLE public.star (mine text)")
    async with place.opened() as store:
        assert (await store.stars.star(GROUP, ADA, "Ana", None)).is_new
    assert await place.run_sql("SELECT * FROM public.star") == []


async def test_a_replica_fails_the_check(place: PostgresPlace) -> None:
    await open_once(place.url)
    name = place.url.shown.rpartition("/")[2]
    await place.run_sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with pytest.raises(StoreError, match="may only be read"):
        async with place.opened() as store:
            await store.check()


async def test_a_connection_lost_before_the_commit_is_of_no_consequence(
    place: PostgresPlace,
) -> None:
    async with place.opened() as store:
        await store.stars.star(GROUP, ADA, "Ana", None)
        await place.run_sql(KILL_ALL)
        assert (await store.stars.star(GROUP, ADA, "Bo", None)).is_new
        await place.run_sql(KILL_ALL)
        assert len(await store.stars.favourites(GROUP, ADA)) == 2


async def test_a_connection_lost_during_the_commit_is_told_and_starring_again_is_harmless(
    place: PostgresPlace, tmp_path: Path
) -> None:
    url = url_through(tmp_path, place.url)
    async with stalling_proxy(place.server, tmp_path) as proxy, open_store(url) as store:
        proxy.loses_commit = True
        with pytest.raises(StoreBusyError, match="cannot be reached"):
            await store.stars.star(GROUP, ADA, "Ana", None)
        assert not proxy.loses_commit
        assert not (await store.stars.star(GROUP, ADA, "Ana", None)).is_new
        assert len(await store.stars.favourites(GROUP, ADA)) == 1


async def test_a_network_that_passes_nothing_on_is_not_waited_for(
    place: PostgresPlace, tmp_path: Path
) -> None:
    url = url_through(tmp_path, place.url)
    async with stalling_proxy(place.server, tmp_path) as proxy, open_store(url) as store:
        await store.stars.star(GROUP, ADA, "Ana", None)
        proxy.passing.clear()
        async with asyncio.timeout(10):
            with pytest.raises(StoreBusyError, match=r"took too long|cannot be reached"):
                await store.stars.star(GROUP, ADA, "Bo", None)
        proxy.passing.set()
        assert (await store.stars.star(GROUP, ADA, "Cas", None)).is_new


async def test_a_lock_that_is_not_given_back_is_not_waited_for(
    place: PostgresPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "SHORT_TIMEOUT", 0.3)
    async with place.opened() as store:
        async with place.connected() as other, other.transaction():
            await other.execute("LOCK TABLE star")
            with pytest.raises(StoreBusyError, match="took too long"):
                await store.stars.favourites(GROUP, ADA)
        assert await store.stars.favourites(GROUP, ADA) == []


async def test_a_stopped_server_is_reported_and_used_when_it_is_back(place: PostgresPlace) -> None:
    async with place.opened() as store:
        await asyncio.to_thread(place.server.stop)
        try:
            for request in (store.check(), store.stars.favourites(GROUP, ADA)):
                with pytest.raises(StoreBusyError, match=r"cannot be reached|took too long"):
                    await request
        finally:
            await asyncio.to_thread(place.server.start)
        assert (await store.stars.star(GROUP, ADA, "Ana", None)).is_new


async def test_a_value_that_is_refused_is_not_quoted(place: PostgresPlace) -> None:
    async with place.opened() as store:
        for request in (
            store.stars.star(GROUP, ADA, "Secret\ud800name", None),
            store.stars.star(GROUP, ADA, "Secret\0name", None),
            store.stars.star(GROUP, 2**63, "Ana", None),
            store.board.hidden_among(GROUP, ["Secret\0name"]),
        ):
            with pytest.raises(StoreError, match=r"failed: \w+Error\."):
                await request
        assert (await store.stars.star(GROUP, ADA, "Ana", None)).is_new
