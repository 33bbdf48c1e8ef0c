"""The favourites' repository in PostgreSQL."""

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
from bot.favourites.postgres.board import PostgresBoard
from bot.favourites.postgres.connection import TIMEOUT, Connection, Database
from bot.favourites.postgres.database import STATE_QUERY, open_for_writing
from bot.favourites.postgres.deletion import delete_scope
from bot.favourites.postgres.errors import read_only_error
from bot.favourites.postgres.exporter import Exporter
from bot.favourites.postgres.matches import PostgresMatches
from bot.favourites.postgres.retention import mark_joined, mark_left, mark_used, purge
from bot.favourites.postgres.tombstones import forget_tombstones
from bot.favourites.repository import DeletionReport
from bot.favourites.rows import provenance_columns, to_favourite, to_ranked_name
from bot.runtime.postgres_url import PostgresUrl
from model.domain.errors import gettext_noop
from model.domain.generation import Provenance
from model.domain.spelling import fold

_log = logging.getLogger(__name__)

_FAVOURITES_OF_MEMBER = """
    SELECT coalesce(tally.name, star.name), folded, countries, gender, sharpness, seed, starred_at
    FROM star LEFT JOIN tally USING (guild, folded)
    WHERE guild = $1 AND member = $2 ORDER BY place
"""
# The limit comes before the join, so that first stars are looked up for the top names only.
_TOP_OF_GROUP = """
    SELECT top.name, top.folded, members, first_at, countries, gender, sharpness, seed
    FROM (
        SELECT * FROM tally
        WHERE guild = $1 AND NOT EXISTS (
            SELECT FROM hidden_name AS hidden
            WHERE hidden.guild = tally.guild AND hidden.folded = tally.folded
        )
        ORDER BY members DESC, first_sequence, first_at, folded LIMIT $2
    ) AS top
    LEFT JOIN LATERAL (
        SELECT countries, gender, sharpness, seed FROM star
        WHERE star.guild = $1 AND star.folded = top.folded
        ORDER BY sequence, starred_at, member LIMIT 1
    ) AS first ON true
    ORDER BY members DESC, first_sequence, first_at, top.folded
"""
_COUNT_MEMBERS = """
    SELECT folded, members FROM tally
    WHERE guild = $1 AND folded = ANY ($2) AND NOT EXISTS (
        SELECT FROM hidden_name AS hidden
        WHERE hidden.guild = tally.guild AND hidden.folded = tally.folded
    )
"""
_COUNT_OWN = """
    SELECT folded, 1 FROM star WHERE guild = $1 AND member = $2 AND folded = ANY ($3)
"""
_TOTALS = """
    SELECT coalesce(sum(members), 0)::bigint, count(*), (
        SELECT count(DISTINCT member) FROM star WHERE guild = $1
    )
    FROM tally WHERE guild = $1
"""
_HOLDINGS = """
    SELECT count(*), count(DISTINCT nullif(guild, 0)), coalesce(bool_or(guild = 0), false), (
        SELECT count(DISTINCT (guild, CASE WHEN member = $1 THEN other ELSE member END))
        FROM consent WHERE $1 IN (member, other)
    )
    FROM star WHERE member = $1
"""
_STAR = "SELECT star_name($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
_UNSTAR = "SELECT unstar_name($1, $2, $3)"
_MOVE = "SELECT move_star($1, $2, $3, $4)"


@asynccontextmanager
async def open_favourites(
    url: PostgresUrl,
    clock: Clock = utc_now,
    *,
    request_timeout: float = TIMEOUT,
    on_deletion: Callable[[], object] = lambda: None,
) -> AsyncIterator["PostgresFavouritesRepository"]:
    """Open the favourites in a database, creating its tables if there are none.

    Args:
        url: where it is; the database itself must exist.
        clock: dates the stars.
        request_timeout: seconds for a request.
        on_deletion: called when a deletion is recorded.

    Raises:
        StoreError: the database cannot be used; it is unchanged.
    """
    async with (
        open_for_writing(url, request_timeout=request_timeout) as database,
        serve_favourites(database, clock, on_deletion=on_deletion) as repository,
    ):
        yield repository


@asynccontextmanager
async def serve_favourites(
    database: Database, clock: Clock, *, on_deletion: Callable[[], object] = lambda: None
) -> AsyncIterator["PostgresFavouritesRepository"]:
    """Use the favourites in an open database, and record at the end who has used them."""
    repository = PostgresFavouritesRepository(database, clock, on_deletion)
    try:
        yield repository
    finally:
        await repository.record_uses()


