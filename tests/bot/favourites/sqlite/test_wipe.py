"""Deleted names are gone from the files, also from large ones and from those that others read."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar
from unittest.mock import Mock

import numpy as np
import pytest

from bot.favourites import deletion
from bot.favourites.database import Work
from bot.favourites.deletion import delete_scope
from bot.favourites.models import DIRECT_MESSAGES, MAX_SILENCE, Scope
from bot.favourites.repository import FavouritesRepository
from bot.favourites.sqlite.connection import WriteConnection
from bot.favourites.sqlite.database import SqliteDatabase, open_for_reading, open_for_writing
from bot.favourites.sqlite.wipe import Wiper, wiping
from bot.favourites.store import open_favourites
from model.domain.spelling import fold
from tests.bot.favourites.rows import insert_stars, locked, run_sql
from tests.bot.favourites.stores import SqliteStore, open_once, repeat_deletions
from tests.support.clocks import ManualClock
from tests.support.patience import PATIENCE
from tests.wire.discord_server.polling import wait_until

FRIENDS = 7
ADA, BEN = 0x0123456789ABCDEF, 0x0123456789ABCDE0
SECRETS = (b"dasecret", ADA.to_bytes(8), str(ADA).encode())
T = TypeVar("T")


def fill(database: Path, others: int) -> None:
    """Insert 200 stars of Ada among a hundred each of others.

    In random order, so that pages are split everywhere, leaving copies of stars behind. Many others
    would overwrite those again.
    """
    rng = np.random.default_rng(2026)
    stars = [(FRIENDS, ADA, f"adasecret{number}", f"Adasecret {number}") for number in range(200)]
    for member in range(others):
        for number in rng.integers(3000, size=100):
            name = f"Benskept {number}"
            stars.append((int(rng.integers(1, 20)), member, fold(name), name))
    insert_stars(database, [stars[index] for index in rng.permutation(len(stars))])


def found_in(folder: Path) -> set[bytes]:
    """Return which of Ada's secrets any file contains."""
    contents = [file.read_bytes() for file in folder.iterdir()]
    assert any(b"enskept" in content for content in contents)
    return {secret for secret in SECRETS if any(secret in content for content in contents)}


async def delete_ada(database: Path, writer: WriteConnection) -> None:
    """Delete Ada, and leave wiping to others."""
    async with open_for_reading(database) as reader:
        unwiped = SqliteDatabase(reader, reader, writer, Wiper(writer), lambda: None)
        await delete_scope(unwiped, Scope(member=ADA), 0)


def vacuums(database: Path) -> int:
    """Return a number that each vacuum increments."""
    ((version,),) = run_sql(database, "PRAGMA schema_version")
    assert isinstance(version, int)
    return version


