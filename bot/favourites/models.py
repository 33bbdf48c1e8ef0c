"""Favourites and the rules that every repository of them follows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Self

from bot.favourites.errors import NoGroupError, NoLettersError
from model.domain.generation import Provenance
from model.domain.spelling import fold

DIRECT_MESSAGES = 0
"""Guild id that stands for direct messages, where every member has a list of their own."""
TOP_SIZE = 5
"""Number of names in a top five."""
MAX_FAVOURITES = 200
"""Maximum number of favourites of one member in one group."""
MAX_HIDDEN_NAMES = 500
"""Maximum number of names that a group may hide from its board."""
RETENTION = timedelta(days=30)
"""How long a group's favourites are kept after the bot was removed from it."""

MAX_SILENCE = timedelta(days=760)
"""How long a member's stars in a group are kept after the day that is recorded as the last use.

That is two years and the thirty days by which the record may be behind.
"""
PURGE_STEP = timedelta(days=7)
"""How much time counts as passed from one purge to the next, whatever the clock says."""


def name_key(name: str) -> str:
    """Return the key that all spellings of a name share: José and Jose are one favourite.

    Raises:
        NoLettersError: the text has no letters.
    """
    folded = fold(name)
    if not folded:
        raise NoLettersError(name)
    return folded


def require_group(guild: int) -> int:
    """Return the guild's id if it is a group's.

    Raises:
        NoGroupError: the guild is `DIRECT_MESSAGES`.
    """
    if guild == DIRECT_MESSAGES:
        raise NoGroupError
    return guild


@dataclass(frozen=True, slots=True)
class Scope:
    """What a deletion covers: all of a member, of a group, of a member in one, or one match.

    Attributes:
        member: the member's id; None for all members.
        guild: the group's id or `DIRECT_MESSAGES`; None for all groups and direct messages.
        other: of the member's, only the match with this one; themselves for `of_order`.
    """

    member: int | None = None
    guild: int | None = None
    other: int | None = None

    def __post_init__(self) -> None:
        """Refuse a scope that would cover strangers' stars: everyone's, or all direct messages."""
        if self.member is None and not self.guild:
            message = "A deletion is of a member or of a group."
            raise ValueError(message)

    @classmethod
    def of_two(cls, guild: int, member: int, other: int) -> Self:
        """Return the scope of two members' match, whoever of them comes first."""
        return cls(min(member, other), guild, max(member, other))

    @classmethod
    def of_order(cls, guild: int, member: int) -> Self:
        """Return the scope of a member's consent that their order breaks ties in a group."""
        return cls(member, guild, member)


@dataclass(frozen=True, slots=True)
class Favourite:
    """A name that a member has starred.

    Attributes:
        name: as it was spelt when first starred in the group.
        folded: the key that all its spellings share.
        provenance: what it was generated from; None if a member typed it.
        starred_at: to the millisecond.
    """

    name: str
    folded: str
    provenance: Provenance | None
    starred_at: datetime


class Standing(IntEnum):
    """Where a member's duel has left a name of theirs.

    Names that are settled are the first of the list.
    """

    NEW = 0
    BEHIND = 1
    """Behind all names that are settled."""
    SETTLED = 2


@dataclass(frozen=True, slots=True)
class RankedName:
    """A name of a group's top five.

    Attributes:
        name: as it was spelt when first starred in the group.
        folded: the key that all its spellings share.
        members: how many have starred it.
        first_at: when the first of them did.
        provenance: what its first star was generated from; None if a member typed it.
    """

    name: str
    folded: str
    members: int
    first_at: datetime
    provenance: Provenance | None


@dataclass(frozen=True, slots=True)
class Totals:
    """Numbers of stars, distinct names and members in a group."""

    stars: int
    names: int
    members: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much is stored about a member.

    Attributes:
        stars: of the member.
        groups: those in which they are.
        outside_groups: whether some are outside of groups.
        matches: others with whom the member matches, or one of the two has asked.
        places: requests made in direct messages, or by `/more` for oneself, whose place is kept.
        likes: names that the member likes in matches.
        refusals: people and groups by whom the member does not want to be asked.
        allowances: those that the member has used lately.
    """

    stars: int
    groups: int
    outside_groups: bool
    matches: int = 0
    places: int = 0
    likes: int = 0
    refusals: int = 0
    allowances: int = 0


@dataclass(frozen=True, slots=True)
class ExportedUse:
    """When a member last used their favourites in a group; both are fields of the exported JSON.

    Attributes:
        guild: the group's id; None for direct messages.
        used_on: ISO 8601, the day in UTC, or up to thirty days before it.
        breaks_ties: whether the member lets their order break ties in the group's top five.
    """

    guild: str | None
    used_on: str
    breaks_ties: bool


@dataclass(frozen=True, slots=True)
class ExportedStar:
    """One star; the attributes are the fields of the exported JSON.

    Attributes:
        guild: the group's id; None for direct messages.
        name: as the member starred it.
        folded: the key that all its spellings share.
        typed: whether the member typed it; if so, the next four attributes are None.
        countries: weights by country code.
        gender: F, M, or None for either.
        sharpness: the inverse temperature s in p^s / Σ p^s.
        seed: of the random generator, if known.
        starred_at: ISO 8601, UTC.
        place: position in the member's own order there, from 1.
        settled: whether a duel has settled that place.
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
    settled: bool


@dataclass(frozen=True, slots=True)
class ExportedLike:
    """A name that a member likes in a match; the attributes are the fields of the exported JSON.

    Attributes:
        guild: the group's id; None for direct messages.
        other: the id of whom they match with.
        name: as it was shown.
        country: the code of the country that it was invented for; None if they typed most of it.
        gender: F, M, or None for either.
    """

    guild: str | None
    other: str
    name: str
    country: str | None
    gender: str | None
