"""Repeating in an older copy of a database what was deleted since."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.favourites.board import delete_decisions
from bot.favourites.clock import to_milliseconds
from bot.favourites.database import Transaction, note_remains
from bot.favourites.deletion import delete_places
from bot.favourites.identity import read_identity
from bot.favourites.matches import delete_match
from bot.favourites.models import DIRECT_MESSAGES
from bot.favourites.stars import remove_stars
from bot.favourites.tombstones import (
    Tombstone,
    leap,
    marks_of_board,
    marks_of_list,
    marks_of_match,
    marks_of_order,
    read_tombstones,
)

_Delete: TypeAlias = Callable[[Transaction, Sequence[int], int], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class _Kind:
    """Something that deletions cover.

    Attributes:
        query: finds all that there are, each as its group and its members.
        marks: what can mark a deletion that covers one, given that and the tombstones' keys.
        delete: deletes what one has up to a number, and returns how many stars.
    """

    query: str
    marks: Callable[..., set[tuple[bytes, bytes]]]
    delete: _Delete


async def repeat_deletions(
    transaction: Transaction, tombstones: Collection[Tombstone], newest: int, now: datetime
) -> int:
    """Repeat deletions if a database is an older copy.

    It is, if it does not know all of them, or counts less far. Only what was made before its
    deletion is deleted. The sequence leaps past all numbers, so that what happens afterwards is
    later than all that other copies contain.

    Args:
        transaction: of the database, which takes the locks.
        tombstones: the deletions, also those that it knows.
        newest: the newest number that it or another copy is known to have given.
        now: keeps the sequence apart from those of copies that nobody knows of.

    Returns:
        How many stars were deleted.
    """
    tombstones_there = await read_tombstones(transaction)
    known = {(there.key, there.mark): there.sequence for there in tombstones_there}
    missing = {
        (tombstone.key, tombstone.mark): tombstone
        for tombstone in tombstones
        if known.get((tombstone.key, tombstone.mark), -1) < tombstone.sequence
    }
    last = (await read_identity(transaction)).sequence
    if not missing and newest <= last:
        return 0
    stars = await _delete_covered(transaction, missing)
    await transaction.many("add_tombstone", [_to_row(tombstone) for tombstone in missing.values()])
    numbers = (last, newest, *(tombstone.sequence for tombstone in missing.values()))
    await transaction.fetch("set_newest_number", sequence=leap(max(numbers), now))
    await note_remains(transaction)
    return stars


async def _delete_covered(
    transaction: Transaction, by_mark: Mapping[tuple[bytes, bytes], Tombstone]
) -> int:
    """Find what tombstones cover, by key and mark, lock all of it, and delete it."""
    keys = {key for key, _ in by_mark}
    covered = [
        (kind, tuple(whose), max(by_mark[found].sequence for found in marks))
        for kind in _KINDS
        for whose in await transaction.fetch(kind.query)
        if (marks := by_mark.keys() & kind.marks(*whose, keys))
    ]
    await transaction.lock({member for _, (_, *members), _ in covered for member in members})
    for guild in sorted({guild for _, (guild, *_), _ in covered} - {DIRECT_MESSAGES}):
        await transaction.lock_group(guild)
    return sum([await kind.delete(transaction, whose, until) for kind, whose, until in covered])


async def _delete_stars(transaction: Transaction, whose: Sequence[int], until: int) -> int:
    guild, member = whose
    stars = await remove_stars(
        transaction,
        await transaction.fetch("stars_of_list", guild=guild, member=member, sequence=until),
    )
    await transaction.fetch("forget_use_without_stars", guild=guild, member=member)
    return stars


async def _delete_decisions(transaction: Transaction, whose: Sequence[int], until: int) -> int:
    (guild,) = whose
    await delete_decisions(transaction, guild, until)
    return 0


async def _delete_match(transaction: Transaction, whose: Sequence[int], until: int) -> int:
    guild, member, other = whose
    await delete_match(transaction, guild, member, other, until)
    return 0


async def _delete_refusals(transaction: Transaction, whose: Sequence[int], until: int) -> int:
    guild, member = whose
    await transaction.fetch("delete_refusals", guild=guild, member=member, sequence=until)
    return 0


async def _withdraw_order(transaction: Transaction, whose: Sequence[int], until: int) -> int:
    guild, member = whose
    await transaction.fetch("withdraw", guild=guild, member=member, sequence=until)
    return 0


async def _delete_places(transaction: Transaction, whose: Sequence[int], _until: int) -> int:
    """Delete all, since places have no numbers."""
    guild, member = whose
    await delete_places(transaction, guild, member)
    return 0


_KINDS = (
    _Kind("lists", marks_of_list, _delete_stars),
    _Kind("groups_with_decisions", marks_of_board, _delete_decisions),
    _Kind("all_consents", marks_of_match, _delete_match),
    _Kind("refusers", marks_of_list, _delete_refusals),
    _Kind("tie_breakers", marks_of_order, _withdraw_order),
    _Kind("owners_of_places", marks_of_list, _delete_places),
)


def _to_row(tombstone: Tombstone) -> Mapping[str, object]:
    return {
        "key": tombstone.key,
        "mark": tombstone.mark,
        "sequence": tombstone.sequence,
        "deleted_at": to_milliseconds(tombstone.deleted_at),
    }
