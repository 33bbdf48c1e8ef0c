"""The favourites' repository in an SQLite file."""

import json
import logging
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Callable,
    Collection,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.favourites.board import Board, TypedNamesRefusedError
from bot.favourites.clock import Clock, to_milliseconds, utc_now
from bot.favourites.errors import FavouritesFullError, StoreError
from bot.favourites.matches import Consent, Matches
from bot.favourites.models import (
    DIRECT_MESSAGES,
    MAX_FAVOURITES,
    TOP_SIZE,
    ExportedStar,
    ExportedUse,
    Favourite,
    Holdings,
    RankedName,
    Scope,
    Totals,
    name_key,
    require_group,
)
from bot.favourites.own_shards import ALL_SHARDS, OwnShards
from bot.favourites.repository import DeletionReport, FavouritesRepository
from bot.favourites.rows import provenance_columns, to_favourite, to_ranked_name
from bot.favourites.sqlite.board import SqliteBoard
from bot.favourites.sqlite.connection import (
    SIZE_QUERY,
    ReadConnection,
    WriteConnection,
)
from bot.favourites.sqlite.database import LOCK_TIMEOUT, open_for_reading, open_for_writing
from bot.favourites.sqlite.deletion import delete_scope
from bot.favourites.sqlite.exporter import Exporter
from bot.favourites.sqlite.matches import SqliteMatches
from bot.favourites.sqlite.retention import mark_joined, mark_left, mark_used, purge
from bot.favourites.sqlite.tombstones import forget_tombstones
from bot.favourites.sqlite.wipe import Wiper, wiping
from model.domain.errors import gettext_noop
from model.domain.generation import Provenance
from model.domain.spelling import fold

_log = logging.getLogger(__name__)

WIPE_PATIENCE = 1.0
"""Seconds that a deletion waits for its bytes to be wiped; it goes on in the background."""

_FAVOURITES_OF_MEMBER = """
    SELECT coalesce(tally.name, star.name), folded, countries, gender, sharpness, seed, starred_at
    FROM star LEFT JOIN tally USING (guild, folded)
    WHERE guild = ? AND member = ? ORDER BY place
"""
# The limit comes before the join, so that first stars are looked up for the top names only.
_TOP_OF_GROUP = """
    SELECT top.name, top.folded, members, first_at, countries, gender, sharpness, seed
    FROM (
        SELECT * FROM tally
        WHERE guild = ? AND NOT EXISTS (
            SELECT * FROM hidden_name AS hidden
            WHERE hidden.guild = tally.guild AND hidden.folded = tally.folded
        )
        ORDER BY members DESC, first_sequence, first_at, folded LIMIT ?
    ) AS top
    LEFT JOIN star ON (star.guild, star.folded, star.member) = (top.guild, top.folded, (
        SELECT member FROM star
        WHERE guild = top.guild AND folded = top.folded
        ORDER BY sequence, starred_at, member LIMIT 1
    ))
    ORDER BY members DESC, first_sequence, first_at, top.folded
"""
_COUNT_MEMBERS = """
    SELECT folded, members FROM tally
    WHERE guild = ? AND folded IN (SELECT value FROM json_each(?))
        AND NOT EXISTS (
            SELECT * FROM hidden_name AS hidden
            WHERE hidden.guild = tally.guild AND hidden.folded = tally.folded
        )
"""
_COUNT_OWN = """
    SELECT folded, 1 FROM star
    WHERE guild = ? AND member = ? AND folded IN (SELECT value FROM json_each(?))
"""
_TOTALS = """
    SELECT coalesce(sum(members), 0), count(*), (
        SELECT count(DISTINCT member) FROM star WHERE guild = ?1
    )
    FROM tally WHERE guild = ?1
"""
_HOLDINGS = """
    SELECT count(*), count(DISTINCT nullif(guild, 0)), coalesce(max(guild = 0), 0), (
        SELECT count(DISTINCT guild || ' ' || iif(member = ?1, other, member))
        FROM consent WHERE ?1 IN (member, other)
    )
    FROM star WHERE member = ?1
"""
# Last in the member's order, unless starred already, the member's list is full, or the name is
# typed and new to a group that takes no such names.
_STAR = """
    INSERT INTO star (guild, member, folded, name, countries, gender, sharpness, seed, starred_at,
        place, sequence)
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, last + 1, (SELECT sequence + 1 FROM ledger)
    FROM (
        SELECT count(*) AS stars, coalesce(max(place), 0) AS last,
            coalesce(max(folded = ?3), 0) AS starred
        FROM star WHERE guild = ?1 AND member = ?2
    )
    WHERE stars < ?10 AND NOT starred AND (
        ?5 IS NOT NULL OR NOT EXISTS (SELECT * FROM typed_names_refused WHERE guild = ?1)
        OR EXISTS (SELECT * FROM tally WHERE guild = ?1 AND folded = ?3)
    )
    RETURNING place
"""
_EXISTS = "SELECT 1 FROM star WHERE guild = ? AND member = ? AND folded = ?"
_COUNT_STARS = "SELECT count(*) FROM star WHERE guild = ? AND member = ?"
_UNSTAR = "DELETE FROM star WHERE guild = ? AND member = ? AND folded = ? RETURNING place"


