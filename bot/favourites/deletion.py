"""Deleting what a scope covers, and the receipt of a member who has everything deleted."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.favourites.allowances import QUESTIONS, give_back
from bot.favourites.board import delete_decisions
from bot.favourites.clock import Clock, utc_now
from bot.favourites.database import LONG_TIMEOUT, Database, Transaction, next_number, note_remains
from bot.favourites.matches import count_matches
from bot.favourites.models import DIRECT_MESSAGES, Scope
from bot.favourites.refusals import delete_refusals
from bot.favourites.stars import remove_stars
from bot.favourites.tombstones import add_tombstone

BATCH = 1000
"""Stars deleted in one transaction, so that other writes need not wait long."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeletionReport:
    """What was deleted.

    Attributes:
        deleted: number of deleted items by kind.
        wiped: whether nothing is left for the bot to erase in the database's files; if not, it
            will be soon. A server's files are not the bot's to erase.
    """

    deleted: Mapping[str, int]
    wiped: bool


async def delete_scope(database: Database, scope: Scope, deleted_at: int) -> Mapping[str, int]:
    """Delete what is in a scope, and add a tombstone for older backups.

    A member's stars are deleted in one transaction, a group's in batches, after a first transaction
    that also deletes what it has decided about its board. Stars made meanwhile are kept.

    Args:
        database: the database.
        scope: what to delete.
        deleted_at: the time for the tombstone, in milliseconds since 1970.

    Returns:
        The number of deleted stars, for a group that of decisions, and those of matches, of a
        member's likes and refusals to be asked, and of places in requests, if any.

    Raises:
        StoreError: it failed; a group's batches before that are deleted.
    """
    if scope.member is not None:
        return await _delete_of_member(database, scope, scope.member, deleted_at)
    assert scope.guild is not None  # noqa: S101 - a scope has one of the two
    return await _delete_group(database, scope, scope.guild, deleted_at)


async def _delete_of_member(
    database: Database, scope: Scope, member: int, deleted_at: int
) -> Mapping[str, int]:
    covered = {"member": member, "guild": scope.guild}
    covers_messages = scope.guild in {None, DIRECT_MESSAGES}

    async def delete(transaction: Transaction) -> Mapping[str, int]:
        partners = await transaction.fetch("partners", member=member)
        await transaction.lock([member, *(other for _, other in partners)])
        groups = await transaction.fetch("groups_of_member", member=member)
        await transaction.lock([], [guild for (guild,) in groups])
        await _record(transaction, scope, deleted_at)
        consents = await transaction.fetch("delete_consents_of_member", **covered)
        likes = await transaction.fetch("delete_likings_of_member", **covered)
        refusals = await delete_refusals(transaction, member, scope.guild)
        stars = await remove_stars(
            transaction, await transaction.fetch("stars_of_member", **covered)
        )
        await transaction.fetch("forget_uses_of_member", **covered)
        places = await delete_places(transaction, DIRECT_MESSAGES, member) if covers_messages else 0
        if scope.guild is None:
            await give_back(transaction, QUESTIONS, member)
        if stars or consents or places:
            await note_remains(transaction)
        others = _if_any(
            matches=count_matches(consents),
            likes=sum(liker == member for (liker,) in likes),
            refusals=refusals,
            places=places,
        )
        return {"stars": stars, **others}

    return await database.transact(delete, LONG_TIMEOUT)


