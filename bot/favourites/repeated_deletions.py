"""Repeating in an older copy of a database what was deleted since."""

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.favourites.board import delete_decisions
from bot.favourites.clock import to_milliseconds
from bot.favourites.database import Transaction, note_remains
from bot.favourites.identity import read_identity
from bot.favourites.models import Scope
from bot.favourites.stars import remove_stars
from bot.favourites.tombstones import (
    Tombstone,
    leap,
    mark,
    marks_of_list,
    marks_of_match,
    marks_of_order,
    read_tombstones,
)

_ByMark = Mapping[tuple[bytes, bytes], Tombstone]
"""Tombstones by key and mark."""


async def repeat_deletions(
    transaction: Transaction, tombstones: Collection[Tombstone], newest: int, now: datetime
) -> int:
    """Repeat deletions if a database is an older copy; nobody else uses it meanwhile.

    It is, if it does not know all of them, or counts less far. Only what was made before its
    deletion is deleted. The sequence leaps past all numbers, so that what happens afterwards is
    later than all that other copies contain.

    Args:
        transaction: of the database.
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
    stars = await _delete_marked_stars(transaction, missing)
    await _delete_marked_decisions(transaction, missing)
    await _delete_marked_consents(transaction, missing)
    await _withdraw_marked_orders(transaction, missing)
    await transaction.many("add_tombstone", [_to_row(tombstone) for tombstone in missing.values()])
    numbers = (last, newest, *(tombstone.sequence for tombstone in missing.values()))
    await transaction.fetch("set_newest_number", sequence=leap(max(numbers), now))
    await note_remains(transaction)
    return stars


async def _delete_marked_stars(transaction: Transaction, by_mark: _ByMark) -> int:
    keys = {key for key, _ in by_mark}
    stars = 0
    for guild, member in await transaction.fetch("lists"):
        for found in map(by_mark.get, marks_of_list(guild, member, keys)):
            if found is not None:
                older = await transaction.fetch(
                    "stars_of_list", guild=guild, member=member, sequence=found.sequence
                )
                stars += await remove_stars(transaction, older)
                await transaction.fetch("forget_use_without_stars", guild=guild, member=member)
    return stars


async def _delete_marked_decisions(transaction: Transaction, by_mark: _ByMark) -> None:
    keys = {key for key, _ in by_mark}
    for (guild,) in await transaction.fetch("groups_with_decisions"):
        for key in keys:
            if found := by_mark.get((key, mark(Scope(guild=guild), key))):
                await delete_decisions(transaction, guild, found.sequence)


async def _delete_marked_consents(transaction: Transaction, by_mark: _ByMark) -> None:
    keys = {key for key, _ in by_mark}
    for guild, member, other in await transaction.fetch("all_consents"):
        two = {"guild": guild, "member": member, "other": other}
        for found in marks_of_match(guild, member, other, keys) & by_mark.keys():
            await transaction.fetch("delete_match", **two, sequence=by_mark[found].sequence)


async def _withdraw_marked_orders(transaction: Transaction, by_mark: _ByMark) -> None:
    keys = {key for key, _ in by_mark}
    for guild, member in await transaction.fetch("tie_breakers"):
        for found in marks_of_order(guild, member, keys) & by_mark.keys():
            agreed = {"guild": guild, "member": member, "sequence": by_mark[found].sequence}
            await transaction.fetch("withdraw", **agreed)


def _to_row(tombstone: Tombstone) -> Mapping[str, object]:
    return {
        "key": tombstone.key,
        "mark": tombstone.mark,
        "sequence": tombstone.sequence,
        "deleted_at": to_milliseconds(tombstone.deleted_at),
    }