@asynccontextmanager
async def open_favourites(
    path: Path,
    clock: Clock = utc_now,
    *,
    lock_timeout: float = LOCK_TIMEOUT,
    on_deletion: Callable[[], object] = lambda: None,
) -> AsyncIterator[FavouritesRepository]:
    """Open a favourites database, creating it if it does not exist.

    Args:
        path: the file; its folder must exist.
        clock: dates the stars.
        lock_timeout: seconds to wait for another program's lock.
        on_deletion: called when a deletion is recorded, before what it left behind is erased.

    Raises:
        StoreError: the file cannot be used; it is unchanged.
    """
    async with (
        open_for_writing(path, lock_timeout=lock_timeout) as writer,
        wiping(writer) as wiper,
        open_for_reading(path, lock_timeout=lock_timeout) as reader,
        open_for_reading(path, lock_timeout=lock_timeout) as exporter,
    ):
        repository = SqliteFavouritesRepository(
            reader, Exporter(exporter), writer, wiper, clock, on_deletion
        )
        try:
            yield repository
        finally:
            await repository.record_uses()


class SqliteReader:
    """The read methods of `FavouritesRepository`, with bounded results."""

    def __init__(self, reader: ReadConnection, exporter: Exporter) -> None:
        self._reader = reader
        self._exporter = exporter
        self._used: set[tuple[int, int]] = set()
        """Members and groups whose favourites were used since the last purge."""

    async def size(self) -> int:
        """Return the size of the database in bytes."""
        ((size,),) = await self._reader.fetch_all(SIZE_QUERY)
        return int(size)

    async def list_favourites(self, guild: int, member: int) -> tuple[Favourite, ...]:
        """List a member's favourites in their own order."""
        self._used.add((member, guild))
        rows = await self._reader.fetch_all(_FAVOURITES_OF_MEMBER, (guild, member))
        return tuple(map(to_favourite, rows))

    async def top_of_group(
        self,
        guild: int,
        is_allowed: Callable[[str], bool] = lambda _name: True,
        size: int = TOP_SIZE,
    ) -> tuple[RankedName, ...]:
        """List a group's first names, asking for more where some are not allowed."""
        limit = size
        while True:
            rows = await self._reader.fetch_all(_TOP_OF_GROUP, (require_group(guild), limit))
            allowed = [row for row in rows if is_allowed(row[0])][:size]
            if len(allowed) == size or len(rows) < limit:
                return tuple(map(to_ranked_name, allowed))
            limit *= 4

    async def count_members(
        self, guild: int, member: int, names: Collection[str]
    ) -> Mapping[str, int]:
        """Count the members who have starred each of the names."""
        self._used.add((member, guild))
        keys = {name: fold(name) for name in names}
        folded_names = json.dumps(list(keys.values()))
        if guild == DIRECT_MESSAGES:
            rows = await self._reader.fetch_all(_COUNT_OWN, (guild, member, folded_names))
        else:
            rows = await self._reader.fetch_all(_COUNT_MEMBERS, (guild, folded_names))
        counts = {folded: int(members) for folded, members in rows}
        return {name: counts.get(key, 0) for name, key in keys.items()}

    async def totals(self, guild: int) -> Totals:
        """Count a group's stars, names and members."""
        (row,) = await self._reader.fetch_all(_TOTALS, (require_group(guild),))
        return Totals(*row)

    async def holdings(self, member: int) -> Holdings:
        """Count what is stored about a member."""
        ((stars, groups, outside, matches),) = await self._reader.fetch_all(_HOLDINGS, (member,))
        return Holdings(stars, groups, bool(outside), matches)

    def export(self, member: int) -> AsyncGenerator[Sequence[ExportedStar], None]:
        """Yield a member's stars in pages."""
        return self._exporter.export(member)

    async def uses(self, member: int) -> tuple[ExportedUse, ...]:
        """List when a member last used their favourites, by group."""
        return await self._exporter.uses(member)

    async def consents(self, member: int) -> tuple[Consent, ...]:
        """List what a member and others let each other see."""
        return await self._exporter.consents(member)


