"""Where favourites can be: each kind of database, for specifications that hold for all."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TypeAlias

import asyncpg

from bot.admin.move_command import open_source, open_target
from bot.favourites.clock import Clock, utc_now
from bot.favourites.database import SHORT_TIMEOUT, Database
from bot.favourites.identity import read_identity
from bot.favourites.models import DIRECT_MESSAGES
from bot.favourites.postgres import database as postgres
from bot.favourites.refusals import ANYBODY, Refusal
from bot.favourites.repeated_deletions import repeat_deletions as repeat_deletions_in
from bot.favourites.repository import FavouritesRepository
from bot.favourites.sqlite import database as sqlite
from bot.favourites.store import open_favourites
from bot.favourites.tombstones import read_tombstones
from bot.favourites.transfer import move
from bot.runtime.postgres_url import PostgresUrl
from model.domain.condition import Condition
from tests.bot.favourites import rows
from tests.bot.favourites.rows import COUNT_ANEW, STAR_COLUMNS, USED_THEN
from tests.postgres_server import PostgresServer
from tests.support.clocks import ManualClock
from tests.support.patience import PATIENCE

Row = tuple[object, ...]
Star = tuple[int, int, str, str]
"""Guild, member, folded name and name."""
KILL_ALL = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
"""Ends all other connections to a server's database."""

_numbers = count(1)


Action = Callable[[FavouritesRepository], Awaitable[object]]


def use(place: Path | PostgresUrl, *actions: Action, clock: Clock = utc_now) -> None:
    """Open a database, do some things in it, and close it."""

    async def do_all() -> None:
        async with open_favourites(place, clock) as favourites:
            for action in actions:
                await action(favourites)

    asyncio.run(do_all())


async def open_once(place: Path | PostgresUrl, patience: float = SHORT_TIMEOUT) -> None:
    async with open_favourites(place, patience=patience):
        pass


def starring(guild: int, member: int, name: str) -> Action:
    """Return what stars a typed name."""
    return lambda favourites: favourites.star(guild, member, name, None)


@dataclass(frozen=True, slots=True)
class SqliteStore:
    path: Path

    def opened(self, clock: Clock = utc_now) -> AbstractAsyncContextManager[FavouritesRepository]:
        return open_favourites(self.path, clock)

    async def run_sql(self, sql: str) -> Sequence[Row]:
        """Run and commit one statement, bypassing the repository, and return its rows."""
        return rows.run_sql(self.path, sql)

    async def insert_stars(self, stars: Iterable[Star]) -> None:
        """Insert stars, bypassing the repository, unless they exist."""
        rows.insert_stars(self.path, stars)

    async def copy(self) -> "SqliteStore":
        """Copy it as a backup does; nobody has it open."""
        target = self.path.with_name(f"copy{next(_numbers)}.sqlite3")
        return SqliteStore(Path(shutil.copy(self.path, target)))


@dataclass(frozen=True, slots=True)
class PostgresStore:
    server: PostgresServer
    url: PostgresUrl

    @property
    def name(self) -> str:
        return str(self.url).rpartition("/")[2]

    def opened(self, clock: Clock = utc_now) -> AbstractAsyncContextManager[FavouritesRepository]:
        # A test machine may be slow.
        return open_favourites(self.url, clock, patience=PATIENCE)

    async def run_sql(self, sql: str) -> Sequence[Row]:
        async with self.connected() as connection:
            return [tuple(row) for row in await connection.fetch(sql)]

    async def insert_stars(self, stars: Iterable[Star]) -> None:
        records = [*rows.star_rows(stars)]
        async with self.connected() as connection:
            await connection.copy_records_to_table("star", records=records, columns=STAR_COLUMNS)
            await connection.execute(COUNT_ANEW)
            await connection.execute(USED_THEN)

    async def copy(self) -> "PostgresStore":
        copy = await asyncio.to_thread(self.server.copy_database, self.url)
        return PostgresStore(self.server, copy)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[asyncpg.Connection]:
        """Connect to it past the repository, and close that even where a test fails.

        What is left open fails a later test, in which it is found.
        """
        settings = {"search_path": "nomen"}
        connection = await asyncpg.connect(self.url.dsn, server_settings=settings)
        try:
            yield connection
        finally:
            await connection.close()


Store: TypeAlias = SqliteStore | PostgresStore
"""A database of favourites, which is there once it has been opened."""


def place_of(store: Store) -> Path | PostgresUrl:
    """Return where a store is, as the settings have it."""
    return store.path if isinstance(store, SqliteStore) else store.url


def open_database(store: Store) -> AbstractAsyncContextManager[Database]:
    """Open what a repository is made of."""
    if isinstance(store, SqliteStore):
        return sqlite.open_database(store.path)
    return postgres.open_database(store.url, request_timeout=PATIENCE)


async def move_all(source: Store, target: Store) -> dict[str, int]:
    """Move everything to another database, as the host's command does; return rows by table."""
    async with (
        open_source(place_of(source)) as former,
        open_target(place_of(target), (await read_identity(former)).id) as fresh,
    ):
        moved = await move(former, fresh, "elsewhere")
    return {name: table.rows for name, table in moved.items()}


async def repeat_deletions(current: Store, backup: Store) -> int:
    """Repeat in a backup what a store has deleted, as a restore does; return how many stars."""
    async with open_database(current) as known, open_database(backup) as copy:
        deletions = await read_tombstones(known)
        newest, now = (await read_identity(known)).sequence, ManualClock()()
        return await copy.transact(
            lambda transaction: repeat_deletions_in(transaction, deletions, newest, now)
        )


async def fill(repository: FavouritesRepository, ada: int, ben: int) -> None:
    """Have something of two members in every table, in two groups and in direct messages."""
    friends, family = 7, 8
    for guild in (friends, family, DIRECT_MESSAGES):
        for member in (ada, ben):
            await repository.star(guild, member, "Ana", None)
            await repository.places.take(guild, member, b"request")
    for guild in (friends, family):
        await repository.ties.agree(guild, ada)
        await repository.board.hide(guild, "Bo")
        await repository.board.take_typed_names(guild, take=False)
        await repository.refusals.refuse(ben, Refusal(guild, ANYBODY))
    for guild in (friends, DIRECT_MESSAGES):
        await repository.matches.ask(guild, ada, ben)
        await repository.matches.accept(guild, ben, ada)
        for member, other in ((ada, ben), (ben, ada)):
            condition = Condition.for_country("NL")
            await repository.matches.like(guild, member, other, "Jorien", condition)
    await repository.matches.ask(family, 3, ben)
    await repository.refusals.refuse(ben, Refusal(DIRECT_MESSAGES, ada))


async def starred_names(store: Store) -> set[object]:
    """Return all starred names."""
    return {name for (name,) in await store.run_sql("SELECT name FROM star")}


async def purge_after(
    store: Store, repository: FavouritesRepository, clock: ManualClock, time: timedelta
) -> Mapping[str, int]:
    """Purge when time has passed, as if a purge every day had counted it."""
    await store.run_sql("UPDATE ledger SET purged_until = NULL")
    now = clock.advance(seconds=time.total_seconds())
    return await repository.purge(now, [7, 8])