async def _delete_group(
    database: Database, scope: Scope, guild: int, deleted_at: int
) -> Mapping[str, int]:
    async def begin(transaction: Transaction) -> tuple[int, dict[str, int]]:
        await transaction.lock_group(guild)
        number = await _record(transaction, scope, deleted_at)
        decisions = await delete_decisions(transaction, guild, number)
        matches = await forget_agreements(transaction, guild, number)
        places = await delete_places(transaction, guild)
        stars = await remove_batch(transaction, guild, number)
        if decisions or matches or places or stars:
            await note_remains(transaction)
        others = {"decisions": decisions, **_if_any(matches=matches, places=places)}
        return number, {"stars": stars, **others}

    async def go_on(transaction: Transaction) -> int:
        await transaction.lock_group(guild)
        stars = await remove_batch(transaction, guild, number)
        await next_number(transaction)
        await note_remains(transaction)  # what was noted before may be wiped already
        return stars

    number, deleted = await database.transact(begin, LONG_TIMEOUT)
    batch = deleted["stars"]
    while batch:
        batch = await database.transact(go_on, LONG_TIMEOUT)
        deleted["stars"] += batch
    return deleted


def _if_any(**deleted: int) -> Mapping[str, int]:
    return {kind: number for kind, number in deleted.items() if number}


async def _record(transaction: Transaction, scope: Scope, deleted_at: int) -> int:
    """Record a deletion, all of which is locked; return its number."""
    number = await next_number(transaction)
    await add_tombstone(transaction, scope, number, deleted_at)
    return number


async def forget_agreements(transaction: Transaction, guild: int, until: int) -> int:
    """End the matches in a group, which is locked, and forget who may break ties, or not be asked.

    Returns:
        Of how many matches it was.
    """
    agreed = {"guild": guild, "sequence": until}
    consents = await transaction.fetch("delete_consents_of_group", **agreed)
    await transaction.fetch("delete_likings_of_group", **agreed)
    await transaction.fetch("delete_refusals_of_group", **agreed)
    await transaction.fetch("withdraw_all_of_group", **agreed)
    return count_matches(consents)


async def delete_places(transaction: Transaction, guild: int, member: int = 0) -> int:
    """Delete the places of a group, or of a member in direct messages; return how many.

    The group or the member is locked. Places have no numbers, so where a deletion is repeated, what
    was used since goes, too.
    """
    return len(await transaction.fetch("delete_places", guild=guild, member=member))


async def remove_batch(transaction: Transaction, guild: int, until: int) -> int:
    """Delete a batch of a group's stars up to a number, and return how many; 0 if none is left.

    The group is locked.
    """
    stars = await remove_stars(
        transaction,
        await transaction.fetch("stars_of_group", guild=guild, sequence=until, size=BATCH),
    )
    if stars < BATCH:
        await transaction.fetch("forget_uses_of_group", guild=guild)
    return stars


@dataclass(frozen=True, slots=True)
class Receipt:
    """The outcome of deleting a member, for them to quote.

    Attributes:
        number: random, and in the log beside the amounts; it does not tell who.
        at: when.
        report: what was deleted; None if it failed, and the cause is in the log.
    """

    number: str
    at: datetime
    report: DeletionReport | None


def receipt_number() -> str:
    """Return a new random number for a receipt."""
    return secrets.token_hex(4)


class Deletions:
    """Deletes members, each of them once at a time: those who ask again join in."""

    def __init__(
        self, delete_member: Callable[[int], Awaitable[DeletionReport]], clock: Clock = utc_now
    ) -> None:
        """Delete members by a function, which returns what it has deleted."""
        self._delete_member = delete_member
        self._clock = clock
        self._running: dict[int, asyncio.Task[Receipt]] = {}

    async def delete(self, member: int) -> Receipt:
        """Delete a member; it goes on even if the caller is cancelled."""
        task = self._running.get(member)
        if task is None:
            task = self._running[member] = asyncio.create_task(self._delete(member))
            task.add_done_callback(lambda _: self._running.pop(member))
        return await asyncio.shield(task)

    async def _delete(self, member: int) -> Receipt:
        number = receipt_number()
        try:
            report = await self._delete_member(member)
        except Exception as error:  # noqa: BLE001 - logged, and the member is told
            _log.error("Deletion %s failed", number, exc_info=error)
            return Receipt(number, self._clock(), None)
        _log.info("Deletion %s: favourites %s", number, dict(report.deleted))
        return Receipt(number, self._clock(), report)
