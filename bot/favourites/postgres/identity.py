"""Which database this is, and how much of it is known."""

from bot.favourites.identity import DatabaseIdentity
from bot.favourites.postgres.connection import Database

_READ = "SELECT id, inherited, last_value, forgotten FROM identity, numbers"


async def read_identity(database: Database) -> DatabaseIdentity:
    """Read the identity of a database.

    Raises:
        StoreError: it cannot be read.
    """
    ((identity, inherited, sequence, forgotten),) = await database.fetch_all(_READ)
    return DatabaseIdentity(identity, bool(inherited), sequence, forgotten)
