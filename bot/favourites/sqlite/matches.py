"""Consents of two members in an SQLite file."""

from collections.abc import Callable

import aiosqlite

from bot.favourites.clock import Clock, to_milliseconds
from bot.favourites.matches import MAX_MATCHES, Asked, Comparison, TooManyMatchesError
from bot.favourites.models import Scope
from bot.favourites.rows import to_favourite
from bot.favourites.sqlite.connection import ReadConnection, WriteConnection
from bot.favourites.sqlite.consents import delete_consents
from bot.favourites.sqlite.tombstones import add_tombstone, next_sequence
from bot.favourites.sqlite.wipe import record_deletion

# Only as an answer where ?5 says so, and never more than a member may have.
_GIVE = """
    INSERT INTO consent (guild, member, other, given_at, sequence)
    SELECT ?1, ?2, ?3, ?4, sequence + 1 FROM ledger
    WHERE (SELECT count(*) FROM consent WHERE member = ?2) < ?6 AND (NOT ?5 OR EXISTS (
        SELECT * FROM consent WHERE (guild, member, other) = (?1, ?3, ?2)
    ))
    ON CONFLICT DO NOTHING RETURNING guild
"""
_EXISTS = "SELECT 1 FROM consent WHERE (guild, member, other) = (?, ?, ?)"
_OTHERS = """
    SELECT DISTINCT guild, iif(member = ?1, other, member)
    FROM consent WHERE ?1 IN (member, other)
"""
_OF_TWO = "guild = ?1 AND ((member, other) = (?2, ?3) OR (member, other) = (?3, ?2))"
_IS_MATCH = f"SELECT count(*) = 2 FROM consent WHERE {_OF_TWO}"  # noqa: S608 - of constants
_COMPARE = f"""
    SELECT own.folded IS NOT NULL, coalesce(tally.name, star.name), star.folded, star.countries,
        star.gender, star.sharpness, star.seed, star.starred_at
    FROM star LEFT JOIN tally USING (guild, folded)
    LEFT JOIN star AS own ON (own.guild, own.member, own.folded) = (?1, ?2, star.folded)
    WHERE star.guild = ?1 AND star.member = ?3
        AND (SELECT count(*) = 2 FROM consent WHERE {_OF_TWO})
    ORDER BY max(star.sequence, coalesce(own.sequence, 0)), star.starred_at
"""  # noqa: S608 - as above


class SqliteMatches:
    """`Matches`, which documents the methods, in the favourites' file."""

    def __init__(
        self,
        reader: ReadConnection,
        writer: WriteConnection,
        clock: Clock,
        on_deletion: Callable[[], object],
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._clock = clock
        self._on_deletion = on_deletion

    async def ask(self, guild: int, member: int, other: int) -> Asked:
        """Let another see, if they do too."""
        is_new = await self._give(guild, member, other, as_answer=False)
        if await self._reader.fetch_all(_EXISTS, (guild, other, member)):
            return Asked.MUTUAL
        return Asked.NOW if is_new else Asked.BEFORE

    async def accept(self, guild: int, member: int, other: int) -> bool:
        """Let another see who has asked."""
        await self._give(guild, member, other, as_answer=True)
        ((is_match,),) = await self._reader.fetch_all(_IS_MATCH, (guild, member, other))
        return bool(is_match)

    async def _give(self, guild: int, member: int, other: int, *, as_answer: bool) -> bool:
        """Store a consent; return whether it is new."""
        key = (guild, member, other)
        given_at = to_milliseconds(self._clock())
        async with self._writer.exclusive() as connection:
            parameters = (*key, given_at, as_answer, MAX_MATCHES)
            if list(await connection.execute_fetchall(_GIVE, parameters)):
                return True
            if list(await connection.execute_fetchall(_EXISTS, key)):
                return False
            asked = list(await connection.execute_fetchall(_EXISTS, (guild, other, member)))
        if as_answer and not asked:
            return False
        raise TooManyMatchesError

    async def end(self, guild: int, member: int, other: int) -> bool:
        """End it for both."""
        async with self._writer.transaction() as connection:
            ended = await self._end(connection, guild, member, other)
        self._on_deletion()
        return ended

    async def end_all(self, member: int) -> int:
        """End all of a member's."""
        async with self._writer.transaction() as connection:
            others = list(await connection.execute_fetchall(_OTHERS, (member,)))
            for guild, other in others:
                await self._end(connection, guild, member, other)
        self._on_deletion()
        return len(others)

    async def _end(
        self, connection: aiosqlite.Connection, guild: int, member: int, other: int
    ) -> bool:
        if not await delete_consents(connection, _OF_TWO, guild, member, other):
            return False
        scope, sequence = Scope.of_two(guild, member, other), await next_sequence(connection)
        await add_tombstone(connection, scope, sequence, to_milliseconds(self._clock()))
        await record_deletion(connection, sequence)
        return True

    async def compare(self, guild: int, member: int, other: int) -> Comparison | None:
        """Compare the stars of two members."""
        key = (guild, member, other)
        ((is_match,),) = await self._reader.fetch_all(_IS_MATCH, key)
        if not is_match:
            return None
        # The consents are asked for once more, since they may have ended meanwhile.
        rows = [tuple(row) for row in await self._reader.fetch_all(_COMPARE, key)]
        both = tuple(to_favourite(row) for is_common, *row in rows if is_common)
        theirs = tuple(to_favourite(row) for is_common, *row in rows if not is_common)
        return Comparison(both, theirs)
