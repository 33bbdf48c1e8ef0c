"""Which groups the bot is in, and deleting what has been kept for as long as it may be."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from bot.favourites.clock import from_milliseconds, to_milliseconds
from bot.favourites.models import MAX_SILENCE, PURGE_STEP, RETENTION, Scope
from bot.favourites.own_shards import OwnShards
from bot.favourites.sqlite.board import delete_decisions
from bot.favourites.sqlite.connection import WriteConnection, execute_update
from bot.favourites.sqlite.consents import delete_consents
from bot.favourites.sqlite.deletion import BATCH, delete_batch
from bot.favourites.sqlite.tombstones import add_tombstone, next_sequence
from bot.favourites.sqlite.wipe import record_deletion

_MILLISECONDS_PER_DAY = 86_400_000

_MARK_JOINED = """
    INSERT INTO guild (id) SELECT value FROM json_each(?) WHERE true
    ON CONFLICT (id) DO UPDATE SET left_at = NULL WHERE left_at IS NOT NULL
"""
_MARK_LEFT = """
    INSERT INTO guild (id, left_at, left_sequence) SELECT ?, ?, sequence FROM ledger WHERE true
    ON CONFLICT (id) DO UPDATE
    SET left_at = excluded.left_at, left_sequence = excluded.left_sequence
    WHERE left_at IS NULL
"""
_MARK_MISSING_LEFT = """
    UPDATE guild SET left_at = ?, left_sequence = (SELECT sequence FROM ledger)
    WHERE left_at IS NULL AND id NOT IN (SELECT value FROM json_each(?))
        AND (id >> 22) % ? IN (SELECT value FROM json_each(?))
"""
_LEFT_NO_LATER = "UPDATE guild SET left_at = ?1 WHERE left_at > ?1"
_USED_NO_LATER = "UPDATE activity SET used_on = ?1 WHERE used_on > ?1"
_MARK_USED = """
    UPDATE activity SET used_on = ?1
    WHERE used_on <= ?1 - 30 AND (member, guild) IN (
        SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?2)
    )
"""
# Groups rejoined meanwhile are spared, and so is what was starred after the bot was removed.
_OF_LEFT_GROUPS = """
    (guild, member, folded) IN (
        SELECT star.guild, star.member, star.folded
        FROM guild CROSS JOIN star ON star.guild = guild.id AND star.sequence <= left_sequence
        WHERE left_at <= ?
    )
"""
_OF_SILENT_MEMBERS = """
    (guild, member) IN (SELECT guild, member FROM activity WHERE used_on <= ?)
"""
_FORGET_PURGED_GROUPS = """
    DELETE FROM guild
    WHERE left_at <= ? AND NOT EXISTS (
        SELECT * FROM star WHERE star.guild = guild.id AND sequence <= left_sequence
    )
    RETURNING id, EXISTS (SELECT * FROM star WHERE star.guild = guild.id)
"""
# Those just forgotten, and any that the bot was not in.
_OF_UNKNOWN_GROUPS = "guild NOT IN (SELECT id FROM guild)"
# Given long ago by or to a member who has no stars there, or none any more.
_SILENT_CONSENTS = """
    given_at <= ? AND (
        NOT EXISTS (
            SELECT * FROM star WHERE star.guild = consent.guild AND star.member = consent.member
        ) OR NOT EXISTS (
            SELECT * FROM star WHERE star.guild = consent.guild AND star.member = consent.other
        )
    )
"""
_FORGET_USES_WITHOUT_STARS = """
    DELETE FROM activity WHERE NOT EXISTS (
        SELECT * FROM star WHERE star.guild = activity.guild AND star.member = activity.member
    )
