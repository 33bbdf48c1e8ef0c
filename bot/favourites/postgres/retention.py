"""Which groups the bot is in, and deleting what has been kept for as long as it may be."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.favourites.clock import from_milliseconds, to_milliseconds
from bot.favourites.models import MAX_SILENCE, PURGE_STEP, RETENTION, Scope
from bot.favourites.own_shards import OwnShards
from bot.favourites.postgres.board import delete_decisions
from bot.favourites.postgres.connection import LONG_TIMEOUT, TIMEOUT, Connection, Database
from bot.favourites.postgres.consents import delete_consents
from bot.favourites.postgres.deletion import BATCH, remove_batch
from bot.favourites.postgres.locks import lock_group, lock_member, next_number
from bot.favourites.postgres.tombstones import add_tombstone

_MILLISECONDS_PER_DAY = 86_400_000

_ADD_JOINED = "INSERT INTO guild (id) SELECT unnest($1::bigint[]) ON CONFLICT (id) DO NOTHING"
_MARK_REJOINED = """
    UPDATE guild SET left_at = NULL, left_sequence = NULL
    WHERE left_at IS NOT NULL AND id = ANY ($1::bigint[])
"""
_MARK_LEFT = """
    INSERT INTO guild AS known (id, left_at, left_sequence) VALUES ($1, $2, $3)
    ON CONFLICT (id) DO UPDATE
    SET left_at = excluded.left_at, left_sequence = excluded.left_sequence
    WHERE known.left_at IS NULL
"""
_MARK_MISSING_LEFT = """
    UPDATE guild SET left_at = $1, left_sequence = $2
    WHERE left_at IS NULL AND NOT EXISTS (
        SELECT FROM unnest($3::bigint[]) AS present (id) WHERE present.id = guild.id
    ) AND (id >> 22) % $4 = ANY ($5::bigint[])
"""
_LEFT_NO_LATER = "UPDATE guild SET left_at = $1 WHERE left_at > $1"
_USED_NO_LATER = "UPDATE activity SET used_on = $1 WHERE used_on > $1"
_MARK_USED = """
    UPDATE activity SET used_on = $1
    FROM unnest($2::bigint[], $3::bigint[]) AS used (guild, member)
    WHERE activity.guild = used.guild AND activity.member = used.member
        AND activity.used_on <= $1 - 30
"""
_LEFT_LONG_AGO = "SELECT id FROM guild WHERE left_at <= $1 ORDER BY left_at"
# Looked up anew for each batch: the group may have been rejoined meanwhile.
_LEFT_AT_NUMBER = "SELECT left_sequence FROM guild WHERE id = $1 AND left_at <= $2 FOR UPDATE"
_SILENT = "SELECT guild, member FROM activity WHERE used_on <= $1"
_REMOVE_LIST = """
    SELECT coalesce(sum(remove_stars($1, members, names)), 0) FROM (
        SELECT array_agg(star.member) AS members, array_agg(folded) AS names
        FROM star JOIN activity USING (guild, member)
        WHERE guild = $1 AND member = $2 AND used_on <= $3
        HAVING count(*) > 0
    ) AS lists
"""
_WITHOUT_STARS = """
    SELECT guild, member FROM activity WHERE NOT EXISTS (
        SELECT FROM star WHERE star.guild = activity.guild AND star.member = activity.member
    )
"""
_FORGET_USE_WITHOUT_STARS = """
    DELETE FROM activity WHERE guild = $1 AND member = $2 AND NOT EXISTS (
        SELECT FROM star WHERE star.guild = $1 AND star.member = $2
    )
"""
# Given long ago by or to a member who has no stars there, or none any more.
_SILENT_CONSENTS = """
    given_at <= $1 AND (
        NOT EXISTS (
            SELECT FROM star WHERE star.guild = consent.guild AND star.member = consent.member
        ) OR NOT EXISTS (
            SELECT FROM star WHERE star.guild = consent.guild AND star.member = consent.other
        )
    )
