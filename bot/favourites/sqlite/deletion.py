"""Deleting stars and more: each transaction also records that the bytes are to be wiped."""

from collections.abc import Mapping, Sequence

import aiosqlite

from bot.favourites.models import Scope
from bot.favourites.sqlite.board import delete_decisions
from bot.favourites.sqlite.connection import SqlValue, WriteConnection, execute_update
from bot.favourites.sqlite.consents import delete_consents
from bot.favourites.sqlite.tombstones import add_tombstone, next_sequence
from bot.favourites.sqlite.wipe import record_deletion

BATCH = 1000
"""Stars deleted in one transaction, so that other writes need not wait long."""
_NO_LIMIT = -1


async def delete_scope(writer: WriteConnection, scope: Scope, deleted_at: int) -> Mapping[str, int]:
    """Delete what is in a scope, and add a tombstone for older backups.

    A member's stars are deleted in one transaction, a group's in batches, the first of which also
    deletes what it has decided about its board.

    Args:
        writer: writes to the database.
        scope: what to delete.
        deleted_at: the time for the tombstone, in milliseconds since 1970.

    Returns:
        The number of deleted stars, for a group that of decisions, and that of matches, if any.

    Raises:
        StoreError: it failed; a group's batches before that are deleted.
    """
    condition, ids = _condition(scope)
    limit = BATCH if scope.member is None else _NO_LIMIT
    async with writer.transaction() as connection:
        stars = batch = await delete_stars(connection, condition, ids, limit)
        await execute_update(connection, f"DELETE FROM activity WHERE {condition}", *ids)  # noqa: S608 - of constants
        decisions = await _delete_decisions_in(connection, scope)
        matches = await _delete_consents_in(connection, scope)
        sequence = await next_sequence(connection)
        await add_tombstone(connection, scope, sequence, deleted_at)
    while batch == limit:
        batch = await delete_batch(writer, condition, ids)
        stars += batch
    return {"stars": stars, **decisions, **({"matches": matches} if matches else {})}


async def delete_batch(
    writer: WriteConnection, condition: str, parameters: Sequence[SqlValue]
) -> int:
    """Delete at most a batch of stars in a transaction, and return how many."""
    async with writer.transaction() as connection:
        return await delete_stars(connection, condition, parameters, BATCH)


async def delete_stars(
    connection: aiosqlite.Connection, condition: str, parameters: Sequence[SqlValue], limit: int
) -> int:
    """Delete stars within a transaction, and return how many.

    Args:
        connection: in a transaction.
        condition: SQL about the columns of `star`, with the parameters in it.
        parameters: of the condition.
        limit: how many stars to delete at most; a negative number for all.
    """
    select = f"SELECT guild, member, folded FROM star WHERE {condition} LIMIT ?"  # noqa: S608 - of constants
    delete = f"DELETE FROM star WHERE (guild, member, folded) IN ({select})"  # noqa: S608 - as above
    stars = await execute_update(connection, delete, *parameters, limit)
    if stars:
        await record_deletion(connection, await next_sequence(connection))
    return stars


async def _delete_decisions_in(connection: aiosqlite.Connection, scope: Scope) -> Mapping[str, int]:
    if scope.guild is None or scope.member is not None:
        return {}
    decisions = await delete_decisions(connection, "guild = ?", scope.guild)
    if decisions:
        await record_deletion(connection, await next_sequence(connection))
    return {"decisions": decisions}


async def _delete_consents_in(connection: aiosqlite.Connection, scope: Scope) -> int:
    """Delete consents in a scope, those that others gave the member included."""
    given = {
        "guild = ?": scope.guild,
        "? IN (member, other)": scope.member,
    }
    conditions = {text: number for text, number in given.items() if number is not None}
    matches = await delete_consents(connection, " AND ".join(conditions), *conditions.values())
    if matches:
        await record_deletion(connection, await next_sequence(connection))
    return matches


def _condition(scope: Scope) -> tuple[str, tuple[int, ...]]:
    columns = {"guild": scope.guild, "member": scope.member}
    given = {column: number for column, number in columns.items() if number is not None}
    return " AND ".join(f"{column} = ?" for column in given), tuple(given.values())
