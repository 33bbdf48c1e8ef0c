"""Advisory locks, held until a transaction ends, by which numbers follow the order of commits.

Members' changes lock their list in SQL: the group, shared, and then the member. What deletes locks
the member, or the whole group, so that all earlier changes are committed, and all later ones have
later numbers.
"""

from bot.favourites.models import Scope
from bot.favourites.postgres.connection import Connection


async def lock_member(connection: Connection, member: int) -> None:
    """Wait for the changes of a member's lists, and have them to oneself."""
    await connection.execute("SELECT pg_advisory_xact_lock($1)", member)


async def lock_group(connection: Connection, guild: int) -> None:
    """Wait for all changes in a group, and have it to oneself."""
    await connection.execute("SELECT pg_advisory_xact_lock($1)", guild)


async def lock_scope(connection: Connection, scope: Scope) -> None:
    """Lock what a deletion covers."""
    if scope.member is not None:
        await lock_member(connection, scope.member)
    elif scope.guild is not None:
        await lock_group(connection, scope.guild)


async def next_number(connection: Connection) -> int:
    """Take the next number of the sequence; what it orders is locked."""
    return int(await connection.fetchval("SELECT nextval('numbers')"))