class PostgresReader:
    """The read methods of `FavouritesRepository`, with bounded results."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._exporter = Exporter(database)
        self._used: set[tuple[int, int]] = set()
        """Members and groups whose favourites were used since the last purge."""

    async def size(self) -> int:
        """Return the size of the database in bytes."""
        ((size, _),) = await self._database.fetch_all(STATE_QUERY)
        return int(size)

    async def list_favourites(self, guild: int, member: int) -> tuple[Favourite, ...]:
        """List a member's favourites in their own order."""
        self._used.add((member, guild))
        rows = await self._database.fetch_all(_FAVOURITES_OF_MEMBER, guild, member)
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
            rows = await self._database.fetch_all(_TOP_OF_GROUP, require_group(guild), limit)
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
        folded_names = list(keys.values())
        if guild == DIRECT_MESSAGES:
            rows = await self._database.fetch_all(_COUNT_OWN, guild, member, folded_names)
        else:
            rows = await self._database.fetch_all(_COUNT_MEMBERS, guild, folded_names)
        counts = {folded: int(members) for folded, members in rows}
        return {name: counts.get(key, 0) for name, key in keys.items()}

    async def totals(self, guild: int) -> Totals:
        """Count a group's stars, names and members."""
        (row,) = await self._database.fetch_all(_TOTALS, require_group(guild))
        return Totals(*row)

    async def holdings(self, member: int) -> Holdings:
        """Count what is stored about a member."""
        (row,) = await self._database.fetch_all(_HOLDINGS, member)
        return Holdings(*row)

    def export(self, member: int) -> AsyncGenerator[Sequence[ExportedStar], None]:
        """Yield a member's stars in pages."""
        return self._exporter.export(member)

    async def uses(self, member: int) -> tuple[ExportedUse, ...]:
        """List when a member last used their favourites, by group."""
        return await self._exporter.uses(member)

    async def consents(self, member: int) -> tuple[Consent, ...]:
        """List what a member and others let each other see."""
        return await self._exporter.consents(member)


class PostgresFavouritesRepository(PostgresReader):
    """`FavouritesRepository`, which documents the methods; any number of processes share it."""

    label = gettext_noop("favourites")

    def __init__(
        self,
        database: Database,
        clock: Clock,
        on_deletion: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(database)
        self.board: Board = PostgresBoard(database)
        self.matches: Matches = PostgresMatches(database, clock, on_deletion)
        self._clock = clock
        self._on_deletion = on_deletion

    async def check(self) -> None:
        """See that the database answers and can be written."""
        ((_, is_read_only),) = await self._database.fetch_all(STATE_QUERY)
        if is_read_only:
            raise read_only_error()

    async def star(self, guild: int, member: int, name: str, provenance: Provenance | None) -> bool:
        """Star a name, unless it is starred already."""
        key = (guild, member, name_key(name))
        starred_at = to_milliseconds(self._clock())
        generated = provenance_columns(provenance)
        ((outcome,),) = await self._database.fetch_all(
            _STAR, *key, name, *generated, starred_at, MAX_FAVOURITES
        )
        if outcome == "full":
            raise FavouritesFullError(MAX_FAVOURITES)
        if outcome == "refused":
            raise TypedNamesRefusedError
        return bool(outcome == "new")

    async def unstar(self, guild: int, member: int, name: str) -> bool:
        """Remove a star."""
        ((existed,),) = await self._database.fetch_all(_UNSTAR, guild, member, fold(name))
        return bool(existed)

    async def move(self, guild: int, member: int, name: str, steps: int) -> bool:
        """Move a favourite, giving it and those that it passes each other's places."""
        parameters = (guild, member, fold(name), steps)
        ((moved,),) = await self._database.fetch_all(_MOVE, *parameters, repeatable=False)
        return bool(moved)

    async def delete_member(self, member: int) -> DeletionReport:
        """Delete a member's stars in every group."""
        return await self.delete(Scope(member=member))

    async def delete(self, scope: Scope) -> DeletionReport:
        """Delete what is in a scope, and add a tombstone for older backups."""
        deleted = await delete_scope(self._database, scope, to_milliseconds(self._clock()))
        self._on_deletion()
        return DeletionReport(self.label, deleted)

    async def forget_deletions(self, before: datetime) -> None:
        """Delete tombstones that no backup needs any more."""

        async def forget(connection: Connection) -> None:
            await forget_tombstones(connection, to_milliseconds(before))

        await self._database.transact(forget)

    async def guild_joined(self, guild: int) -> None:
        """Record that the bot is in a group."""
        await mark_joined(self._database, [guild])

    async def guild_left(self, guild: int) -> None:
        """Record that the bot was removed from a group."""
        await mark_left(self._database, guild, self._clock())

    async def record_uses(self) -> None:
        """Record who has used their favourites since the last purge; a failure is only logged."""
        used, self._used = self._used, set()
        try:
            await mark_used(self._database, used, self._clock())
        except StoreError as error:
            _log.warning("Who has used their favourites today was not recorded: %s", error)

    async def purge(
        self, now: datetime, present_guilds: Collection[int], shards: OwnShards = ALL_SHARDS
    ) -> DeletionReport:
        """Delete the data of groups that the bot left long ago, and of members long silent."""
        used, self._used = self._used, set()
        try:
            purged = await purge(self._database, now, present_guilds, used, shards)
        except BaseException:
            self._used |= used
            raise
        return DeletionReport(
            "favourites of groups long gone", {"groups": purged.groups, "stars": purged.stars}
        )
