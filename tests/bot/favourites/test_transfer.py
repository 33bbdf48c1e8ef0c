"""A move takes everything along, refuses what it would spoil, and goes on where it was cut off."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from bot.favourites.errors import StoreError
from bot.favourites.models import DIRECT_MESSAGES
from bot.favourites.postgres import transfer as postgres
from bot.favourites.sqlite import transfer as sqlite
from bot.favourites.transfer import Source, Table, Target, Values, identity_of, move
from model.domain.condition import Condition
from model.domain.generation import Provenance
from tests.bot.favourites.manual_clock import ManualClock
from tests.bot.favourites.stores import PostgresStore, SqliteStore, Store

FRIENDS, FAMILY, LEFT = 7, 8, 9
ADA, BEN = 2**62, 2
BLEND = Provenance(Condition((("PL", 0.6), ("NL", 0.4)), "F"), 2.0, 2**32 - 1)
TABLES = (
    *("star", "tally", "activity", "guild", "hidden_name", "typed_names_refused"),
    *("consent", "tombstone", "identity"),
)


@pytest.fixture
def stores(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_store: PostgresStore
) -> tuple[Store, Store]:
    """A source and a target, to PostgreSQL or back."""
    file = SqliteStore(tmp_path / "nomen.sqlite3")
    return (file, postgres_store) if request.param == "there" else (postgres_store, file)


both_ways = pytest.mark.parametrize("stores", ["there", "back"], indirect=True)


async def fill(store: Store, clock: ManualClock) -> None:
    """Have something in every table."""
    async with store.opened(clock) as repository:
        for number, name in enumerate(("José", "Jose", "Ana", "Bo", "Cas")):
            for member in (ADA, BEN)[: 1 + number % 2]:
                for guild in (FRIENDS, FAMILY, DIRECT_MESSAGES):
                    await repository.star(guild, member, name, BLEND if number else None)
                    clock.advance(milliseconds=1)
        await repository.move(FRIENDS, ADA, "Ana", -1)
        await repository.star(LEFT, BEN, "Dé", None)
        await repository.purge(clock(), [FRIENDS, FAMILY, LEFT])
        await repository.guild_left(LEFT)
        await repository.board.hide(FRIENDS, "Cas")
        await repository.board.take_typed_names(FAMILY, take=False)
        await repository.matches.ask(FRIENDS, ADA, BEN)
        await repository.delete_member(77)


def opened_source(store: Store) -> AbstractAsyncContextManager[Source]:
    if isinstance(store, PostgresStore):
        return postgres.open_source(store.url)
    assert isinstance(store, SqliteStore)
    return sqlite.open_source(store.path)


def opened_target(store: Store, source: bytes) -> AbstractAsyncContextManager[Target]:
    if isinstance(store, PostgresStore):
        return postgres.open_target(store.url, source)
    assert isinstance(store, SqliteStore)
    return sqlite.open_target(store.path, source)


@asynccontextmanager
async def both_opened(stores: tuple[Store, Store]) -> AsyncIterator[tuple[Source, Target]]:
    async with (
        opened_source(stores[0]) as source,
        opened_target(stores[1], await identity_of(source)) as target,
    ):
        yield source, target


async def move_all(stores: tuple[Store, Store]) -> dict[str, int]:
    async with both_opened(stores) as (source, target):
        return {name: table.rows for name, table in (await move(source, target)).items()}


class CutOffError(Exception):
    """Power failed."""


class CutOffTarget:
    """A target that fails at a table."""

    def __init__(self, target: Target, table: str) -> None:
        self._target = target
        self._table = table

    def __getattr__(self, name: str) -> object:
        return getattr(self._target, name)

    async def insert(self, table: Table, rows: list[Values]) -> None:
        if table.name == self._table:
            await self._target.insert(table, rows[:1])
            raise CutOffError
        await self._target.insert(table, rows)


@both_ways
async def test_everything_is_moved_and_used_on(
    stores: tuple[Store, Store], clock: ManualClock
) -> None:
    source, target = stores
    await fill(source, clock)
    moved = await move_all(stores)
    assert set(moved) == set(TABLES)
    assert all(moved.values())
    async with source.opened(clock) as before, target.opened(clock) as after:
        for guild in (FRIENDS, FAMILY):
            assert await after.top_of_group(guild) == await before.top_of_group(guild)
            assert await after.board.hidden(guild) == await before.board.hidden(guild)
        for member in (ADA, BEN):
            for guild in (FRIENDS, FAMILY, DIRECT_MESSAGES):
                assert await after.list_favourites(guild, member) == await before.list_favourites(
                    guild, member
                )
            assert await after.uses(member) == await before.uses(member)
            assert await after.consents(member) == await before.consents(member)
        assert await after.star(FRIENDS, BEN, "Later", BLEND)
        assert await after.unstar(FRIENDS, ADA, "José")
        assert "Jose" in {ranked.name for ranked in await after.top_of_group(FRIENDS)}
    ((newest,),) = await target.run_sql("SELECT max(sequence) FROM star")
    ((newest_before,),) = await source.run_sql("SELECT max(sequence) FROM star")
    assert isinstance(newest, int)
    assert isinstance(newest_before, int)
    assert newest > newest_before


@both_ways
@pytest.mark.parametrize("table", ["star", "activity", "identity"])
async def test_move_goes_on_where_it_was_cut_off(
    stores: tuple[Store, Store], clock: ManualClock, table: str
) -> None:
    await fill(stores[0], clock)
    async with both_opened(stores) as (source, target):
        with pytest.raises(CutOffError):
            await move(source, CutOffTarget(target, table))  # type: ignore[arg-type] # delegates
    assert all((await move_all(stores)).values())


async def test_unfinished_target_is_not_served(
    tmp_path: Path, postgres_store: PostgresStore, clock: ManualClock
) -> None:
    stores = (SqliteStore(tmp_path / "nomen.sqlite3"), postgres_store)
    await fill(stores[0], clock)
    async with both_opened(stores) as (source, target):
        with pytest.raises(CutOffError):
            await move(source, CutOffTarget(target, "star"))  # type: ignore[arg-type] # as above
    with pytest.raises(StoreError, match="a move into it was cut off"):
        async with postgres_store.opened():
            pass


@both_ways
async def test_filled_target_is_refused_and_unchanged(
    stores: tuple[Store, Store], clock: ManualClock
) -> None:
    await fill(stores[0], clock)
    async with stores[1].opened(clock) as repository:
        await repository.star(FRIENDS, BEN, "Mine", None)
    with pytest.raises(StoreError, match=r"not empty|already"):
        await move_all(stores)
    async with stores[1].opened(clock) as repository:
        assert [star.name for star in await repository.list_favourites(FRIENDS, BEN)] == ["Mine"]


@both_ways
async def test_target_begun_with_another_source_is_refused(
    stores: tuple[Store, Store], clock: ManualClock
) -> None:
    await fill(stores[0], clock)
    async with opened_target(stores[1], b"another"):
        pass
    with pytest.raises(StoreError, match="begun with another database"):
        await move_all(stores)


@both_ways
async def test_source_that_changed_since_a_move_was_cut_off_is_noticed(
    stores: tuple[Store, Store], clock: ManualClock
) -> None:
    await fill(stores[0], clock)
    async with both_opened(stores) as (source, target):
        with pytest.raises(CutOffError):
            await move(source, CutOffTarget(target, "identity"))  # type: ignore[arg-type] # as above
    async with stores[0].opened(clock) as repository:
        await repository.unstar(FRIENDS, ADA, "Bo")
    with pytest.raises(StoreError, match="star is not the same in both"):
        await move_all(stores)
