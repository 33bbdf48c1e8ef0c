"""Deleting what is stored about members and groups, for good."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.store.deletion import Scope
from bot.store.errors import StoreError
from bot.store.queries import owned_tables, owners
from bot.store.record import FILENAME, DeletionRecord, Line
from bot.store.stars import DIRECT_MESSAGES
from bot.store.store import Store
from tests.bot.store.filling import ADA, BEN, FAMILY, FRIENDS, fill
from tests.bot.store.places import Place, PostgresPlace
from tests.support.clocks import ManualClock


async def rows(place: Place) -> set[tuple[object, ...]]:
    """Return all rows of members and groups: their tables and whose they are."""
    return {
        (table, *zip(owners(table), row, strict=True))
        for table in owned_tables()
        for row in await place.run_sql(f"SELECT {', '.join(owners(table))} FROM {table}")  # noqa: S608 - our own
    }


def concerns(row: tuple[object, ...], scope: Scope) -> bool:
    _table, *owner = row
    values = dict(owner)  # type: ignore[arg-type, var-annotated] # pairs
    if scope.other is not None and "other" not in values:
        return False
    members = {values.get("member"), values.get("other")}
    return (
        (scope.guild is None or values.get("guild") == scope.guild)
        and (scope.member is None or scope.member in members)
        and (scope.other is None or scope.other in members)
    )


@pytest.mark.parametrize(
    "scope",
    [
        Scope(ADA),
        Scope(ADA, FRIENDS),
        Scope(ADA, DIRECT_MESSAGES),
        Scope(guild=FAMILY),
        Scope(ADA, FRIENDS, BEN),
        Scope(BEN, FRIENDS, ADA),
    ],
    ids=lambda scope: f"{scope.member}-{scope.guild}-{scope.other}",
)
async def test_a_scope_alone_is_deleted_also_from_a_backup_that_is_restored(
    place: Place, clock: ManualClock, scope: Scope
) -> None:
    async with place.served() as store:
        await fill(store)
    before, copy = await rows(place), await place.back_up()
    expected = {row for row in before if not concerns(row, scope)}
    assert expected < before
    async with place.served() as store:
        await store.deletions.delete(scope)
        assert await rows(place) == expected
    restored = await place.restore(copy, clock)  # type: ignore[arg-type] # of its own kind
    async with restored.served():
        assert await rows(restored) == expected


def test_a_deletion_is_of_a_member_or_of_a_group() -> None:
    for guild in (None, DIRECT_MESSAGES):
        with pytest.raises(ValueError, match="of a member or of a group"):
            Scope(guild=guild)


async def test_a_deletion_says_how_many_rows_it_was(store: Store) -> None:
    await fill(store)
    deleted = await store.deletions.delete(Scope(ADA))
    assert (deleted["star"], deleted["consent"], deleted["seen"]) == (3, 4, 1)
    assert not any((await store.deletions.delete(Scope(ADA))).values())


async def test_a_star_that_was_made_after_a_deletion_stays_in_a_restored_backup(
    place: Place, clock: ManualClock
) -> None:
    async with place.served() as store:
        await store.stars.star(FRIENDS, ADA, "Ana", None)
        await store.deletions.delete(Scope(ADA))
        await store.stars.star(FRIENDS, ADA, "Bo", None)
    copy = await place.back_up()
    restored = await place.restore(copy, clock)  # type: ignore[arg-type] # of its own kind
    async with restored.served() as store:
        assert [name.name for name in await store.stars.favourites(FRIENDS, ADA)] == ["Bo"]


async def test_a_copy_with_an_old_record_is_cleaned_once_the_newest_record_is_there(
    place: Place, clock: ManualClock
) -> None:
    """What was starred meanwhile stays: its number is later than any deletion so far."""
    async with place.opened():
        await place.set_time(clock)
    async with place.served() as store:
        await store.stars.star(FRIENDS, ADA, "Ana", None)
    record = place.folder / FILENAME
    copy, old = await place.back_up(), record.read_bytes()
    async with place.served() as store:
        await store.deletions.delete(Scope(ADA))
    newest = record.read_bytes()
    record.write_bytes(old)
    if isinstance(place, PostgresPlace):  # for SQLite the replaced file would tell
        clock.advance(hours=1)
        place = await place.restore(copy, clock)  # type: ignore[arg-type] # of its own kind
        await place.set_time(clock)
        async with place.served() as store:
            await store.stars.star(FRIENDS, ADA, "Bo", None)
        record.write_bytes(newest)
        async with place.served() as store:
            assert [name.name for name in await store.stars.favourites(FRIENDS, ADA)] == ["Bo"]


async def test_a_database_of_which_nothing_is_recorded_is_not_served(place: Place) -> None:
    async with place.served() as store:
        await fill(store)
    (place.folder / FILENAME).unlink()
    before = await rows(place)
    with pytest.raises(StoreError, match="--without-record"):
        async with place.served():
            pass
    assert await rows(place) == before
    async with place.served(is_without_record=True):
        pass
    async with place.served():
        assert await rows(place) == before


async def test_an_empty_database_needs_no_record(place: Place) -> None:
    async with place.opened():
        pass
    async with place.served() as store:
        assert (await store.stars.star(FRIENDS, ADA, "Ana", None)).is_new


async def test_a_deletion_that_was_not_recorded_is_with_the_next_and_at_the_next_start(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with place.served() as store:
        await fill(store)
        with monkeypatch.context() as patch:
            patch.setattr(DeletionRecord, "add", failing)
            for scope in (Scope(ADA), Scope(BEN)):
                with pytest.raises(StoreError, match="no room"):
                    await store.deletions.delete(scope)
        assert len(deletions(place)) == 0
        await store.deletions.delete(Scope(ADA))
        assert len(deletions(place)) == 2
        (place.folder / FILENAME).write_text("")
    async with place.served(is_without_record=True):
        assert len(deletions(place)) == 2


async def test_of_deletions_at_once_each_is_recorded_before_it_is_confirmed(place: Place) -> None:
    async with place.served() as store:
        for member in range(1, 41):
            await store.stars.star(FRIENDS, member, "Ana", None)

        async def delete(member: int) -> int:
            await store.deletions.delete(Scope(member))
            return len(deletions(place))

        recorded = await asyncio.gather(*(delete(member) for member in range(1, 41)))
        ((mark_count,),) = await place.run_sql("SELECT count(*) FROM deletion")
    assert mark_count == 40
    assert len({*deletions(place)}) == 40
    assert all(recorded)


def failing(_record: DeletionRecord, _lines: object) -> None:
    message = "no room"
    raise StoreError(message)


def deletions(place: Place) -> list[str]:
    text = (place.folder / FILENAME).read_text()
    return [line for line in text.splitlines() if not line.endswith(" 0 ")]


async def test_the_record_names_nobody_and_is_for_its_owner_alone(place: Place) -> None:
    async with place.served() as store:
        await store.stars.star(FRIENDS, 123456789012345678, "Ana", None)
        await store.deletions.delete(Scope(123456789012345678))
    record = place.folder / FILENAME
    assert "123456789012345678" not in record.read_text()
    assert record.stat().st_mode & 0o077 == 0


async def test_where_the_record_cannot_be_written_nothing_is_served(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with place.served() as store:
        await store.check()
        monkeypatch.setattr(os, "fsync", refusing)
        with pytest.raises(StoreError, match="cannot be used: Read-only"):
            await store.check()
    with pytest.raises(StoreError, match="cannot be used: Read-only"):
        async with place.served():
            pass


def refusing(_descriptor: int) -> None:
    raise OSError(30, "Read-only file system")


def test_a_line_that_a_crash_cut_off_spoils_no_other(tmp_path: Path) -> None:
    record, line = DeletionRecord(tmp_path), Line("1f", 5, "ab")
    record.add([line])
    with record.path.open("a") as file:
        file.write("1f 6")
    record.add([Line("1f", 7, "cd")])
    assert record.read("1f") == [line, Line("1f", 7, "cd")]


def test_what_no_backup_needs_any_more_is_forgotten(tmp_path: Path) -> None:
    record = DeletionRecord(tmp_path)
    lines = [Line("1f", 0, ""), Line("1f", 5, "ab"), Line("2e", 4, "ef"), Line("1f", 7, "cd")]
    record.add(lines)
    record.forget("1f", 5)
    assert record.read("1f") == [lines[0], lines[3]]
    assert record.read("2e") == [lines[2]]
    record.add([Line("1f", 8, "99")])
    assert len(record.read("1f")) == 3


async def test_records_of_many_at_once_have_all_lines(tmp_path: Path) -> None:
    records = [DeletionRecord(tmp_path) for _ in range(4)]
    lines = [Line("1f", number, "ab") for number in range(1, 41)]
    adding = [
        asyncio.to_thread(records[number % 4].add, [line]) for number, line in enumerate(lines)
    ]
    adding += [asyncio.to_thread(records[number].forget, "2e", 9) for number in (0, 1)]
    await asyncio.gather(*adding)
    assert sorted(records[2].read("1f"), key=lambda line: line.number) == lines


Action = Callable[[Store], Awaitable[object]]


@pytest.mark.parametrize("table", ["star", "consent", "seen", "hidden_name", "not_invited"])
async def test_whatever_is_stored_needs_a_record(place: Place, table: str) -> None:
    actions: dict[str, Action] = {
        "star": lambda store: store.stars.star(FRIENDS, ADA, "Ana", None),
        "consent": lambda store: store.matches.invite(FRIENDS, ADA, BEN),
        "seen": lambda store: store.seen.show((FRIENDS, 0), {"NL": ["ana"]}),
        "hidden_name": lambda store: store.board.hide(FRIENDS, "Ana"),
        "not_invited": lambda store: store.matches.take_invitations(ADA, take=False),
    }
    async with place.opened() as store:
        await actions[table](store)
    with pytest.raises(StoreError, match="knows nothing of this database"):
        async with place.served():
            pass
