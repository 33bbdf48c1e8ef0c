"""Consents of two members in PostgreSQL."""

from collections.abc import Callable

from bot.favourites.clock import Clock, to_milliseconds
from bot.favourites.matches import MAX_MATCHES, Asked, Comparison, TooManyMatchesError
from bot.favourites.models import Scope
from bot.favourites.postgres.connection import TIMEOUT, Connection, Database
from bot.favourites.postgres.consents import delete_consents
from bot.favourites.postgres.locks import lock_member, next_number
from bot.favourites.postgres.tombstones import add_tombstone
from bot.favourites.rows import to_favourite

# Of both members, in one order, so that no two wait for each other; what deletes locks either.
_LOCK_TWO = """
    SELECT pg_advisory_xact_lock_shared($1), pg_advisory_xact_lock(least($2::bigint, $3::bigint)),
        pg_advisory_xact_lock(greatest($2::bigint, $3::bigint))
"""
_EXISTS = """
    SELECT EXISTS (SELECT FROM consent WHERE guild = $1 AND member = $2 AND other = $3)
"""
_COUNT = "SELECT count(*) FROM consent WHERE member = $1"
_GIVE = """
    INSERT INTO consent (guild, member, other, given_at, sequence)
    VALUES ($1, $2, $3, $4, nextval('numbers'))
"""
_OTHERS = """
    SELECT DISTINCT guild, CASE WHEN member = $1 THEN other ELSE member END
    FROM consent WHERE $1 IN (member, other)
"""
_OF_TWO = "guild = $1 AND ((member = $2 AND other = $3) OR (member = $3 AND other = $2))"
_IS_MATCH = f"SELECT count(*) = 2 FROM consent WHERE {_OF_TWO}"  # noqa: S608 - of constants
_COMPARE = f"""
    SELECT own.folded IS NOT NULL, coalesce(tally.name, star.name), star.folded, star.countries,
        star.gender, star.sharpness, star.seed, star.starred_at
    FROM star LEFT JOIN tally USING (guild, folded)
    LEFT JOIN star AS own
        ON own.guild = $1 AND own.member = $2 AND own.folded = star.folded
    WHERE star.guild = $1 AND star.member = $3
        AND (SELECT count(*) = 2 FROM consent WHERE {_OF_TWO})
    ORDER BY greatest(star.sequence, own.sequence), star.starred_at
"""  # noqa: S608 - as above


class PostgresMatches:
    """`Matches`, which documents the methods."""

    def __init__(self, database: Database, clock: Clock, on_deletion: Callable[[], object]) -> None:
        self._database = database
        self._clock = clock
        self._on_deletion = on_deletion

    async def ask(self, guild: int, member: int, other: int) -> Asked:
        """Let another see, if they do too."""

        async def ask(connection: Connection) -> Asked:
            await connection.execute(_LOCK_TWO, guild, member, other)
            is_new = not await connection.fetchval(_EXISTS, guild, member, other)
            if is_new:
                await self._give(connection, guild, member, other)
            if await connection.fetchval(_EXISTS, guild, other, member):
                return Asked.MUTUAL
            return Asked.NOW if is_new else Asked.BEFORE

        return await self._database.transact(ask, TIMEOUT)

    async def accept(self, guild: int, member: int, other: int) -> bool:
        """Let another see who has asked."""

        async def accept(connection: Connection) -> bool:
            await connection.execute(_LOCK_TWO, guild, member, other)
            if not await connection.fetchval(_EXISTS, guild, other, member):
                return False
            if not await connection.fetchval(_EXISTS, guild, member, other):
                await self._give(connection, guild, member, other)
            return True

        return await self._database.transact(accept, TIMEOUT)

    async def _give(self, connection: Connection, guild: int, member: int, other: int) -> None:
        if await connection.fetchval(_COUNT, member) >= MAX_MATCHES:
            raise TooManyMatchesError
        given_at = to_milliseconds(self._clock())
        await connection.execute(_GIVE, guild, member, other, given_at)

    async def end(self, guild: int, member: int, other: int) -> bool:
        """End it for both."""

        async def end(connection: Connection) -> bool:
            await lock_member(connection, member)
            return await self._end(connection, guild, member, other)

        ended = await self._database.transact(end, TIMEOUT)
        self._on_deletion()
        return ended

    async def end_all(self, member: int) -> int:
        """End all of a member's."""

        async def end_all(connection: Connection) -> int:
            await lock_member(connection, member)
            others = await connection.fetch(_OTHERS, member)
            for guild, other in others:
                await self._end(connection, guild, member, other)
            return len(others)

        ended = await self._database.transact(end_all, TIMEOUT)
        self._on_deletion()
        return ended

    async def _end(self, connection: Connection, guild: int, member: int, other: int) -> bool:
        if not await delete_consents(connection, _OF_TWO, guild, member, other):
            return False
        scope, sequence = Scope.of_two(guild, member, other), await next_number(connection)
        await add_tombstone(connection, scope, sequence, to_milliseconds(self._clock()))
        return True

    async def compare(self, guild: int, member: int, other: int) -> Comparison | None:
        """Compare the stars of two members."""
        key = (guild, member, other)
        ((is_match,),) = await self._database.fetch_all(_IS_MATCH, *key)
        if not is_match:
            return None
        # The consents are asked for once more, since they may have ended meanwhile.
        rows = [tuple(row) for row in await self._database.fetch_all(_COMPARE, *key)]
        both = tuple(to_favourite(row) for is_common, *row in rows if is_common)
        theirs = tuple(to_favourite(row) for is_common, *row in rows if not is_common)
        return Comparison(both, theirs)
