"""The boards' decisions in an SQLite file."""

import json
from collections.abc import Collection

import aiosqlite

from bot.favourites.board import TooManyHiddenNamesError
from bot.favourites.models import DIRECT_MESSAGES, MAX_HIDDEN_NAMES, name_key, require_group
from bot.favourites.sqlite.connection import (
    ReadConnection,
    SqlValue,
    WriteConnection,
    execute_update,
)
from model.domain.spelling import fold

_TABLES = ("hidden_name", "typed_names_refused")
_HIDE = """
    INSERT INTO hidden_name (guild, folded, sequence)
    SELECT ?1, ?2, sequence + 1 FROM ledger
    WHERE (SELECT count(*) FROM hidden_name WHERE guild = ?1) < ?3
    ON CONFLICT DO NOTHING RETURNING folded
"""
_IS_HIDDEN = "SELECT 1 FROM hidden_name WHERE guild = ? AND folded = ?"
_UNHIDE = "DELETE FROM hidden_name WHERE guild = ? AND folded = ? RETURNING folded"
_HIDDEN = """
    SELECT coalesce(tally.name, folded)
    FROM hidden_name LEFT JOIN tally USING (guild, folded) WHERE guild = ? ORDER BY folded
"""
_HIDDEN_AMONG = """
    SELECT folded FROM hidden_name
    WHERE guild = ? AND folded IN (SELECT value FROM json_each(?))
"""
_SHOWN = """
    SELECT name FROM tally
    WHERE guild = ? AND NOT EXISTS (
        SELECT * FROM hidden_name AS hidden
        WHERE hidden.guild = tally.guild AND hidden.folded = tally.folded
    )
    ORDER BY members DESC, first_sequence, first_at, folded LIMIT ?
"""
_REFUSES_TYPED = "SELECT 1 FROM typed_names_refused WHERE guild = ?"
_REFUSE_TYPED = """
    INSERT INTO typed_names_refused (guild, sequence)
    SELECT ?, sequence + 1 FROM ledger WHERE true ON CONFLICT DO NOTHING
"""
_TAKE_TYPED = "DELETE FROM typed_names_refused WHERE guild = ?"


async def delete_decisions(
    connection: aiosqlite.Connection, condition: str, *parameters: SqlValue
) -> int:
    """Delete groups' decisions within a transaction, and return how many.

    Args:
        connection: in a transaction.
        condition: SQL about the columns `guild` and `sequence`, with the parameters in it.
        parameters: of the condition.
    """
    decisions = 0
    for table in _TABLES:
        delete = f"DELETE FROM {table} WHERE {condition}"  # noqa: S608 - of constants
        decisions += await execute_update(connection, delete, *parameters)
    return decisions


class SqliteBoard:
    """`Board`, which documents the methods, in the favourites' file."""

    def __init__(self, reader: ReadConnection, writer: WriteConnection) -> None:
        self._reader = reader
        self._writer = writer

    async def hide(self, guild: int, name: str) -> bool:
        """Hide a name, unless it is hidden already."""
        key = (require_group(guild), name_key(name))
        async with self._writer.exclusive() as connection:
            if list(await connection.execute_fetchall(_HIDE, (*key, MAX_HIDDEN_NAMES))):
                return True
            if list(await connection.execute_fetchall(_IS_HIDDEN, key)):
                return False
        raise TooManyHiddenNamesError

    async def unhide(self, guild: int, name: str) -> bool:
        """Show a name again."""
        return bool(await self._writer.execute(_UNHIDE, require_group(guild), fold(name)))

    async def hidden(self, guild: int) -> tuple[str, ...]:
        """List the hidden names."""
        rows = await self._reader.fetch_all(_HIDDEN, (require_group(guild),))
        return tuple(name for (name,) in rows)

    async def hidden_among(self, guild: int, names: Collection[str]) -> frozenset[str]:
        """Return those of some names that are hidden."""
        if guild == DIRECT_MESSAGES:
            return frozenset()
        keys = {name: fold(name) for name in names}
        rows = await self._reader.fetch_all(_HIDDEN_AMONG, (guild, json.dumps([*keys.values()])))
        hidden = {folded for (folded,) in rows}
        return frozenset(name for name, key in keys.items() if key in hidden)

    async def shown(self, guild: int, limit: int) -> tuple[str, ...]:
        """List the names that are starred and not hidden."""
        rows = await self._reader.fetch_all(_SHOWN, (require_group(guild), limit))
        return tuple(name for (name,) in rows)

    async def takes_typed_names(self, guild: int) -> bool:
        """Return whether members may star names that they type."""
        return not await self._reader.fetch_all(_REFUSES_TYPED, (require_group(guild),))

    async def take_typed_names(self, guild: int, *, take: bool) -> None:
        """Take names that members type, or refuse new ones."""
        await self._writer.execute(_TAKE_TYPED if take else _REFUSE_TYPED, require_group(guild))
