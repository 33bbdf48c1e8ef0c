"""What the bot asks of whatever keeps the favourites."""

import asyncio
import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.favourites.models import Direction, Export, Favourite, RankedName, Totals
from model.domain.generation import Provenance

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """What one part has deleted.

    Attributes:
        part: what the part keeps, in words for people.
        deleted: how many of each kind of thing.
    """

    part: str
    deleted: Mapping[str, int]


class PersonalDataStore(Protocol):
    """A part that keeps something about members."""

    @property
    def part(self) -> str:
        """What it keeps, in words for people."""

    async def delete_member(self, member: int) -> Report:
        """Delete all that it keeps about a member, in every group, at once."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """What came of deleting a member.

    Attributes:
        reports: of the parts that have deleted theirs.
        failed: the parts that could not; the log has the causes.
    """

    reports: tuple[Report, ...]
    failed: tuple[str, ...]


async def delete_everywhere(member: int, keepers: Iterable[PersonalDataStore]) -> Deletion:
    """Have every part delete a member; one that fails keeps no other from it."""
    keepers = tuple(keepers)
    ends = await asyncio.gather(
        *(keeper.delete_member(member) for keeper in keepers), return_exceptions=True
    )
    reports, failed = [], []
    for keeper, end in zip(keepers, ends, strict=True):
        match end:
            case Report():
                reports.append(end)
            case Exception():
                _log.error("A member's data could not be deleted: %s", keeper.part, exc_info=end)
                failed.append(keeper.part)
            case _:
                raise end  # the process is told to end
    return Deletion(tuple(reports), tuple(failed))


class FavouritesRepository(PersonalDataStore, Protocol):
    """Stars of members for names, in groups.

    A guild is a group's id, or `DIRECT`, where everyone is alone. A name may come in any spelling:
    it is folded here. A group's top five are the names with most members; of equals the one that
    was starred first, then the one that comes first by letters. Whatever is asked may raise
    `StoreError`, and has then changed nothing.
    """

    async def check(self) -> None:
        """See that favourites can be read and kept just now; it waits for others' locks a while."""

    async def size(self) -> int:
        """Tell how many bytes the favourites take where they are kept."""

    async def star(self, guild: int, member: int, name: str, provenance: Provenance | None) -> bool:
        """Star a name as its member's last; `origin` is None for a name that they typed.

        Returns:
            Whether the star is new. One that was there is left as it is, so that a second press
            or a retry does no harm.

        Raises:
            FullError: the member has `MOST` favourites there.
            NamelessError: the text is no name.
        """

    async def unstar(self, guild: int, member: int, name: str) -> bool:
        """Take a star back; returns whether it was there."""

    async def move(self, guild: int, member: int, name: str, way: Direction) -> bool:
        """Change places with the neighbour above or below in the member's own order.

        Returns:
            Whether the order is another now; not so for the first and the last, and for a name
            that is no favourite of the member's.
        """

    async def own(self, guild: int, member: int) -> tuple[Favourite, ...]:
        """List a member's favourites in their own order."""

    async def top_of_member(self, guild: int, member: int) -> tuple[Favourite, ...]:
        """List the first `TOP` of a member's own order."""

    async def top_of_group(self, guild: int) -> tuple[RankedName, ...]:
        """List a group's `TOP` names.

        Raises:
            NoGroupError: the guild is `DIRECT`.
        """

    async def first(self, guild: int, name: str) -> Favourite | None:
        """Give a group's first star of a name, for others to star the same; None if there is none.

        Raises:
            NoGroupError: the guild is `DIRECT`.
        """

    async def counts(self, guild: int, member: int, names: Collection[str]) -> Mapping[str, int]:
        """Count the members who have starred each of the names, which are the keys as given.

        In direct messages only the member's own star counts: 0 or 1.
        """

    async def totals(self, guild: int) -> Totals:
        """Count a group's stars, names and members.

        Raises:
            NoGroupError: the guild is `DIRECT`.
        """

    async def export(self, member: int) -> Export:
        """Hand out all that is kept of a member, group by group in the member's own order."""

    async def guild_joined(self, guild: int) -> None:
        """Note that the bot is in a group: what it keeps of it stays."""

    async def guild_left(self, guild: int) -> None:
        """Note that the bot was removed from a group: the days of `GRACE` begin."""

    async def purge(self, now: datetime, present_guilds: Collection[int]) -> Report:
        """Delete what is kept of the groups that the bot has been gone from for `GRACE`.

        It goes a part at a time, and where it fails the next purge goes on.

        Args:
            now: with its time zone.
            present_guilds: all groups that the bot is in. They are noted as joined, and those that
                it was in and is no more as left, so that nothing missed while offline is lost.
                Groups that it was never in, where members brought it along, are left alone.
        """
