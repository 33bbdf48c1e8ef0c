"""Which names groups, and members alone, were shown lately, in memory alone."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from bot.interactions.recent import Recent
from model.domain.spelling import fold

MAX_NAMES = 400
"""Names that are remembered of each: those of eighty cards."""
_MAX_OWNERS = 1000
"""Groups and members of whom names are remembered, at up to 4 kB each."""

Owner = tuple[int, int]
"""A group and 0, or `DIRECT_MESSAGES` and a member."""


@dataclass(frozen=True, slots=True)
class LatelyShown:
    """Folded names that were shown lately, as hashes of this process."""

    hashes: frozenset[int]

    def __contains__(self, folded: object) -> bool:
        """Return whether a name was shown."""
        return hash(folded) in self.hashes


class ShownNames:
    """Remembers of each the last names that cards showed; those who saw none lately are forgotten.

    Another process, or this one after a restart, knows of none.
    """

    def __init__(self) -> None:
        self._shown: Recent[Owner, array[int]] = Recent(_MAX_OWNERS)

    def add(self, owner: Owner, names: Iterable[str]) -> None:
        """Remember that names were shown."""
        shown = self._shown.get(owner, array("q"))
        shown.extend(hash(fold(name)) for name in names)
        del shown[:-MAX_NAMES]
        self._shown.keep(owner, shown)

    def to(self, *owners: Owner) -> LatelyShown:
        """Return what any of some were shown."""
        return LatelyShown(frozenset().union(*(self._shown.get(owner, ()) for owner in owners)))

    def forget(self, member: int) -> None:
        """Forget what a member alone was shown; what a group was shown is nobody's."""
        self._shown.forget(lambda owner: owner[1] == member)
