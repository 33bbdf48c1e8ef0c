"""The boards' decisions in PostgreSQL."""

from collections.abc import Collection

from bot.favourites.board import TooManyHiddenNamesError
from bot.favourites.models import DIRECT_MESSAGES, MAX_HIDDEN_NAMES, name_key, require_group
from bot.favourites.postgres.connection import TIMEOUT, Connection, Database
from bot.favourites.postgres.locks import lock_group
from model.domain.spelling import fold

_TABLES = ("hidden_name", "typed_names_refused")
_COUNT_HIDDEN = """
    SELECT count(*), coalesce(bool_or(folded = $2), false) FROM hidden_name WHERE guild = $1
"""
_HIDE = "INSERT INTO hidden_name (guild, folded, sequence) VALUES ($1, $2, nextval('numbers'))"
_UNHIDE = "DELETE FROM hidden_name WHERE guild = $1 AND folded = $2 RETURNING folded"
_HIDDEN = """
    SELECT coalesce(tally.name, folded)
    FROM hidden_name LEFT JOIN tally USING (guild, folded) WHERE guild = $1 ORDER BY folded
"""
_HIDDEN_AMONG = "SELECT folded FROM hidden_name WHERE guild = $1 AND folded = ANY ($2)"
_SHOWN = """
    SELECT name FROM tally
    WHERE guild = $1 AND NOT EXISTS (
        SELECT FROM hidden_name AS hidden
        WHERE hidden.guild = tally.guild AND hidden.folded = tally.folded
    )
    ORDER BY members DESC, first_sequence, first_at, folded LIMIT $2
"""
_REFUSES_TYPED = "SELECT FROM typed_names_refused WHERE guild = $1"
_REFUSE_TYPED = """
    INSERT INTO typed_names_refused (guild, sequence) VALUES ($1, nextval('numbers'))
    ON CONFLICT DO NOTHING
"""
_TAKE_TYPED = "DELETE FROM typed_names_refused WHERE guild = $1"


async def delete_decisions(connection: Connection, condition: str, *parameters: object) -> int:
    """Delete groups' decisions within a transaction, and return how many.

    Args:
        connection: in a transaction.
        condition: SQL about the columns `guild` and `sequence`, with the parameters in it.
        parameters: of the condition.
    """
    decisions = 0
    for table in _TABLES:
        delete = f"DELETE FROM {table} WHERE {condition} RETURNING guild"  # noqa: S608 - of constants
        decisions += len(await connection.fetch(delete, *parameters))
    return decisions


class PostgresBoard:
    """`Board`, which documents the methods."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hide(self, guild: int, name: str) -> bool:
        """Hide a name, unless it is hidden already."""
        group, folded = require_group(guild), name_key(name)

        async def hide(connection: Connection) -> bool:
            await lock_group(connection, group)
            ((names, is_hidden),) = await connection.fetch(_COUNT_HIDDEN, group, folded)
            if is_hidden:
                return False
            if names >= MAX_HIDDEN_NAMES:
                raise TooManyHiddenNamesError
            await connection.execute(_HIDE, group, folded)
            return True

        return await self._database.transact(hide, TIMEOUT)

    async def unhide(self, guild: int, name: str) -> bool:
        """Show a name again."""
        return bool(await self._database.fetch_all(_UNHIDE, require_group(guild), fold(name)))

    async def hidden(self, guild: int) -> tuple[str, ...]:
        """List the hidden names."""
        rows = await self._database.fetch_all(_HIDDEN, require_group(guild))
        return tuple(name for (name,) in rows)

    async def hidden_among(self, guild: int, names: Collection[str]) -> frozenset[str]:
        """Return those of some names that are hidden."""
        if guild == DIRECT_MESSAGES:
            return frozenset()
        keys = {name: fold(name) for name in names}
        rows = await self._database.fetch_all(_HIDDEN_AMONG, guild, [*keys.values()])
        hidden = {folded for (folded,) in rows}
        return frozenset(name for name, key in keys.items() if key in hidden)

    async def shown(self, guild: int, limit: int) -> tuple[str, ...]:
        """List the names that are starred and not hidden."""
        rows = await self._database.fetch_all(_SHOWN, require_group(guild), limit)
        return tuple(name for (name,) in rows)

    async def takes_typed_names(self, guild: int) -> bool:
        """Return whether members may star names that they type."""
        return not await self._database.fetch_all(_REFUSES_TYPED, require_group(guild))

    async def take_typed_names(self, guild: int, *, take: bool) -> None:
        """Take names that members type, or refuse new ones."""
        group = require_group(guild)

        async def decide(connection: Connection) -> None:
            await lock_group(connection, group)
            await connection.execute(_TAKE_TYPED if take else _REFUSE_TYPED, group)

        await self._database.transact(decide, TIMEOUT)
