"""Which groups the bot is in, and deleting what has been kept for as long as it may be."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from bot.favourites.board import delete_decisions
from bot.favourites.clock import day_of, from_milliseconds, to_milliseconds
from bot.favourites.database import (
    LONG_TIMEOUT,
    Database,
    Row,
    Transaction,
    next_number,
    note_remains,
)
from bot.favourites.deletion import (
    BATCH,
    delete_places,
    forget_agreements,
    remove_batch,
)
from bot.favourites.models import MAX_SILENCE, PURGE_STEP, RETENTION, Scope
from bot.favourites.stars import remove_stars
from bot.favourites.tombstones import add_tombstone

PAGE = 10_000
"""Groups that are compared at a time with those that the bot is in."""
LISTS_PER_STEP = 20
"""Members' lists that are deleted in one transaction."""


async def mark_joined(database: Database, guild: int) -> None:
    """Record that the bot is in a group."""

    async def mark(transaction: Transaction) -> None:
        await transaction.lock_group(guild)
        await _mark_joined(transaction, [guild])

    await database.transact(mark)


async def mark_left(database: Database, guild: int, left_at: datetime) -> None:
    """Record that the bot was removed from a group, unless it was before."""

    async def mark(transaction: Transaction) -> None:
        await transaction.lock_group(guild)
        await transaction.fetch("add_group", guild=guild)
        await _mark_left(transaction, [guild], left_at)

    await database.transact(mark)


async def _mark_joined(transaction: Transaction, guilds: Collection[int]) -> None:
    groups = [{"guild": guild} for guild in sorted(guilds)]
    await transaction.many("add_group", groups)
    await transaction.many("rejoin_group", groups)


async def _mark_left(transaction: Transaction, guilds: Collection[int], left_at: datetime) -> None:
    left = {"left_at": to_milliseconds(left_at), "sequence": await next_number(transaction)}
    await transaction.many("leave_group", [{"guild": guild, **left} for guild in sorted(guilds)])


async def purge(
    database: Database, now: datetime, present_guilds: Collection[int]
) -> Mapping[str, int]:
    """Delete, in batches, all of groups left long ago, and what was not used for long.

    Return the number of deleted items by kind.

    Nothing is deleted of groups that were never known to be left.

    Args:
        database: the database.
        now: with its time zone. Of a time that has passed since the last purge, `PURGE_STEP`
            counts at most, so that no wrong clock makes everything old at once.
        present_guilds: the groups that the bot is in.

    Raises:
        StoreError: it failed; the batches before that are deleted.
    """
    until = await database.transact(
        partial(_record_present, now=now, present_guilds=present_guilds),
        LONG_TIMEOUT,
    )
    left_until = to_milliseconds(until - RETENTION)
    groups = stars = 0
    for (guild,) in await database.fetch("groups_left", LONG_TIMEOUT, until=left_until):
        forgotten, removed = await _purge_group(database, guild, left_until, now)
        groups, stars = groups + forgotten, stars + removed
    stars += await _purge_silent(database, until - MAX_SILENCE)
    return {"groups": groups, "stars": stars}


async def _record_present(
    transaction: Transaction,
    now: datetime,
    present_guilds: Collection[int],
) -> datetime:
    """Record what is there now; return the time until which the clock can be trusted."""
    ((last,),) = await transaction.fetch("take_turn")
    until = now
    if last is not None:
        now = max(now, from_milliseconds(last))
        until = min(now, from_milliseconds(last) + PURGE_STEP)
    await _mark_joined(transaction, present_guilds)
    await _mark_left(transaction, await _missing(transaction, set(present_guilds)), now)
    await transaction.fetch("left_no_later", now=to_milliseconds(now))
    await transaction.fetch("used_no_later", day=day_of(now))
    await transaction.fetch("places_used_no_later", day=day_of(now))
    await transaction.fetch("forget_whole_allowances", now=to_milliseconds(now))
    await transaction.fetch("set_purged_until", until=to_milliseconds(until))
    return until


