"""Whose order breaks ties, in an SQLite file."""

from collections.abc import Callable

from bot.favourites.clock import Clock, to_milliseconds
from bot.favourites.models import Scope
from bot.favourites.sqlite.connection import ReadConnection, WriteConnection, execute_update
from bot.favourites.sqlite.tombstones import add_tombstone, next_sequence
from bot.favourites.sqlite.wipe import record_deletion

_MAY_BREAK = """
    SELECT 1 FROM activity WHERE guild = ? AND member = ? AND ties_sequence IS NOT NULL
"""
_AGREE = """
    UPDATE activity SET ties_sequence = coalesce(ties_sequence, ?) WHERE guild = ? AND member = ?
"""
_WITHDRAW = """
    UPDATE activity SET ties_sequence = NULL
    WHERE guild = ? AND member = ? AND ties_sequence IS NOT NULL
"""


class SqliteTies:
    """`Ties`, which documents the methods, in the favourites' file."""

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

    async def may_break(self, guild: int, member: int) -> bool:
        """Return whether a member has agreed."""
        return bool(await self._reader.fetch_all(_MAY_BREAK, (guild, member)))

    async def agree(self, guild: int, member: int) -> bool:
        """Let a member's order break ties."""
        async with self._writer.transaction() as connection:
            sequence = await next_sequence(connection)
            return bool(await execute_update(connection, _AGREE, sequence, guild, member))

    async def withdraw(self, guild: int, member: int) -> bool:
        """End it."""
        async with self._writer.transaction() as connection:
            if not await execute_update(connection, _WITHDRAW, guild, member):
                return False
            scope, sequence = Scope.of_order(guild, member), await next_sequence(connection)
            await add_tombstone(connection, scope, sequence, to_milliseconds(self._clock()))
            await record_deletion(connection, sequence)
        self._on_deletion()
        return True
