"""Consents of members as rows: reading and deleting them."""

import aiosqlite

from bot.favourites.clock import from_milliseconds
from bot.favourites.matches import Consent
from bot.favourites.sqlite.connection import ReadConnection, SqlValue, execute_update

_OF_MEMBER = """
    SELECT guild, other, max(given_at), max(received) FROM (
        SELECT guild, other, given_at, 0 AS received FROM consent WHERE member = ?1
        UNION ALL SELECT guild, member, NULL, 1 FROM consent WHERE other = ?1
    )
    GROUP BY guild, other ORDER BY guild, other
"""
_COUNT = """
    SELECT count(DISTINCT guild || ' ' || min(member, other) || ' ' || max(member, other))
    FROM consent WHERE
"""


async def delete_consents(
    connection: aiosqlite.Connection, condition: str, *parameters: SqlValue
) -> int:
    """Delete consents within a transaction, and return of how many twos.

    Args:
        connection: in a transaction.
        condition: SQL about the columns of `consent`, with the parameters in it.
        parameters: of the condition.
    """
    ((matches,),) = await connection.execute_fetchall(_COUNT + condition, parameters)
    if matches:
        await execute_update(connection, f"DELETE FROM consent WHERE {condition}", *parameters)  # noqa: S608 - of constants
    return int(matches)


async def read_consents(reader: ReadConnection, member: int) -> tuple[Consent, ...]:
    """List what a member and others let each other see."""
    return tuple(
        Consent(guild, other, None if at is None else from_milliseconds(at), bool(received))
        for guild, other, at, received in await reader.fetch_all(_OF_MEMBER, (member,))
    )
