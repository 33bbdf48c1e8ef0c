"""Letting a database be served, which may be an older copy of itself."""

from datetime import datetime
from functools import partial
from math import inf
from pathlib import Path

from bot.favourites.backup.deletion_record import FILENAME, DeletionRecord
from bot.favourites.backup.restore import UnknownDeletions
from bot.favourites.database import Database, Transaction
from bot.favourites.errors import StoreError
from bot.favourites.identity import read_identity
from bot.favourites.repeated_deletions import repeat_deletions


class RestoredDatabaseError(StoreError):
    """A server's database is a copy, and nothing tells what members have had deleted since."""

    def __init__(self, subject: str, record: Path) -> None:
        super().__init__(
            f"{subject} was restored or copied since it was last served, and {record} does not "
            "tell what members have had deleted since. Nothing was changed. Put the newest "
            f"{FILENAME} there; or run `python -m bot restore` once, with --first-installation if "
            "nobody has used the bot since the copy was made, or with --forget-deletions to go on "
            "without."
        )


async def admit(
    database: Database,
    record: DeletionRecord,
    now: datetime,
    refusal: StoreError,
    unknown: UnknownDeletions = UnknownDeletions.REFUSE,
) -> int:
    """Repeat the recorded deletions that a database does not know, and note where it is served.

    A file that is an older copy counts less far than the record. A server's database that was
    restored, too, or it is elsewhere than when it was last served.

    Args:
        database: what is about to be served.
        record: deletions that were recorded outside of it.
        now: the time.
        refusal: raised if it was restored and the record does not know its deletions.
        unknown: what to do then instead.

    Returns:
        How many stars were deleted again.
    """
    work = partial(_admit, record=record, now=now, refusal=refusal, unknown=unknown)
    return await database.transact(work, inf)


async def _admit(
    transaction: Transaction,
    record: DeletionRecord,
    now: datetime,
    refusal: StoreError,
    unknown: UnknownDeletions,
) -> int:
    await transaction.fetch("take_turn")
    identity = await read_identity(transaction)
    ((place,),) = await transaction.fetch("place")
    coverage = record.databases.get(identity.id)
    stars = 0
    if coverage is not None and coverage.forgotten <= identity.sequence:
        stars = await repeat_deletions(transaction, record.tombstones, coverage.newest, now)
    elif place != identity.place and await _has_data(transaction):
        if unknown is UnknownDeletions.REFUSE:
            raise refusal
        if unknown is UnknownDeletions.FORGET:
            await transaction.fetch("note_forgotten", sequence=identity.sequence)
    if place != identity.place:
        await transaction.fetch("set_served_at", place=place)
    return stars


async def _has_data(transaction: Transaction) -> bool:
    ((has_data,),) = await transaction.fetch("has_data")
    return bool(has_data)
