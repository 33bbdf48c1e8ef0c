"""Protocols of the stores of personal data, and deletion across all of them."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.favourites.board import Board
from bot.favourites.models import Direction, Export, Favourite, RankedName, Totals
from model.domain.generation import Provenance

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeletionReport:
    """What one store has deleted.

    Attributes:
        label: what the store holds, for display.
        deleted: number of deleted items by kind.
    """

    label: str
    deleted: Mapping[str, int]


class PersonalDataStore(Protocol):
    """A store of data about members."""

    @property
    def label(self) -> str:
        """What it holds, for display."""

    async def delete_member(self, member: int) -> DeletionReport:
        """Delete everything about a member, in every group, in one transaction."""


@dataclass(frozen=True, slots=True)
class DeletionOutcome:
    """The outcome of deleting a member everywhere.

    Attributes:
        reports: of the stores that succeeded.
        failed: labels of the stores that failed; the causes are in the log.
    """

    reports: tuple[DeletionReport, ...]
    failed: tuple[str, ...]


async def delete_everywhere(member: int, stores: Iterable[PersonalDataStore]) -> DeletionOutcome:
    """Delete a member from every store; a failure of one does not stop the others."""
    stores = tuple(stores)
    results = await asyncio.gather(
        *(store.delete_member(member) for store in stores), return_exceptions=True
    )
    reports, failed = [], []
    for store, result in zip(stores, results, strict=True):
        match result:
            case DeletionReport():
                reports.append(result)
            case Exception():
                _log.error("A member's data could not be deleted: %s", store.label, exc_info=result)
                failed.append(store.label)
            case _:
                raise result  # cancellation
    return DeletionOutcome(tuple(reports), tuple(failed))


class FavouritesRepository(PersonalDataStore, Protocol):
    """Members' stars for names, by group.

    A guild is a group's id or `DIRECT_MESSAGES`. A name may be in any spelling: it is folded here.
    A group's top five are the names with the most members; ties are broken by the time of the first
    star, then alphabetically. Every method may raise `StoreError`, and then nothing was changed.

    Attributes:
        board: what those who manage the groups have decided.
    """

    board: Board

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

    async def move(self, guild: int, member: int, name: str, direction: Direction) -> bool:
        """Swap a favourite with the one above or below it in the member's own order.

        Returns:
            Whether the order changed: not at either end, nor for a name that is not a favourite.
        """

    async def list_favourites(self, guild: int, member: int) -> tuple[Favourite, ...]:
        """List a member's favourites in their own order."""

    async def top_of_group(
        self, guild: int, is_allowed: Callable[[str], bool] = lambda _name: True
    ) -> tuple[RankedName, ...]:
        """List a group's `TOP_SIZE` names that are allowed and not hidden.

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

    async def export(self, member: int) -> Export:
        """Export everything stored about a member, group by group in the member's own order."""

    async def guild_joined(self, guild: int) -> None:
        """Record that the bot is in a group, so that its data is kept."""

    async def guild_left(self, guild: int) -> None:
        """Record that the bot was removed from a group: its `RETENTION` begins."""

    async def purge(self, now: datetime, present_guilds: Collection[int]) -> DeletionReport:
        """Delete the data of groups that the bot left at least `RETENTION` ago.

        It deletes in batches; if one fails, the next purge continues.

        Args:
            now: with its time zone.
            present_guilds: all groups that the bot is in. They are recorded as joined, and those
                that it has left since as left, to catch up on events missed while offline. Groups
                that it was never in, where members use it as a user app, are left alone.
        """