"""
_OF_UNKNOWN_GROUPS = "NOT EXISTS (SELECT FROM guild AS known WHERE known.id = guild)"


@dataclass(frozen=True, slots=True)
class Purged:
    """Numbers of groups left long ago, and of stars, that were deleted."""

    groups: int
    stars: int


async def mark_joined(database: Database, guilds: Collection[int]) -> None:
    """Record that the bot is in groups."""
    await database.transact(lambda connection: _mark_joined(connection, guilds))


async def mark_left(database: Database, guild: int, left_at: datetime) -> None:
    """Record that the bot was removed from a group, unless it was before."""

    async def mark(connection: Connection) -> None:
        await lock_group(connection, guild)
        number = await next_number(connection)
        await connection.execute(_MARK_LEFT, guild, to_milliseconds(left_at), number)

    await database.transact(mark)


async def mark_used(database: Database, used: Collection[tuple[int, int]], now: datetime) -> None:
    """Record that members, given with the group, have used their favourites there."""
    if used:
        mark = partial(_mark_used, used=used, today=_day(now))
        await database.transact(mark, TIMEOUT)


async def purge(
    database: Database,
    now: datetime,
    present_guilds: Collection[int],
    used: Collection[tuple[int, int]],
    shards: OwnShards,
) -> Purged:
    """Delete, in batches, the stars of groups left long ago and of members long silent.

    Args:
        database: the database.
        now: with its time zone. Of a time that has passed since the last purge, `PURGE_STEP`
            counts at most, so that no wrong clock makes everything old at once.
        present_guilds: the groups that the bot is in.
        used: members, with the group, whose favourites were used since the last purge.
        shards: whose groups are present or left; nothing is known of others'.

    Raises:
        StoreError: it failed; the batches before that are deleted.
    """
    until = await database.transact(
        lambda connection: _record_present(connection, now, present_guilds, used, shards)
    )
    left_until = to_milliseconds(until - RETENTION)
    groups = stars = 0
    for (guild,) in await database.fetch_all(_LEFT_LONG_AGO, left_until, within=LONG_TIMEOUT):
        forgotten, removed = await _purge_group(database, guild, left_until, now)
        groups, stars = groups + forgotten, stars + removed
    silent_until = _day(until - MAX_SILENCE)
    for guild, member in await database.fetch_all(_SILENT, silent_until, within=LONG_TIMEOUT):
        stars += await _purge_list(database, guild, member, silent_until)
    for guild, member in await database.fetch_all(_WITHOUT_STARS, within=LONG_TIMEOUT):
        await _forget_use(database, guild, member)
    await database.transact(lambda connection: delete_decisions(connection, _OF_UNKNOWN_GROUPS))
    given_until = to_milliseconds(until - MAX_SILENCE)
    await database.transact(
        lambda connection: delete_consents(connection, _SILENT_CONSENTS, given_until)
    )
    return Purged(groups, stars)


async def _record_present(
    connection: Connection,
    now: datetime,
    present_guilds: Collection[int],
    used: Collection[tuple[int, int]],
    shards: OwnShards,
) -> datetime:
    """Record what is there now; return the time until which the clock can be trusted."""
    last = await connection.fetchval("SELECT purged_until FROM ledger FOR UPDATE")
    until = now
    if last is not None:
        now = max(now, from_milliseconds(last))
        until = min(now, from_milliseconds(last) + PURGE_STEP)
    await _mark_joined(connection, present_guilds)
    number = await next_number(connection)
    left_at = to_milliseconds(now)
    own = (shards.count, list(shards.numbers))
    await connection.execute(_MARK_MISSING_LEFT, left_at, number, list(present_guilds), *own)
    await _mark_used(connection, used, _day(now))
    # What was dated in the future, while the clock was wrong, would be kept until then.
    await connection.execute(_LEFT_NO_LATER, left_at)
    await connection.execute(_USED_NO_LATER, _day(now))
    await connection.execute("UPDATE ledger SET purged_until = $1", to_milliseconds(until))
    return until


async def _mark_joined(connection: Connection, guilds: Collection[int]) -> None:
    await connection.execute(_ADD_JOINED, list(guilds))
    await connection.execute(_MARK_REJOINED, list(guilds))


async def _mark_used(connection: Connection, used: Collection[tuple[int, int]], today: int) -> None:
    guilds, members = [guild for _, guild in used], [member for member, _ in used]
    await connection.execute(_MARK_USED, today, guilds, members)


async def _purge_group(
    database: Database, guild: int, left_until: int, now: datetime
) -> tuple[bool, int]:
    """Delete the stars of a group; return whether it was forgotten, and how many they were."""

    async def purge_batch(connection: Connection) -> tuple[bool, int]:
        await lock_group(connection, guild)
        left = await connection.fetchval(_LEFT_AT_NUMBER, guild, left_until)
        if left is None:
            return False, 0
        stars = await remove_batch(connection, guild, left)
        if stars == BATCH:
            return False, stars
        await connection.execute("DELETE FROM guild WHERE id = $1", guild)
        await delete_consents(connection, "guild = $1 AND sequence <= $2", guild, left)
        # It spares what was starred after the bot was removed.
        await add_tombstone(connection, Scope(guild=guild), left, to_milliseconds(now))
        return True, stars

    forgotten, stars = await database.transact(purge_batch)
    batch = stars
    while batch == BATCH and not forgotten:
        forgotten, batch = await database.transact(purge_batch)
        stars += batch
    return forgotten, stars


async def _purge_list(database: Database, guild: int, member: int, silent_until: int) -> int:
    async def purge_list(connection: Connection) -> int:
        await lock_member(connection, member)
        return int(await connection.fetchval(_REMOVE_LIST, guild, member, silent_until))

    return await database.transact(purge_list)


async def _forget_use(database: Database, guild: int, member: int) -> None:
    async def forget(connection: Connection) -> None:
        await lock_member(connection, member)
        await connection.execute(_FORGET_USE_WITHOUT_STARS, guild, member)

    await database.transact(forget)


def _day(moment: datetime) -> int:
    return to_milliseconds(moment) // _MILLISECONDS_PER_DAY
