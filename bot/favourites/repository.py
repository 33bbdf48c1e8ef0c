"""The favourites: members' stars, and all that is kept with them."""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.favourites.allowances import Polls
from bot.favourites.board import Board
from bot.favourites.clock import Clock, from_milliseconds, to_milliseconds
from bot.favourites.database import Database, Transaction
from bot.favourites.deletion import DeletionReport, delete_scope
from bot.favourites.matches import Matches
from bot.favourites.members import MembersReader
from bot.favourites.models import Scope
from bot.favourites.places import Places
from bot.favourites.refusals import Refusals
from bot.favourites.retention import mark_joined, mark_left, purge
from bot.favourites.stars import Stars, StarsReader
from bot.favourites.ties import Ties
from bot.favourites.tombstones import forget_tombstones

WIPE_PATIENCE = 1.0
"""Seconds that a deletion waits for its bytes to be wiped; it goes on in the background."""


class FavouritesReader(StarsReader, MembersReader):
    """What the host can read."""


class FavouritesRepository(Stars, MembersReader):
    """Everything that is kept.

    Every method may raise `StoreError`, and then nothing was changed.

    Attributes:
        board: what those who manage the groups have decided.
        matches: members who let each other see which names both like.
        refusals: by whom members do not want to be asked for a match.
        ties: members who let their order break ties in a group's top five.
        polls: when groups may have their next.
        places: how far groups have gone through the cards of each request.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock)
        self.board = Board(database)
        self.matches = Matches(database, clock)
        self.refusals = Refusals(database)
        self.ties = Ties(database, clock)
        self.polls = Polls(database, clock)
        self.places = Places(database, clock)

    async def check(self) -> None:
        """Ensure that favourites can be read and written."""
        await self._database.check()

    async def delete_member(self, member: int) -> DeletionReport:
        """Delete everything about a member, in every group, in one transaction."""
        return await self.delete(Scope(member=member))

    async def delete(self, scope: Scope) -> DeletionReport:
        """Delete what is in a scope, also from backups that are restored later.

        A group's stars are deleted in batches, the first of which also deletes what it has decided
        about its board; if one fails, those before it are deleted.
        """
        deleted = await delete_scope(self._database, scope, to_milliseconds(self._clock()))
        self.places.forget(scope)
        if scope.member is not None and scope.guild is None:
            self._uses.forget(scope.member)
        patience = WIPE_PATIENCE if any(deleted.values()) else 0
        wiped = await self._database.erase(patience)
        return DeletionReport(deleted, wiped or not patience)

    async def forget_deletions(self, before: datetime) -> None:
        """Forget that anything was deleted before a moment, for which no backup is left."""

        async def forget(transaction: Transaction) -> None:
            await forget_tombstones(transaction, to_milliseconds(before))

        await self._database.transact(forget)

    async def guild_joined(self, guild: int) -> None:
        """Record that the bot is in a group, so that its data is kept."""
        await mark_joined(self._database, guild)

    async def guild_left(self, guild: int) -> None:
        """Record that the bot was removed from a group: its `RETENTION` begins."""
        await mark_left(self._database, guild, self._clock())

    async def claim_purge(self, now: datetime, period: timedelta) -> bool:
        """Return whether a purge is due that no other process makes; this one has to, then."""

        async def claim(transaction: Transaction) -> bool:
            await transaction.fetch("take_turn")
            ((last,),) = await transaction.fetch("last_purge")
            # A last one in the future was made while the clock was wrong.
            is_due = last is None or abs(now - from_milliseconds(last)) >= period
            if is_due:
                await transaction.fetch("note_purge", now=to_milliseconds(now))
            return is_due

        return await self._database.transact(claim, repeatable=False)

    async def give_up_purge(self) -> None:
        """Have the purge made by the next process that asks, since this one cannot."""
        await self._database.transact(lambda transaction: transaction.fetch("note_purge", now=None))

    async def known_commands(self) -> str | None:
        """Return the digest of the commands that Discord was told last."""
        ((digest,),) = await self._database.fetch("known_commands")
        return None if digest is None else str(digest)

    async def commands_told(self, digest: str) -> None:
        """Remember that Discord was told of the commands with a digest."""
        await self._database.transact(
            lambda transaction: transaction.fetch("set_commands", digest=digest)
        )

    async def purge(self, now: datetime, present_guilds: Collection[int]) -> Mapping[str, int]:
        """Delete what has been kept long enough; return the number of items by kind.

        That is, all of groups that the bot left at least `RETENTION` ago, the stars of members who
        have not used their favourites in a group for `MAX_SILENCE`, and the places in requests that
        were not made there for as long. It deletes in batches; if one fails, the next purge
        continues.

        Args:
            now: with its time zone. Of the time since the last purge, `PURGE_STEP` counts at most.
            present_guilds: all groups that the bot is in. They are recorded as joined, and those
                that it has left since as left, to catch up on events missed while offline. Groups
                that it was never in, where members use it as a user app, are left alone.
        """
        await self._uses.require_recorded()
        purged = await purge(self._database, now, present_guilds)
        # Also what another program has deleted and could not wipe.
        await self._database.erase(WIPE_PATIENCE)
        return purged


@asynccontextmanager
async def open_repository(database: Database, clock: Clock) -> AsyncIterator[FavouritesRepository]:
    """Use an open database; record at the end who has used their favourites, and give back places.

    A failure at the end is only logged.
    """
    repository = FavouritesRepository(database, clock)
    try:
        yield repository
    finally:
        await repository.record_uses()
        await repository.places.give_back()
