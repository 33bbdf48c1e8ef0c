"""What is kept for how long: the groups that the bot is in, and the daily purge."""

import time
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import timedelta
from functools import partial
from math import inf

from bot.store.database import LONG_TIMEOUT, Database, Transaction, next_number
from bot.store.deletion import Scope, delete_scope
from bot.store.errors import StoreError

RETENTION = timedelta(days=30)
"""How long a group's data is kept after the bot was removed from it."""
MAX_SILENCE = timedelta(days=760)
"""How long a member's data in a group is kept after the day that is recorded as the last use.

That is two years and the thirty days by which the record may be behind.
"""
PURGE_STEP = timedelta(days=7)
"""How much time counts as passed from one purge to the next at most.

So no wrong clock makes everything old at once.
"""
MAX_CLOCK_ERROR = 3600.0
"""Seconds by which the database's time and this process's may differ for a purge."""
SECONDS_PER_DAY = 86_400


class Retention:
    """Records in which groups the bot is, and deletes what has been kept for long enough."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def join(self, guild: int) -> None:
        """Record that the bot is in a group, so that its data is kept."""
        await self._database.transact(lambda each: each.fetch("join_group", guild=guild))

    async def leave(self, guild: int) -> None:
        """Record that the bot was removed from a group: its `RETENTION` begins."""
        await self._database.transact(partial(_leave, guilds=[guild]))

    async def take_purge(self) -> bool:
        """Return whether this process has to purge today, since no other has."""
        rows = await self._database.transact(lambda each: each.fetch("take_purge"))
        return bool(rows)

    async def give_up_purge(self) -> None:
        """Have the purge made by the next process that asks, since this one could not."""
        await self._database.transact(lambda each: each.fetch("give_up_purge"))

    async def purge(self, present: Collection[int], now: float | None = None) -> Mapping[str, int]:
        """Delete what has been kept long enough; return the number of rows by table.

        That is, all of groups that the bot left `RETENTION` ago, and what members have not used for
        `MAX_SILENCE`, by the database's time. It goes in steps; if one fails, the next purge goes
        on.

        Args:
            present: all groups that the bot is in. They are recorded as joined, and those that it
                has left since as left. Groups that it was never in, where members use it as a user
                app, are left alone.
            now: this process's time in seconds since 1970, if not the system's.

        Raises:
            StoreError: it failed, or the database's clock and this machine's are `MAX_CLOCK_ERROR`
                apart, so that one of them is wrong: then nothing was deleted.
        """
        ((there,),) = await self._database.fetch("now")
        difference = there - (time.time() if now is None else now)
        if abs(difference) > MAX_CLOCK_ERROR:
            apart = f"{abs(difference):,.0f} s apart"
            message = f"The database's clock and this machine's are {apart}. Set them right."
            raise StoreError(message)
        until = await self._database.transact(
            partial(_begin, present=frozenset(present)), LONG_TIMEOUT
        )
        deleted: Counter[str] = Counter()
        left_until = until - int(RETENTION.total_seconds())
        for guild, number in await self._database.fetch("groups_left", until=left_until):
            for _, member in await self._database.fetch("lists_of_group", guild=guild):
                deleted.update(await self._delete_list(guild, member, "is_left", number))
            work = partial(_end_group, guild=guild, number=number)
            deleted.update(await self._database.transact(work, LONG_TIMEOUT))
        day = (until - int(MAX_SILENCE.total_seconds())) // SECONDS_PER_DAY
        for guild, member in await self._database.fetch("silent_lists", day=day):
            deleted.update(await self._delete_list(guild, member, "is_silent", day=day))
        await self._database.transact(lambda each: each.fetch("delete_silent_seen", day=day), inf)
        return deleted

    async def _delete_list(
        self, guild: int, member: int, is_due: str, number: int | None = None, day: int = 0
    ) -> Mapping[str, int]:
        """Delete a member's data in a group up to a number, or all, if a query says that it is due.

        One list at a time, so that nobody has to wait for long.
        """

        async def delete(transaction: Transaction) -> Mapping[str, int]:
            if not await transaction.fetch(is_due, guild=guild, member=member, day=day):
                return {}
            until = await next_number(transaction) if number is None else number
            return await delete_scope(transaction, Scope(member, guild), until)

        return await self._database.transact(delete, LONG_TIMEOUT)


async def _end_group(transaction: Transaction, guild: int, number: int) -> Mapping[str, int]:
    """Delete what else there is of a group up to a number, unless it is joined again meanwhile."""
    if not await transaction.fetch("forget_group", guild=guild):
        return {}
    return await delete_scope(transaction, Scope(guild=guild), number)


async def _leave(transaction: Transaction, guilds: Collection[int]) -> None:
    number = await next_number(transaction)
    for guild in guilds:
        await transaction.fetch("leave_group", guild=guild, number=number)


async def _begin(transaction: Transaction, present: frozenset[int]) -> int:
    """Record where the bot is; return the time until which what is old may be deleted."""
    known = {guild for (guild,) in await transaction.fetch("present_groups")}
    for guild in present - known:
        await transaction.fetch("join_group", guild=guild)
    await _leave(transaction, known - present)
    for query in ("left_until_now", "used_until_now", "seen_until_now"):
        await transaction.fetch(query)
    step = int(PURGE_STEP.total_seconds())
    ((until,),) = await transaction.fetch("advance_purge", step=step)
    return int(until)
