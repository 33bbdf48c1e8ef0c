"""A move takes everything along, refuses what it would spoil, and goes on where it was cut off."""

from pathlib import Path
from unittest.mock import patch

import pytest

from bot.admin.move_command import open_target
from bot.favourites.database import Database
from bot.favourites.errors import StoreError
from bot.favourites.export import export_member
from bot.favourites.models import DIRECT_MESSAGES
from bot.favourites.sqlite import moving as sqlite
from bot.favourites.transfer import Pages, Table, Values
from model.domain.condition import Condition
from model.domain.generation import Provenance
from tests.bot.favourites.exports import always_new
from tests.bot.favourites.stores import (
    PostgresStore,
    SqliteStore,
    Store,
    fill,
    move_all,
    open_once,
    place_of,
)
from tests.support.clocks import ManualClock

FRIENDS, FAMILY, LEFT = 7, 8, 9
ADA, BEN = 2**62, 2
BLEND = Provenance(Condition((("PL", 0.6), ("NL", 0.4)), "F"), 2.0, 2**32 - 1)
TABLES = (
    *("star", "tally", "activity", "guild", "hidden_name", "typed_names_refused"),
    *("consent", "liking", "refusal", "place", "tombstone", "identity"),
)


async def fill_all(store: Store, clock: ManualClock) -> None:
    """Have something in every table, and stars of all kinds."""
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
        await fill(repository, ADA, BEN)
        await repository.matches.like(FRIENDS, ADA, BEN, "Élif", BLEND.condition)
        await repository.settle(FRIENDS, ADA, ["cas", "ana"], ["bo"])
        await repository.places.take(FRIENDS, BEN, b"\0request")
        await repository.delete_member(77)


THERE = pytest.mark.parametrize("stores", ["there"], indirect=True)


@pytest.fixture(params=["there", "back"])
async def stores(
    request: pytest.FixtureRequest,
    database: Path,
    postgres_store: PostgresStore,
    clock: ManualClock,
) -> tuple[Store, Store]:
    """A filled source and a target, to PostgreSQL or back."""
    file = SqliteStore(database)
    source, target = (file, postgres_store) if request.param == "there" else (postgres_store, file)
    await fill_all(source, clock)
    return source, target


async def everything(store: Store, clock: ManualClock) -> list[object]:
    """Return all that members see."""
    async with store.opened(clock) as favourites:
        seen: list[object] = []
        for guild in (FRIENDS, FAMILY):
            seen += [await favourites.top_of_group(guild), await favourites.board.hidden(guild)]
        for member in (ADA, BEN):
            seen.append((await export_member(favourites, member, always_new)).content)
            for guild in (FRIENDS, FAMILY, DIRECT_MESSAGES):
                seen.append(await favourites.standings(guild, member))
        return seen


class CutOffError(Exception):
    pass


async def cut_off(stores: tuple[Store, Store], table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Move, and be cut off after the first row of a table."""
    insert = Pages.insert

    async def insert_some(
        pages: Pages, database: Database, into: Table, rows: list[Values]
    ) -> None:
        await insert(pages, database, into, rows[:1] if into.name == table else rows)
        if into.name == table:
            raise CutOffError

    with monkeypatch.context() as patched:
        patched.setattr(Pages, "insert", insert_some)
        with pytest.raises(CutOffError):
            await move_all(*stores)


async def test_all_is_moved_and_used_on(stores: tuple[Store, Store], clock: ManualClock) -> None:
    source, target = stores
    expected = await everything(source, clock)
    ((newest_before,),) = await source.run_sql("SELECT max(sequence) FROM star")
    moved = await move_all(*stores)
    assert set(moved) == set(TABLES)
    assert all(moved.values())
    assert await everything(target, clock) == expected
    async with target.opened(clock) as after:
        assert await after.star(FRIENDS, BEN, "Later", BLEND)
        assert await after.places.take(FRIENDS, ADA, b"\0request") == 1
        assert await after.unstar(FRIENDS, ADA, "José")
        assert "Jose" in {ranked.name for ranked in await after.top_of_group(FRIENDS)}
    ((newest,),) = await target.run_sql("SELECT max(sequence) FROM star")
    assert int(str(newest)) > int(str(newest_before))


@pytest.mark.parametrize("table", ["star", "activity", "identity"])
async def test_move_goes_on_where_it_was_cut_off(
    stores: tuple[Store, Store], table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await cut_off(stores, table, monkeypatch)
    assert all((await move_all(*stores)).values())


@THERE
async def test_unfinished_target_is_not_served(
    stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    await cut_off(stores, "star", monkeypatch)
    with pytest.raises(StoreError, match="a move into it was cut off"):
        await open_once(place_of(stores[1]))


async def test_filled_target_is_left_alone(stores: tuple[Store, Store], clock: ManualClock) -> None:
    async with stores[1].opened(clock) as repository:
        await repository.star(FRIENDS, BEN, "Mine", None)
    with pytest.raises(StoreError, match=r"not empty|already"):
        await move_all(*stores)
    async with stores[1].opened(clock) as repository:
        assert [star.name for star in await repository.list_favourites(FRIENDS, BEN)] == ["Mine"]


async def test_target_begun_with_another_source_is_refused(stores: tuple[Store, Store]) -> None:
    async with open_target(place_of(stores[1]), b"another"):
        pass
    with pytest.raises(StoreError, match="begun with another database"):
        await move_all(*stores)


async def test_source_that_changed_since_a_move_was_cut_off_is_noticed(
    stores: tuple[Store, Store], clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await cut_off(stores, "identity", monkeypatch)
    async with stores[0].opened(clock) as repository:
        await repository.unstar(FRIENDS, ADA, "Bo")
    with pytest.raises(StoreError, match="star is not the same in both"):
        await move_all(*stores)


@THERE
async def test_move_cut_off_at_its_end_can_be_made_again(stores: tuple[Store, Store]) -> None:
    await stores[0].run_sql("UPDATE identity SET moved_to = 'elsewhere'")
    assert all((await move_all(*stores)).values())


async def test_move_into_a_file_that_was_complete_but_had_no_name_yet_can_be_made_again(
    tmp_path: Path, clock: ManualClock
) -> None:
    stores = (SqliteStore(tmp_path / "nomen.sqlite3"), SqliteStore(tmp_path / "new.sqlite3"))
    await fill_all(stores[0], clock)
    expected = await everything(stores[0], clock)
    cutting = patch.object(sqlite, "replace_file", side_effect=CutOffError)
    with cutting, pytest.raises(CutOffError):
        await move_all(*stores)
    assert not stores[1].path.exists()
    await move_all(*stores)
    assert await everything(stores[1], clock) == expected


@THERE
async def test_served_target_is_left_alone(stores: tuple[Store, Store], clock: ManualClock) -> None:
    """What members have deleted there since would come back."""
    await move_all(*stores)
    async with stores[1].opened(clock) as favourites:
        await favourites.delete_member(BEN)
    with pytest.raises(StoreError, match="is not empty"):
        await move_all(*stores)
