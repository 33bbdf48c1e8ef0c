"""Two members who let each other see which names both have starred."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Protocol

from bot.favourites.models import Favourite
from model.domain.errors import InputError, gettext_noop

MAX_MATCHES = 50
"""Maximum number of others that one member lets see."""


class MatchEndedError(InputError):
    """Two members do not, or no longer, let each other see."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop("This match has ended. If you like, `/match` asks the other person again.")
        )


class TooManyMatchesError(InputError):
    """A member lets as many others see as they may."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "You can match with {most} people at most, including those you’ve asked. "
                "End one first: `/privacy` shows them."
            ),
            most=MAX_MATCHES,
        )


class Asked(Enum):
    """What is so after a member has asked another."""

    NOW = auto()
    BEFORE = auto()
    """The other has not answered yet."""
    MUTUAL = auto()
    """The other had asked, or agreed."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What a member and another let each other see in a group.

    Attributes:
        guild: the group's id or `DIRECT_MESSAGES`.
        other: the other's id.
        given_at: when the member consented; None if only the other has.
        received: whether the other has consented.
    """

    guild: int
    other: int
    given_at: datetime | None
    received: bool

    @property
    def is_match(self) -> bool:
        """Whether both have consented, so that both see."""
        return self.given_at is not None and self.received


@dataclass(frozen=True, slots=True)
class Comparison:
    """The stars of one of two members, beside the other's, in the order that they were starred.

    Attributes:
        both: those of both.
        theirs: those that only the other has; no member is ever told which these are.
    """

    both: tuple[Favourite, ...]
    theirs: tuple[Favourite, ...]


class Matches(Protocol):
    """Consents of members, two and two, in a group or in direct messages.

    Each consents for themselves; only where both have does either see anything. Nothing else is
    stored: not who has refused, or passed a name over. Every method may raise `StoreError`, and
    then nothing was changed.
    """

    async def ask(self, guild: int, member: int, other: int) -> Asked:
        """Let another see, if they let the member see too.

        Raises:
            TooManyMatchesError: the member lets `MAX_MATCHES` others see.
        """

    async def accept(self, guild: int, member: int, other: int) -> bool:
        """Let another see who has asked; returns whether they still want it.

        Raises:
            TooManyMatchesError: the member lets `MAX_MATCHES` others see.
        """

    async def end(self, guild: int, member: int, other: int) -> bool:
        """End it for both, also in backups that are restored later; returns whether it was."""

    async def end_all(self, member: int) -> int:
        """End all of a member's in all groups; returns how many there were."""

    async def compare(self, guild: int, member: int, other: int) -> Comparison | None:
        """Compare the stars of two members in a group; None if not both have consented."""