class SqliteFavouritesRepository(SqliteReader):
    """`FavouritesRepository`, which documents the methods, in one file."""

    label = gettext_noop("favourites")

    def __init__(  # noqa: PLR0913, PLR0917 - a part each
        self,
        reader: ReadConnection,
        exporter: Exporter,
        writer: WriteConnection,
        wiper: Wiper,
        clock: Clock,
        on_deletion: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(reader, exporter)
        self.board: Board = SqliteBoard(reader, writer)
        self.matches: Matches = SqliteMatches(reader, writer, clock, on_deletion)
        self._writer = writer
        self._wiper = wiper
        self._clock = clock
        self._on_deletion = on_deletion

    async def check(self) -> None:
        """Begin and commit an empty write transaction, and read."""
        async with self._writer.transaction():
            pass
        await self.size()

    async def star(self, guild: int, member: int, name: str, provenance: Provenance | None) -> bool:
        """Star a name, unless it is starred already."""
        key = (guild, member, name_key(name))
        starred_at = to_milliseconds(self._clock())
        parameters = (*key, name, *provenance_columns(provenance), starred_at, MAX_FAVOURITES)
        # A transaction would call SQLite's thread four times, and most stars are new.
        async with self._writer.exclusive() as connection:
            if list(await connection.execute_fetchall(_STAR, parameters)):
                return True
            if list(await connection.execute_fetchall(_EXISTS, key)):
                return False
            ((stars,),) = await connection.execute_fetchall(_COUNT_STARS, (guild, member))
        if stars < MAX_FAVOURITES:
            raise TypedNamesRefusedError
        raise FavouritesFullError(MAX_FAVOURITES)

    async def unstar(self, guild: int, member: int, name: str) -> bool:
        """Remove a star."""
        return bool(await self._writer.execute(_UNSTAR, guild, member, fold(name)))

    async def move(self, guild: int, member: int, name: str, steps: int) -> bool:
        """Move a favourite, giving it and those that it passes each other's places."""
        select = "SELECT folded, place FROM star WHERE guild = ? AND member = ? ORDER BY place"
        update = "UPDATE star SET place = ? WHERE guild = ? AND member = ? AND folded = ?"
        async with self._writer.transaction() as connection:
            order = list(await connection.execute_fetchall(select, (guild, member)))
            names, places = [row[0] for row in order], [row[1] for row in order]
            if fold(name) not in names:
                return False
            start = names.index(fold(name))
            end = min(max(start + steps, 0), len(names) - 1)
            names.insert(end, names.pop(start))
            passed = range(min(start, end), max(start, end) + 1)
            changes = [(places[at], guild, member, names[at]) for at in passed if start != end]
            await connection.executemany(update, changes)
        return bool(changes)

    async def delete_member(self, member: int) -> DeletionReport:
        """Delete a member's stars in every group."""
        return await self.delete(Scope(member=member))

    async def delete(self, scope: Scope) -> DeletionReport:
        """Delete stars, and add a tombstone for older backups; a group's stars go in batches."""
        deleted = await delete_scope(self._writer, scope, to_milliseconds(self._clock()))
        self._on_deletion()
        wiped = not any(deleted.values()) or await self._wiper.wipe(WIPE_PATIENCE)
        return DeletionReport(self.label, deleted, wiped)

    async def forget_deletions(self, before: datetime) -> None:
        """Delete tombstones that no backup needs any more."""
        async with self._writer.transaction() as connection:
            await forget_tombstones(connection, to_milliseconds(before))

    async def guild_joined(self, guild: int) -> None:
        """Record that the bot is in a group."""
        await mark_joined(self._writer, guild)

    async def guild_left(self, guild: int) -> None:
        """Record that the bot was removed from a group."""
        await mark_left(self._writer, guild, self._clock())

    async def record_uses(self) -> None:
        """Record who has used their favourites since the last purge; a failure is only logged."""
        used, self._used = self._used, set()
        try:
            await mark_used(self._writer, used, self._clock())
        except StoreError as error:
            _log.warning("Who has used their favourites today was not recorded: %s", error)

    async def purge(
        self, now: datetime, present_guilds: Collection[int], shards: OwnShards = ALL_SHARDS
    ) -> DeletionReport:
        """Delete the data of groups that the bot left long ago, and of members long silent."""
        used, self._used = self._used, set()
        try:
            purged = await purge(self._writer, now, present_guilds, used, shards)
        except BaseException:
            self._used |= used
            raise
        # Also what another program has deleted and could not wipe.
        await self._wiper.wipe(WIPE_PATIENCE)
        return DeletionReport(
            "favourites of groups long gone", {"groups": purged.groups, "stars": purged.stars}
        )
