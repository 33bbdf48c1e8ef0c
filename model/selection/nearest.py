"""The known name that a new one reminds people of: of its own countries, else of another one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from model.domain.generation import max_resemblance
from model.inference.known_names import Suit
from model.origin.country_lists import CountryLists

_MAX_LISTS = 8
"""Lists of countries that stay indexed, at some 0.1 MB each, the longest at 1 MB: more than a card
to somebody's taste has countries."""


@dataclass(frozen=True, slots=True)
class NearestName:
    """A known name, its distance, and the country it is from if it is from none of those asked for.

    Of several countries that list it, that is the one with the shortest list.
    """

    name: str
    distance: int
    abroad: str | None = None


class NearestNames:
    """Finds nearest names, those of some countries first."""

    def __init__(self, lists: CountryLists) -> None:
        self._lists = lists
        self._known_in = lru_cache(_MAX_LISTS)(lists.known_in)

    def find(
        self, names: Sequence[str], codes: Sequence[str], suit: Suit | None = None
    ) -> list[NearestName]:
        """Find the nearest name to each name.

        Args:
            names: to compare.
            codes: of countries: a name on their lists goes first, if it resembles the one compared.
            suit: tells which folded names go first of those that are equally near.
        """
        if not names:
            return []
        at_home = self._known_in(tuple(codes)).nearest(names, suit)
        return [
            NearestName(nearest, distance)
            if self._goes_first(name, distance)
            else self._find_anywhere(name, codes, suit)
            for name, (nearest, distance) in zip(names, at_home, strict=True)
        ]

    def _goes_first(self, name: str, distance: int) -> bool:
        is_known_abroad = distance > 0 and name in self._lists.known
        return distance <= max_resemblance(name) and not is_known_abroad

    def _find_anywhere(self, name: str, codes: Sequence[str], suit: Suit | None) -> NearestName:
        ((nearest, distance),) = self._lists.known.nearest([name], suit)
        listing = self._lists.listing(nearest)
        is_foreign = listing and not set(listing) & set(codes)
        return NearestName(nearest, distance, listing[0] if is_foreign else None)
