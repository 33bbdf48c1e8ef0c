"""`python -m bot forget` and `export`: requests that reach the host and not the bot."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot.favourites.backup.deletion_record import FILENAME, update_record
from bot.favourites.clock import Clock, utc_now
from bot.favourites.deletion import DeletionReport, receipt_number
from bot.favourites.errors import StoreError
from bot.favourites.export import export_member
from bot.favourites.models import Scope
from bot.favourites.store import DatabasePlace, changing_store, read_deletions, reading_store
from bot.runtime.postgres_url import PostgresUrl
from bot.runtime.settings import Settings
from model.inference.existence import Existence


def run_forget(scope: Scope, settings: Settings) -> None:
    """Delete what is stored in a scope, and print a report; the bot may be running.

    Raises:
        StoreError: it failed. A member's stars are then unchanged; a group's are deleted in
            batches, of which some may be gone.
    """
    report, now = asyncio.run(forget(scope, settings.database)), utc_now()
    print(*report_lines(scope, report, now), sep="\n")  # noqa: T201 - a command line's output
    if isinstance(settings.database, PostgresUrl):
        print("PostgreSQL overwrites their bytes in its files as it needs the room.")  # noqa: T201 - as above
    record = settings.backup_folder / FILENAME
    try:
        asyncio.run(_record_deletion(record, settings.database, now))
    except StoreError as error:
        print(f"{error} The bot adds this deletion to {record} when it runs.")  # noqa: T201 - as above


async def _record_deletion(record: Path, database: DatabasePlace, now: datetime) -> None:
    await update_record(record, await read_deletions(database, now))


def run_export(member: int, settings: Settings) -> None:
    """Print everything stored about a member, as JSON; the bot may be running.

    Raises:
        StoreError: it cannot be read.
    """
    print(asyncio.run(export(member, settings.database)), end="")  # noqa: T201 - as above


async def forget(scope: Scope, database: DatabasePlace, clock: Clock = utc_now) -> DeletionReport:
    """Delete the stars in a scope, a group's also with what it has decided about its board.

    This is beside a running bot or without one.

    It is a second writer to the database, for whose lock each waits a moment. The bot keeps nothing
    of the stars in its memory, so it doesn't have to be told.

    Raises:
        StoreError: the database does not exist, is of another version, or cannot be written.
    """
    async with changing_store(database, clock) as favourites:
        return await favourites.delete(scope)


async def export(member: int, database: DatabasePlace) -> str:
    """Return everything stored about a member, as JSON.

    Raises:
        StoreError: the database does not exist, is of another version, or cannot be read.
    """
    async with reading_store(database) as reader:
        kind_of = Existence.load().kind_of
        return (await export_member(reader, member, kind_of)).content.decode()


def report_lines(scope: Scope, report: DeletionReport, at: datetime) -> Iterator[str]:
    """Yield the lines of the report on a deletion, for the host to answer with."""
    stars, decisions = report.deleted["stars"], report.deleted.get("decisions", 0)
    places = report.deleted.get("places", 0)
    yield f"Deleted: {stars:,} star{'s' * (stars != 1)} of {_subject(scope)}."
    if decisions:
        yield f"Also its decisions about its top five, made with /board: {decisions:,}."
    if likes := report.deleted.get("likes", 0):
        yield f"Also what was liked in matches: {likes:,} name{'s' * (likes != 1)}."
    if refusals := report.deleted.get("refusals", 0):
        yield f"Also who must not ask for a match: {refusals:,} decision{'s' * (refusals != 1)}."
    if places:
        yield f"Also how far names had been gone through: {places:,} request{'s' * (places != 1)}."
    yield f"When: {at:%Y-%m-%d %H:%M:%S} UTC. Number of this deletion: {receipt_number()}."
    yield "Restoring an older backup deletes them again; the backup itself still contains them."
    if not report.wiped:
        yield (
            "Bytes of them are still in the database's files, which are in use. They are wiped as "
            "soon as they can be, by the running bot or at its next start."
        )


def _subject(scope: Scope) -> str:
    if scope.member is None:
        return f"server {scope.guild}"
    where = "everywhere" if scope.guild is None else f"in server {scope.guild}"
    return f"member {scope.member} {where}"
