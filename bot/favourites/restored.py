"""Letting a database be served, which may be an older copy of itself."""

from datetime import datetime
from math import inf
from pathlib import Path

from bot.favourites.backup.deletion_record import FILENAME, DeletionRecord
from bot.favourites.backup.restore import UnknownDeletions
from bot.favourites.database import Database, Transaction
from bot.favourites.errors import StoreError
from bot.favourites.identity import read_identity
from bot.favourites.repeated_deletions import repeat_deletions
from bot.runtime.postgres_url import PostgresUrl


class RestoredDatabaseError(StoreError):
    """A database is an older copy, and nothing tells what members have had deleted since."""

    def __init__(self, database: Path | PostgresUrl, record: Path) -> None:
        restore = "run `python -m bot restore` once"
        if isinstance(database, Path):
            restore = "move it elsewhere and give it to `python -m bot restore`"
        super().__init__(
            f"The database {database} was restored or copied since it was last served, and "
            f"{record} does not tell what members have had deleted since. Nothing was changed. Put "
            f"the newest {FILENAME} there; or {restore}, with --first-installation if nobody has "
            "used the bot since the copy was made, or with --forget-deletions to go on without."
        )


async def admit(  # noqa: PLR0913 - a database, what is known of it, and what to do else
    database: Database,
    record: DeletionRecord,
    now: datetime,
    refusal: StoreError,
    unknown: UnknownDeletions = UnknownDeletions.REFUSE,
    *,
    is_current: bool = False,
) -> int | None:
    """Repeat the recorded deletions that a database does not know, and note where it is served.

    It is an older copy if it counts less far than the record, or is elsewhere than when it was last
    served, which only a server's database can tell.

    Args:
        database: what is about to be served.
        record: deletions that were recorded outside of it.
        now: the time.
        refusal: raised if it is a copy and the record does not know all deletions since.
        unknown: what to do then instead.
        is_current: whether the record has all deletions, however far the database counts: it is
            that of a process that goes on serving it.

    Returns:
        How many stars were deleted again; None if it is no older copy.
    """

    async def admit(transaction: Transaction) -> int | None:
        await transaction.fetch("take_turn")
        identity = await read_identity(transaction)
        ((place,),) = await transaction.fetch("place")
        coverage = record.databases.get(identity.id)
        counts_less = coverage is not None and coverage.newest > identity.sequence
        ((has_data,),) = await transaction.fetch("has_data")
        stars = None
        if has_data and (counts_less or place != identity.place):
            is_known = coverage is not None and (
                coverage.includes(identity)
                or (is_current and coverage.forgotten <= identity.sequence)
            )
            if not is_known and unknown is UnknownDeletions.REFUSE:
                raise refusal
            # Past all that another copy can have, whether it is known or not.
            newest = max(identity.sequence, coverage.newest if coverage else 0) + 1
            stars = await repeat_deletions(transaction, record.tombstones, newest, now)
            if not is_known and unknown is UnknownDeletions.FORGET:
                await transaction.fetch("note_forgotten", sequence=identity.sequence)
        if place != identity.place:
            await transaction.fetch("set_served_at", place=place)
        return stars

    return await database.transact(admit, inf)
