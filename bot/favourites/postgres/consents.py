"""Consents of members as rows: reading and deleting them."""

from bot.favourites.clock import from_milliseconds
from bot.favourites.matches import Consent
from bot.favourites.postgres.connection import Connection, Database

_OF_MEMBER = """
    SELECT guild, other, max(given_at), bool_or(received) FROM (
        SELECT guild, other, given_at, false AS received FROM consent WHERE member = $1
        UNION ALL SELECT guild, member, NULL, true FROM consent WHERE other = $1
    ) AS either
    GROUP BY guild, other ORDER BY guild, other
"""


async def delete_consents(connection: Connection, condition: str, *parameters: object) -> int:
    """Delete consents within a transaction, and return of how many twos.

    Args:
        connection: in a transaction.
        condition: SQL about the columns of `consent`, with the parameters in it.
        parameters: of the condition.
    """
    delete = f"DELETE FROM consent WHERE {condition} RETURNING guild, member, other"  # noqa: S608 - of constants
    rows = await connection.fetch(delete, *parameters)
    return len({(guild, frozenset(two)) for guild, *two in rows})


async def read_consents(database: Database, member: int) -> tuple[Consent, ...]:
    """List what a member and others let each other see."""
    return tuple(
        Consent(guild, other, None if at is None else from_milliseconds(at), received)
        for guild, other, at, received in await database.fetch_all(_OF_MEMBER, member)
    )