"""


@dataclass(frozen=True, slots=True)
class Purged:
    """Numbers of groups left long ago, and of stars, that were deleted."""

    groups: int
    stars: int


async def mark_joined(writer: WriteConnection, guild: int) -> None:
    """Record that the bot is in a group."""
    await writer.execute(_MARK_JOINED, json.dumps([guild]))


async def mark_left(writer: WriteConnection, guild: int, left_at: datetime) -> None:
    """Record that the bot was removed from a group, unless it was before."""
    await writer.execute(_MARK_LEFT, guild, to_milliseconds(left_at))


async def mark_used(
    writer: WriteConnection, used: Collection[tuple[int, int]], now: datetime
) -> None:
    """Record that members have used their favourites in groups."""
    if used:
        await writer.execute(_MARK_USED, _day(now), json.dumps(list(used)))


async def purge(
    writer: WriteConnection,
    now: datetime,
    present_guilds: Collection[int],
    used: Collection[tuple[int, int]],
    shards: OwnShards,
) -> Purged:
    """Delete, in batches, the stars of groups left long ago and of members long silent.

    Args:
        writer: writes to the database.
        now: with its time zone. Of a time that has passed since the last purge, `PURGE_STEP`
            counts at most, so that no wrong clock makes everything old at once.
        present_guilds: the groups that the bot is in.
        used: members and groups whose favourites were used since the last purge.
        shards: whose groups are present or left; nothing is known of others'.

    Raises:
        StoreError: it failed; the batches before that are deleted.
    """
    async with writer.transaction() as connection:
        until = await _record_present(connection, now, present_guilds, used, shards)
    left_until = to_milliseconds(until - RETENTION)
    silent_until = _day(until - MAX_SILENCE)
    stars = await _delete_all(writer, _OF_LEFT_GROUPS, left_until)
    stars += await _delete_all(writer, _OF_SILENT_MEMBERS, silent_until)
    async with writer.transaction() as connection:
        groups = list(await connection.execute_fetchall(_FORGET_PURGED_GROUPS, (left_until,)))
        for group, has_later_stars in groups:
            if has_later_stars:
                continue  # a tombstone would cover those too
            sequence = await next_sequence(connection)
            await add_tombstone(connection, Scope(guild=group), sequence, to_milliseconds(now))
            if await delete_consents(connection, "guild = ?", group):
                await record_deletion(connection, sequence)
        if await delete_decisions(connection, _OF_UNKNOWN_GROUPS):
            await record_deletion(connection, await next_sequence(connection))
        if await delete_consents(
            connection, _SILENT_CONSENTS, to_milliseconds(until - MAX_SILENCE)
        ):
            await record_deletion(connection, await next_sequence(connection))
        await execute_update(connection, _FORGET_USES_WITHOUT_STARS)
    return Purged(len(groups), stars)


async def _record_present(
    connection: aiosqlite.Connection,
    now: datetime,
    present_guilds: Collection[int],
    used: Collection[tuple[int, int]],
    shards: OwnShards,
) -> datetime:
    """Record what is there now; return the time until which the clock can be trusted."""
    ((last,),) = await connection.execute_fetchall("SELECT purged_until FROM ledger")
    until = now
    if last is not None:
        now = max(now, from_milliseconds(last))
        until = min(now, from_milliseconds(last) + PURGE_STEP)
    present, today = json.dumps(list(present_guilds)), _day(now)
    await execute_update(connection, _MARK_JOINED, present)
    own = (shards.count, json.dumps(list(shards.numbers)))
    await execute_update(connection, _MARK_MISSING_LEFT, to_milliseconds(now), present, *own)
    await execute_update(connection, _MARK_USED, today, json.dumps(list(used)))
    # What was dated in the future, while the clock was wrong, would be kept until then.
    await execute_update(connection, _LEFT_NO_LATER, to_milliseconds(now))
    await execute_update(connection, _USED_NO_LATER, today)
    await execute_update(connection, "UPDATE ledger SET purged_until = ?", to_milliseconds(until))
    return until


async def _delete_all(writer: WriteConnection, condition: str, cutoff: int) -> int:
    stars = batch = await delete_batch(writer, condition, (cutoff,))
    while batch == BATCH:
        batch = await delete_batch(writer, condition, (cutoff,))
        stars += batch
    return stars


def _day(moment: datetime) -> int:
    return to_milliseconds(moment) // _MILLISECONDS_PER_DAY
