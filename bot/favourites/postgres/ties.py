"""Whose order breaks ties, in PostgreSQL."""

from collections.abc import Callable

from bot.favourites.clock import Clock, to_milliseconds
from bot.favourites.models import Scope
from bot.favourites.postgres.connection import TIMEOUT, Connection, Database
from bot.favourites.postgres.locks import next_number
from bot.favourites.postgres.tombstones import add_tombstone

_LOCK = "SELECT pg_advisory_xact_lock_shared($1), pg_advisory_xact_lock($2)"
_MAY_BREAK = """
    SELECT FROM activity WHERE guild = $1 AND member = $2 AND ties_sequence IS NOT NULL
"""
_AGREE = """
    UPDATE activity SET ties_sequence = coalesce(ties_sequence, $3)
    WHERE guild = $1 AND member = $2 RETURNING member
"""
_WITHDRAW = """
    UPDATE activity SET ties_sequence = NULL
    WHERE guild = $1 AND member = $2 AND ties_sequence IS NOT NULL RETURNING member
"""


class PostgresTies:
    """`Ties`, which documents the methods."""

    def __init__(self, database: Database, clock: Clock, on_deletion: Callable[[], object]) -> None:
        self._database = database
        self._clock = clock
        self._on_deletion = on_deletion

    async def may_break(self, guild: int, member: int) -> bool:
        """Return whether a member has agreed."""
        return bool(await self._database.fetch_all(_MAY_BREAK, guild, member))

    async def agree(self, guild: int, member: int) -> bool:
        """Let a member's order break ties."""

        async def agree(connection: Connection) -> bool:
            await connection.execute(_LOCK, guild, member)
            number = await next_number(connection)
            return bool(await connection.fetch(_AGREE, guild, member, number))

        return await self._database.transact(agree, TIMEOUT)

    async def withdraw(self, guild: int, member: int) -> bool:
        """End it."""

        async def withdraw(connection: Connection) -> bool:
            await connection.execute(_LOCK, guild, member)
            if not await connection.fetch(_WITHDRAW, guild, member):
                return False
            scope, number = Scope.of_order(guild, member), await next_number(connection)
            await add_tombstone(connection, scope, number, to_milliseconds(self._clock()))
            return True

        withdrawn = await self._database.transact(withdraw, TIMEOUT)
        if withdrawn:
            self._on_deletion()
        return withdrawn
