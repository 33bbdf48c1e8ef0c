"""Protocols of the stores of personal data."""

from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.favourites.board import Board
from bot.favourites.matches import Consent, Matches
from bot.favourites.models import (
    TOP_SIZE,
    ExportedStar,
    ExportedUse,
    Favourite,
    Holdings,
    RankedName,
    Scope,
    Totals,
)
from bot.favourites.own_shards import ALL_SHARDS, OwnShards
from model.domain.generation import Provenance


@dataclass(frozen=True, slots=True)
class DeletionReport:
    """What one store has deleted.

    Attributes:
        label: what the store holds, for display.
        deleted: number of deleted items by kind.
        wiped: whether nothing is left for the bot to erase in the store's files; if not, it will be
            soon. A server's files are not the bot's to erase.
    """

    label: str
    deleted: Mapping[str, int]
    wiped: bool = True


class PersonalDataSource(Protocol):
    """Where everything stored about a member can be read."""

    def export(self, member: int) -> AsyncGenerator[Sequence[ExportedStar], None]:
        """Yield all stars of a member in pages, group by group in the member's own order.

        Other members' requests do not wait for it. Close the generator unless it is exhausted.
        """

    async def uses(self, member: int) -> tuple[ExportedUse, ...]:
        """List when a member last used their favourites, by group."""

    async def consents(self, member: int) -> tuple[Consent, ...]:
        """List what a member and others let each other see."""


class PersonalDataStore(Protocol):
    """A store of data about members."""

    @property
    def label(self) -> str:
        """What it holds, for display."""

    async def delete_member(self, member: int) -> DeletionReport:
        """Delete everything about a member, in every group, in one transaction."""


class FavouritesReader(PersonalDataSource, Protocol):
    """What the host can read of favourites; `FavouritesRepository` documents the methods."""

    async def top_of_group(
        self, guild: int, is_allowed: Callable[[str], bool] = lambda _name: True
    ) -> tuple[RankedName, ...]:
        """List a group's `TOP_SIZE` names that are allowed and not hidden."""

    async def totals(self, guild: int) -> Totals:
        """Count a group's stars, names and members."""


class FavouritesRepository(FavouritesReader, PersonalDataStore, Protocol):
    """Members' stars for names, by group.

    A guild is a group's id or `DIRECT_MESSAGES`. A name may be in any spelling: it is folded here.
    A group's top five are the names with the most members; of equals, the one starred first comes
    first, whatever the clock said. Every method may raise `StoreError`, and then nothing was
    changed.

    Attributes:
        board: what those who manage the groups have decided.
        matches: members who let each other see which names both have starred.
    """

    board: Board
    matches: Matches

    async def check(self) -> None:
        """Ensure that favourites can be read and written, waiting for locks as other methods do."""

    async def size(self) -> int:
        """Return the size of the stored favourites in bytes."""

    async def star(self, guild: int, member: int, name: str, provenance: Provenance | None) -> bool:
        """Star a name, last in the member's order; `provenance` is None for a name they typed.

        Returns:
            Whether the star is new. An existing one is unchanged, so a retry is harmless.

        Raises:
            FavouritesFullError: the member has `MAX_FAVOURITES` favourites there.
            NoLettersError: the text has no letters.
            TypedNamesRefusedError: the name is typed, has no star in the group yet, and the group
                takes no such names.
        """

    async def unstar(self, guild: int, member: int, name: str) -> bool:
        """Remove a star; returns whether it existed."""

    async def move(self, guild: int, member: int, name: str, steps: int) -> bool:
        """Move a favourite down the member's own order, or up by negative steps.

        It goes no further than to either end; the others close up.

        Returns:
            Whether the order changed: not at that end, nor for a name that is not a favourite.
        """

    async def list_favourites(self, guild: int, member: int) -> tuple[Favourite, ...]:
        """List a member's favourites in their own order."""

    async def top_of_group(
        self,
        guild: int,
        is_allowed: Callable[[str], bool] = lambda _name: True,
        size: int = TOP_SIZE,
    ) -> tuple[RankedName, ...]:
        """List a group's first names, `size` at most, that are allowed and not hidden.

        Raises:
            NoGroupError: the guild is `DIRECT_MESSAGES`.
        """

    async def count_members(
        self, guild: int, member: int, names: Collection[str]
    ) -> Mapping[str, int]:
        """Count the members who have starred each of the names, keyed by the spellings given.

        Nobody is counted for a name that the group has hidden.

        In direct messages only the member's own star counts: 0 or 1.
        """

    async def totals(self, guild: int) -> Totals:
        """Count a group's stars, names and members.

        Raises:
            NoGroupError: the guild is `DIRECT_MESSAGES`.
        """

    async def holdings(self, member: int) -> Holdings:
        """Count what is stored about a member."""

    async def delete(self, scope: Scope) -> DeletionReport:
        """Delete what is in a scope, also from backups that are restored later.

        A group's stars are deleted in batches, the first of which also deletes what it has decided
        about its board; if one fails, those before it are deleted.
        """

    async def forget_deletions(self, before: datetime) -> None:
        """Forget that anything was deleted before a moment, for which no backup is left."""

    async def guild_joined(self, guild: int) -> None:
        """Record that the bot is in a group, so that its data is kept."""

    async def guild_left(self, guild: int) -> None:
        """Record that the bot was removed from a group: its `RETENTION` begins."""

    async def purge(
        self, now: datetime, present_guilds: Collection[int], shards: OwnShards = ALL_SHARDS
    ) -> DeletionReport:
        """Delete what has been kept long enough.

        That is, the stars of groups that the bot left at least `RETENTION` ago, and those of
        members who have not used their favourites in a group for `MAX_SILENCE`. It deletes in
        batches; if one fails, the next purge continues.

        Args:
            now: with its time zone. Of the time since the last purge, `PURGE_STEP` counts at most.
            present_guilds: all groups that the bot is in. They are recorded as joined, and those
                that it has left since as left, to catch up on events missed while offline. Groups
                that it was never in, where members use it as a user app, are left alone.
            shards: those whose groups these are; groups of others are not recorded as left.
        """
