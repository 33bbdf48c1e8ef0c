"""No history of commands, kills, backups, restores and moves revives a deletion or loses a star."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.favourites.backup.deletion_record import DeletionRecord
from bot.favourites.errors import StoreError
from bot.favourites.identity import MovedError
from bot.favourites.models import Scope
from bot.favourites.repository import FavouritesRepository
from bot.favourites.restored import admit
from tests.bot.favourites.stores import (
    KILL_ALL,
    PostgresStore,
    SqliteStore,
    Store,
    move_all,
    open_database,
    open_once,
    place_of,
)
from tests.postgres_server import PostgresServer
from tests.support.clocks import ManualClock

GROUPS, MEMBERS, NAMES = (7, 8), (1, 2), ("ana", "bo", "cas")
groups, members, names = (st.sampled_from(values) for values in (GROUPS, MEMBERS, NAMES))


@dataclass(frozen=True, slots=True)
class Star:
    """A star of the model, and when it was made."""

    guild: int
    member: int
    name: str
    made_at: int

    def is_covered_by(self, scope: Scope) -> bool:
        return scope.guild in {None, self.guild} and scope.member in {None, self.member}


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of a store, and the stars in it."""

    store: Store
    stars: frozenset[Star]


async def copy_of(store: Store) -> Store:
    return await store.copy()


class HistoryMachine(RuleBasedStateMachine):
    """What members and hosts do with one bot; the record of deletions is always beside it."""

    def __init__(self, new_store: Callable[[str], Store], kind: str, *, moves: bool) -> None:
        super().__init__()
        self.moves = moves
        self.new_store = new_store
        self.runner = asyncio.Runner()
        self.clock = ManualClock()
        self.times = count()
        self.kind = kind
        self.store = new_store(self.kind)
        self.stars: frozenset[Star] = frozenset()
        self.deleted: list[tuple[int, Scope]] = []
        self.record = DeletionRecord()
        self.backups: list[Backup] = []
        self.open()

    def open(self) -> None:
        """Serve the store, as a bot does."""
        self.stack = AsyncExitStack()
        self.database = self.runner.run(self.stack.enter_async_context(open_database(self.store)))
        refusal = StoreError("unknown")
        self.runner.run(admit(self.database, self.record, self.clock(), refusal))
        self.favourites = FavouritesRepository(self.database, self.clock)

    def close(self) -> None:
        self.runner.run(self.stack.aclose())

    def teardown(self) -> None:
        self.close()
        self.runner.close()

    @rule(guild=groups, member=members, name=names)
    def star(self, guild: int, member: int, name: str) -> None:
        is_new = self.runner.run(self.favourites.star(guild, member, name, None))
        assert is_new == (not self.stars_for(guild, member, name))
        if is_new:
            self.stars |= {Star(guild, member, name, next(self.times))}

    @rule(guild=groups, member=members, name=names)
    def unstar(self, guild: int, member: int, name: str) -> None:
        self.runner.run(self.favourites.unstar(guild, member, name))
        self.stars -= self.stars_for(guild, member, name)

    @rule(member=st.none() | members, guild=groups)
    def delete(self, member: int | None, guild: int) -> None:
        """Delete all of a group, or of a member in it, or everywhere."""
        scope = Scope(member, None if member == guild - GROUPS[0] + 1 else guild)
        self.runner.run(self.favourites.delete(scope))
        self.deleted.append((next(self.times), scope))
        self.stars = self.without_deleted(self.stars)
        current = self.runner.run(DeletionRecord.of(self.database, self.clock()))
        self.record = self.record.merge(current)

    @rule()
    def restart(self) -> None:
        self.close()
        self.open()

    @rule()
    def be_killed(self) -> None:
        """Go on with what is on the disk while everything is open."""
        if isinstance(self.store, SqliteStore):
            crashed = self.new_store(self.kind)
            assert isinstance(crashed, SqliteStore)
            for ending in ("", "-wal"):
                source = self.store.path.with_name(self.store.path.name + ending)
                shutil.copy(source, crashed.path.with_name(crashed.path.name + ending))
            self.close()
            self.store = crashed
        else:
            self.runner.run(self.store.run_sql(KILL_ALL))
            self.close()
        self.open()

    @rule(guild=groups, member=members, name=names)
    def back_up(self, guild: int, member: int, name: str) -> None:
        """Back up what is there, with a star at least."""
        self.star(guild, member, name)
        self.close()
        copy = self.runner.run(copy_of(self.store))
        self.backups.append(Backup(copy, self.stars))
        self.open()

    @precondition(lambda self: self.moves)
    @rule()
    def move(self) -> None:
        """Move to the other kind of database; the former one is not served any more."""
        self.close()
        former, self.kind = self.store, "postgres" if self.kind == "sqlite" else "sqlite"
        self.store = self.new_store(self.kind)
        self.runner.run(move_all(former, self.store))
        with pytest.raises(MovedError):
            self.runner.run(open_once(place_of(former)))
        self.open()

    @precondition(lambda self: any(isinstance(b.store, type(self.store)) for b in self.backups))
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        """Put a copy of a backup in the store's place; what was starred since is lost."""
        fitting = [each for each in self.backups if isinstance(each.store, type(self.store))]
        backup = data.draw(st.sampled_from(fitting))
        self.close()
        current = self.runner.run(self.read_record())
        self.record = self.record.merge(current)
        self.store = self.runner.run(copy_of(backup.store))
        self.stars = self.without_deleted(backup.stars)
        self.open()

    async def read_record(self) -> DeletionRecord:
        async with open_database(self.store) as database:
            return await DeletionRecord.of(database, self.clock())

    @invariant()
    def has_exactly_what_should_be_there(self) -> None:
        rows = self.runner.run(self.store.run_sql("SELECT guild, member, folded FROM star"))
        expected = {(star.guild, star.member, star.name) for star in self.stars}
        assert {*rows} == expected
        assert self.runner.run(self.database.fetch("miscounted")) == [(0,)]

    def stars_for(self, *whose: int | str) -> set[Star]:
        return {star for star in self.stars if (star.guild, star.member, star.name) == whose}

    def without_deleted(self, stars: frozenset[Star]) -> frozenset[Star]:
        def is_deleted(star: Star) -> bool:
            return any(
                star.made_at < at and star.is_covered_by(scope) for at, scope in self.deleted
            )

        return frozenset(star for star in stars if not is_deleted(star))


@pytest.mark.parametrize(
    ("kind", "moves", "histories"),
    [("sqlite", False, 25), ("postgres", False, 5), ("sqlite", True, 5)],
    ids=["file", "server", "both"],
)
def test_no_history_revives_a_deletion_or_loses_a_star(
    postgres_server: PostgresServer, memory: Path, kind: str, histories: int, *, moves: bool
) -> None:
    def new_store(kind: str) -> Store:
        if kind == "sqlite":
            return SqliteStore(Path(tempfile.mkdtemp(dir=memory)) / "nomen.sqlite3")
        return PostgresStore(postgres_server, postgres_server.create_database())

    class Machine(HistoryMachine):
        def __init__(self) -> None:
            super().__init__(new_store, kind, moves=moves)

    run_state_machine_as_test(
        Machine, settings=settings(max_examples=histories, stateful_step_count=20)
    )