async def _missing(transaction: Transaction, present: Collection[int]) -> Sequence[int]:
    """Find the groups in which the bot is no longer."""
    missing: list[int] = []
    last = 0
    while page := await transaction.fetch("present_groups", after=last, size=PAGE):
        guilds = [guild for (guild,) in page]
        missing += (guild for guild in guilds if guild not in present)
        last = guilds[-1]
    return missing


async def _purge_group(
    database: Database, guild: int, left_until: int, now: datetime
) -> tuple[bool, int]:
    """Delete all of a group; return whether it was forgotten, and how many stars it had."""

    async def purge_batch(transaction: Transaction) -> tuple[bool, int]:
        await transaction.lock_group(guild)
        left = await transaction.fetch("left_number", guild=guild, until=left_until)
        if not left:
            return False, 0
        ((number,),) = left
        stars = await remove_batch(transaction, guild, number)
        if stars < BATCH:
            await delete_decisions(transaction, guild, number)
            await forget_agreements(transaction, guild, number)
            await delete_places(transaction, guild)
            await transaction.fetch("forget_group", guild=guild)
            # It spares what was starred after the bot was removed.
            await add_tombstone(transaction, Scope(guild=guild), number, to_milliseconds(now))
        await next_number(transaction)
        await note_remains(transaction)
        return stars < BATCH, stars

    forgotten, stars = await database.transact(purge_batch, LONG_TIMEOUT)
    batch = stars
    while batch and not forgotten:
        forgotten, batch = await database.transact(purge_batch, LONG_TIMEOUT)
        stars += batch
    return forgotten, stars


async def _purge_silent(database: Database, until: datetime) -> int:
    """Delete stars, matches and places that were not used since a time; return how many stars."""
    day = day_of(until)
    stars = 0
    for some in _steps(await database.fetch("silent_lists", LONG_TIMEOUT, day=day), LISTS_PER_STEP):
        stars += await database.transact(partial(_purge_lists, lists=some, day=day), LONG_TIMEOUT)
    without_stars = await database.fetch("uses_without_stars", LONG_TIMEOUT)
    for some in _steps(without_stars, BATCH):
        await database.transact(partial(_forget_uses, lists=some), LONG_TIMEOUT)
    await database.transact(
        partial(_delete_silent_consents, until=to_milliseconds(until)), LONG_TIMEOUT
    )
    owners = await database.fetch("owners_of_silent_places", LONG_TIMEOUT, day=day)
    for some in _steps(owners, LISTS_PER_STEP):
        await database.transact(partial(_delete_silent_places, owners=some, day=day), LONG_TIMEOUT)
    return stars


async def _purge_lists(transaction: Transaction, lists: Sequence[Row], day: int) -> int:
    await _lock_lists(transaction, lists)
    stars: list[Row] = []
    for guild, member in lists:
        silent = {"guild": guild, "member": member, "day": day}
        stars += await transaction.fetch("stars_of_silent_list", **silent)
    if stars:
        await next_number(transaction)
        await note_remains(transaction)
    return await remove_stars(transaction, stars)


async def _forget_uses(transaction: Transaction, lists: Sequence[Row]) -> None:
    await _lock_lists(transaction, lists)
    uses = [{"guild": guild, "member": member} for guild, member in lists]
    await transaction.many("forget_use_without_stars", uses)


async def _delete_silent_consents(transaction: Transaction, until: int) -> None:
    if await transaction.fetch("delete_silent_consents", until=until):
        await transaction.fetch("delete_likings_without_match")
        await next_number(transaction)
        await note_remains(transaction)


async def _delete_silent_places(transaction: Transaction, owners: Sequence[Row], day: int) -> None:
    await _lock_lists(transaction, owners)
    gone = [
        await transaction.fetch("delete_silent_places", guild=guild, member=member, day=day)
        for guild, member in owners
    ]
    if any(gone):
        await next_number(transaction)
        await note_remains(transaction)


async def _lock_lists(transaction: Transaction, lists: Sequence[Row]) -> None:
    await transaction.lock([member for _, member in lists], [guild for guild, _ in lists])


def _steps(lists: Sequence[Row], size: int) -> Iterator[Sequence[Row]]:
    return (lists[start : start + size] for start in range(0, len(lists), size))
