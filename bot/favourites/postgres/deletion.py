"""Deleting what a scope covers, and recording it for backups that are restored later."""

from collections.abc import Mapping

from bot.favourites.models import Scope
from bot.favourites.postgres.board import delete_decisions
from bot.favourites.postgres.connection import Connection, Database
from bot.favourites.postgres.consents import delete_consents
from bot.favourites.postgres.locks import lock_group, lock_scope, next_number
from bot.favourites.postgres.tombstones import add_tombstone

BATCH = 1000
"""Stars deleted in one transaction, so that other writes need not wait long."""

# In the order of groups, so that two who delete do not wait for each other.
_REMOVE_MEMBERS = """
    SELECT coalesce(sum(remove_stars(guild, members, names)), 0) FROM (
        SELECT guild, array_agg(member) AS members, array_agg(folded) AS names
        FROM star WHERE member = $1 AND ($2::bigint IS NULL OR guild = $2)
        GROUP BY guild ORDER BY guild
    ) AS lists
"""
_REMOVE_BATCH = """
    SELECT coalesce(sum(remove_stars($1, members, names)), 0) FROM (
        SELECT array_agg(member) AS members, array_agg(folded) AS names FROM (
            SELECT member, folded FROM star WHERE guild = $1 AND sequence <= $2 LIMIT $3
        ) AS batch HAVING count(*) > 0
    ) AS lists
"""
_OF_MEMBER = "$1 IN (member, other) AND ($2::bigint IS NULL OR guild = $2)"
_FORGET_MEMBERS_USES = """
    DELETE FROM activity WHERE member = $1 AND ($2::bigint IS NULL OR guild = $2)
"""
_FORGET_GROUPS_USES = """
    DELETE FROM activity WHERE guild = $1 AND NOT EXISTS (
        SELECT FROM star WHERE star.guild = $1 AND star.member = activity.member
    )
"""


async def delete_scope(database: Database, scope: Scope, deleted_at: int) -> Mapping[str, int]:
    """Delete what is in a scope, and add a tombstone for older backups.

    A member's stars are deleted in one transaction, a group's in batches, after a first transaction
    that also deletes what it has decided about its board. Stars made meanwhile are kept.

    Args:
        database: the database.
        scope: what to delete.
        deleted_at: the time for the tombstone, in milliseconds since 1970.

    Returns:
        The number of deleted stars, for a group that of decisions, and that of matches, if any.

    Raises:
        StoreError: it failed; a group's batches before that are deleted.
    """
    if scope.member is not None:
        return await _delete_of_member(database, scope, deleted_at)
    assert scope.guild is not None  # noqa: S101 - a scope has one of the two
    return await _delete_group(database, scope, scope.guild, deleted_at)


async def _delete_of_member(database: Database, scope: Scope, deleted_at: int) -> Mapping[str, int]:
    async def delete(connection: Connection) -> Mapping[str, int]:
        await _record(connection, scope, deleted_at)
        matches = await delete_consents(connection, _OF_MEMBER, scope.member, scope.guild)
        stars = await connection.fetchval(_REMOVE_MEMBERS, scope.member, scope.guild)
        await connection.execute(_FORGET_MEMBERS_USES, scope.member, scope.guild)
        return {"stars": int(stars), **_if_any(matches)}

    return await database.transact(delete)


async def _delete_group(
    database: Database, scope: Scope, guild: int, deleted_at: int
) -> Mapping[str, int]:
    async def begin(connection: Connection) -> tuple[int, int, int, int]:
        sequence = await _record(connection, scope, deleted_at)
        decisions = await delete_decisions(connection, "guild = $1", guild)
        matches = await delete_consents(connection, "guild = $1", guild)
        stars = await remove_batch(connection, guild, sequence)
        return sequence, decisions, matches, stars

    sequence, decisions, matches, stars = await database.transact(begin)
    batch = stars
    while batch:
        batch = await database.transact(lambda connection: _go_on(connection, guild, sequence))
        stars += batch
    return {"stars": stars, "decisions": decisions, **_if_any(matches)}


def _if_any(matches: int) -> Mapping[str, int]:
    return {"matches": matches} if matches else {}


async def _go_on(connection: Connection, guild: int, sequence: int) -> int:
    await lock_group(connection, guild)
    return await remove_batch(connection, guild, sequence)


async def remove_batch(connection: Connection, guild: int, sequence: int) -> int:
    """Delete a batch of a group's stars up to a number, and return how many; 0 if none is left.

    The group is locked.
    """
    stars = int(await connection.fetchval(_REMOVE_BATCH, guild, sequence, BATCH))
    if stars < BATCH:
        await connection.execute(_FORGET_GROUPS_USES, guild)
    return stars


async def _record(connection: Connection, scope: Scope, deleted_at: int) -> int:
    await lock_scope(connection, scope)
    sequence = await next_number(connection)
    await add_tombstone(connection, scope, sequence, deleted_at)
    return sequence