@contextmanager
def reading(database: Path) -> Iterator[None]:
    """Read the present state of a database, which stays in its log meanwhile."""
    with closing(sqlite3.connect(database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM star").fetchall()
        yield


@pytest.mark.parametrize("megabytes", [0, 10])
async def test_deleted_bytes_are_gone_from_all_files_also_from_large_ones(
    database: Path, repository: FavouritesRepository, megabytes: int
) -> None:
    fill(database, 15)
    long = "n" * 100
    many = range(2_500 * megabytes)
    insert_stars(database, ((20, member, f"{long}{member}", f"{long}{member}") for member in many))
    assert await repository.size() >= megabytes * 1_000_000
    assert (await repository.delete_member(ADA)).deleted == {"stars": 200}
    await open_once(database)  # waits for a wipe that is slower than the deletion's patience
    assert not found_in(database.parent)


async def test_bytes_that_a_restore_deletes_again_are_gone(database: Path) -> None:
    store = SqliteStore(database)
    async with store.opened():
        fill(database, 15)
    copy = await store.copy()
    async with store.opened() as repository:
        await repository.delete_member(ADA)
    assert SECRETS[0] in copy.path.read_bytes()
    assert await repeat_deletions(store, copy) == 200
    assert not found_in(database.parent)


async def test_bytes_in_a_log_that_is_read_are_gone_once_it_is_not(database: Path) -> None:
    async with open_for_writing(database) as writer, wiping(writer) as wiper:
        fill(database, 10)
        with reading(database):
            await delete_ada(database, writer)
            assert not await wiper.wipe(0.1)
            assert found_in(database.parent)
        assert await wiper.wipe(PATIENCE)
        assert not found_in(database.parent)


async def test_obstacle_is_logged(database: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with open_for_writing(database) as writer:
        fill(database, 1)
        await delete_ada(database, writer)
        with reading(database):
            async with wiping(writer):
                pass
    assert "still in the files: the log of changes is being read" in caplog.text
    assert str(ADA) not in caplog.text


async def test_wipe_that_a_process_did_not_finish_is_done_by_the_next(database: Path) -> None:
    async with open_for_writing(database) as writer:
        fill(database, 15)
        await delete_ada(database, writer)
    assert found_in(database.parent)
    await open_once(database)
    assert not found_in(database.parent)


async def test_purge_wipes_what_another_program_left(database: Path, clock: ManualClock) -> None:
    async with open_favourites(database, clock) as running:
        fill(database, 15)
        async with open_for_writing(database) as writer:
            await delete_ada(database, writer)
        assert found_in(database.parent)
        await running.purge(clock(), [])
        await wait_until(lambda: not found_in(database.parent), "wipe")


async def test_locked_database_is_wiped_later(database: Path) -> None:
    async with open_for_writing(database, lock_timeout=0.01) as writer:
        fill(database, 1)
        await delete_ada(database, writer)
        wiper = Wiper(writer)
        with locked(database):
            assert "in use by another program" in str(await wiper.attempt())
        assert await wiper.attempt() is None
        assert not found_in(database.parent)


async def test_waiting_for_a_reader_leaves_others_to_write(database: Path) -> None:
    async with open_favourites(database, patience=0.5) as repository:
        fill(database, 1)
        with reading(database):
            await repository.delete_member(ADA)
            for number in range(20):
                assert await repository.star(FRIENDS, BEN, f"Name {number}", None)


async def test_deletion_of_nothing_wipes_nothing(
    database: Path, repository: FavouritesRepository
) -> None:
    await repository.star(FRIENDS, BEN, "Ana", None)
    before = vacuums(database)
    for _ in range(50):
        assert (await repository.delete_member(ADA)).deleted == {"stars": 0}
    assert (await repository.delete(Scope(ADA, FRIENDS))).deleted == {"stars": 0}
    assert vacuums(database) == before


async def test_end_of_nothing_is_no_deletion(database: Path) -> None:
    """Else each press would have the record of deletions written anew."""
    noted = Mock()
    async with open_favourites(database, on_deletion=noted) as repository:
        assert not await repository.matches.end(FRIENDS, ADA, BEN)
        assert not await repository.matches.end_all(ADA)
        assert not await repository.ties.withdraw(FRIENDS, ADA)
        assert not noted.called
        await repository.matches.ask(FRIENDS, ADA, BEN)
        assert await repository.matches.end(FRIENDS, ADA, BEN)
        assert noted.called


class WipedInBetween(SqliteDatabase):
    """A database that is wiped after each transaction, as when others are deleted meanwhile."""

    async def transact(self, work: Work[T], within: float | None = None, **options: bool) -> T:
        result = await super().transact(work, within, **options)
        assert await self._wiper.attempt() is None
        return result


async def test_wipe_during_a_groups_deletion_is_not_the_last(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deletion, "BATCH", 50)
    async with open_for_writing(database) as writer, open_for_reading(database) as reader:
        fill(database, 15)
        opened = WipedInBetween(reader, reader, writer, Wiper(writer), lambda: None)
        assert (await delete_scope(opened, Scope(guild=FRIENDS), 0))["stars"] > 200
        assert not found_in(database.parent)


async def test_wipes_of_many_deletions_join(database: Path) -> None:
    async with open_favourites(database) as repository:
        for member in range(1, 41):
            await repository.star(FRIENDS, member, "Ana", None)
        before = vacuums(database)
        await asyncio.gather(*(repository.delete_member(member) for member in range(1, 41)))
    assert 0 < vacuums(database) - before < 20


async def keep(repository: FavouritesRepository, kind: str, guild: int = FRIENDS) -> None:
    """Have something of a kind, Ada's or the group's."""
    match kind:
        case "star":
            await repository.star(guild, ADA, "Ana", None)
        case "decision":
            await repository.board.hide(guild, "Ana")
        case "match":
            await repository.matches.ask(guild, ADA, BEN)
        case _:
            await repository.places.take(guild, ADA, b"a request")


async def test_ended_consents_are_wiped(database: Path, repository: FavouritesRepository) -> None:
    await repository.star(FRIENDS, ADA, "Ana", None)
    before = vacuums(database)
    await keep(repository, "match")
    await repository.matches.end(FRIENDS, ADA, BEN)
    await wait_until(lambda: vacuums(database) > before, "wipe of the match")
    before = vacuums(database)
    await repository.ties.agree(FRIENDS, ADA)
    await repository.ties.withdraw(FRIENDS, ADA)
    await wait_until(lambda: vacuums(database) > before, "wipe of the agreement")


@pytest.mark.parametrize("kept", ["star", "match", "place"])
async def test_what_ends_after_two_years_of_silence_is_wiped_too(
    database: Path, repository: FavouritesRepository, clock: ManualClock, kept: str
) -> None:
    await keep(repository, kept)
    before = vacuums(database)
    clock.advance(seconds=MAX_SILENCE.total_seconds())
    await repository.purge(clock(), [FRIENDS])
    await wait_until(lambda: vacuums(database) > before, "wipe")
    before = vacuums(database)
    await repository.purge(clock(), [FRIENDS])
    assert vacuums(database) == before


@pytest.mark.parametrize(
    ("scope", "kept"),
    [
        *((Scope(guild=FRIENDS), kind) for kind in ("star", "decision", "match", "place")),
        *((Scope(member=ADA), kind) for kind in ("star", "match", "place")),
    ],
)
async def test_deletion_is_wiped_whatever_it_was_of(
    database: Path, repository: FavouritesRepository, scope: Scope, kept: str
) -> None:
    await keep(repository, kept, DIRECT_MESSAGES if scope.guild is None else scope.guild)
    before = vacuums(database)
    await repository.delete(scope)
    await wait_until(lambda: vacuums(database) > before, "wipe")
