"""What a favourite is, and the rules that hold for every store of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from bot.favourites.errors import NamelessError, NoGroupError
from model.domain.generation import Provenance
from model.domain.spelling import fold

DIRECT_MESSAGES = 0
"""The guild of direct messages, where every member is alone."""
TOP_SIZE = 5
"""Names in a top five."""
MAX_FAVOURITES = 200
"""Favourites of one member in one group."""
RETENTION = timedelta(days=30)
"""How long a group's favourites outlive the bot's removal from it."""


def key_of(name: str) -> str:
    """Fold a name to what makes it that name: José and Jose are one favourite.

    Raises:
        NamelessError: nothing is left of it.
    """
    folded = fold(name)
    if not folded:
        raise NamelessError(name)
    return folded


def group_of(guild: int) -> int:
    """Give back the id of a guild that is a group.

    Raises:
        NoGroupError: it stands for direct messages.
    """
    if guild == DIRECT_MESSAGES:
        raise NoGroupError
    return guild


class Direction(IntEnum):
    """Where to move a favourite in its member's own order."""

    UP = -1
    DOWN = 1


@dataclass(frozen=True, slots=True)
class Favourite:
    """A name that a member has starred.

    Attributes:
        name: as its group shows it: as it was written when first starred there.
        folded: what makes it that name.
        provenance: what it was generated from; None if a member typed it.
        starred_at: when, to the millisecond.
    """

    name: str
    folded: str
    provenance: Provenance | None
    starred_at: datetime


@dataclass(frozen=True, slots=True)
class RankedName:
    """A name of a group's top five.

    Attributes:
        name: as it was written when first starred in the group.
        folded: what makes it that name.
        members: how many have starred it.
        first_at: when the first of them did.
    """

    name: str
    folded: str
    members: int
    first_at: datetime


@dataclass(frozen=True, slots=True)
class Totals:
    """How much a group has starred: its stars, the different names, and the members."""

    stars: int
    names: int
    members: int


@dataclass(frozen=True, slots=True)
class ExportedStar:
    """One star, as JSON can hold it.

    Attributes:
        guild: the group's id; None for direct messages.
        name: as the member starred it.
        folded: what makes it that name.
        typed: whether the member typed it; then the four that follow are None.
        countries: weights by country code.
        gender: F, M, or None where it did not matter.
        sharpness: the s in p^s / Σ p^s.
        seed: what the draws began with, if it is known.
        starred_at: ISO 8601, UTC.
        place: in the member's own order there, from 1.
    """

    guild: str | None
    name: str
    folded: str
    typed: bool
    countries: dict[str, float] | None
    gender: str | None
    sharpness: float | None
    seed: int | None
    starred_at: str
    place: int


@dataclass(frozen=True, slots=True)
class Export:
    """All that is kept of a member; `dataclasses.asdict` of it goes into JSON as it is."""

    member: str
    stars: tuple[ExportedStar, ...]
