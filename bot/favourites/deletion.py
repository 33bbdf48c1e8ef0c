"""How what is kept about a member is deleted: each part that keeps something says how."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

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


class Keeper(Protocol):
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


async def delete_everywhere(member: int, keepers: Iterable[Keeper]) -> Deletion:
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
