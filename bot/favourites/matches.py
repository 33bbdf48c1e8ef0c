"""Two members who let each other see which names both have starred."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from math import ceil

from bot.favourites.allowances import QUESTIONS, use
from bot.favourites.clock import Clock, to_milliseconds
from bot.favourites.database import Database, Row, Transaction, next_number, note_remains
from bot.favourites.models import Favourite, Scope
from bot.favourites.rows import to_favourite
from bot.favourites.tombstones import add_tombstone
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


class TooManyQuestionsError(InputError):
    """A member has asked as many others as they may in an hour."""

    def __init__(self, wait: float) -> None:
        super().__init__(
            gettext_noop(
                "You’ve already asked several people. You can ask again in {minutes} min."
            ),
            minutes=ceil(wait / 60),
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


@dataclass(frozen=True, slots=True)
class Comparison:
    """The stars of one of two members, beside the other's, in the order that they were starred.

    Attributes:
        both: those of both.
        theirs: those that only the other has; no member is ever told which these are.
    """

    both: tuple[Favourite, ...]
    theirs: tuple[Favourite, ...]


class Matches:
    """Consents of members, two and two, in a group or in direct messages.

    Each consents for themselves; only where both have does either see anything. Nothing else is
    stored: not who has refused, or passed a name over.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def ask(self, guild: int, member: int, other: int) -> Asked:
        """Let another see, if they let the member see too.

        Raises:
            TooManyMatchesError: the member lets `MAX_MATCHES` others see.
            TooManyQuestionsError: the member has asked as many as they may in an hour.
        """

        async def ask(transaction: Transaction) -> Asked:
            await transaction.lock([member, other], [guild])
            is_new = not await _exists(transaction, guild, member, other)
            is_answer = await _exists(transaction, guild, other, member)
            if is_new and not is_answer:
                await self._count_question(transaction, member)
            if is_new:
                await self._give(transaction, guild, member, other)
            if is_answer:
                return Asked.MUTUAL
            return Asked.NOW if is_new else Asked.BEFORE

        return await self._database.transact(ask, repeatable=False)

    async def accept(self, guild: int, member: int, other: int) -> bool:
        """Let another see who has asked; returns whether they still want it.

        Raises:
            TooManyMatchesError: the member lets `MAX_MATCHES` others see.
        """

        async def accept(transaction: Transaction) -> bool:
            await transaction.lock([member, other], [guild])
            if not await _exists(transaction, guild, other, member):
                return False
            if not await _exists(transaction, guild, member, other):
                await self._give(transaction, guild, member, other)
            return True

        return await self._database.transact(accept)

    async def _count_question(self, transaction: Transaction, member: int) -> None:
        now = to_milliseconds(self._clock())
        if wait := await use(transaction, QUESTIONS, member, now):
            raise TooManyQuestionsError(wait)

    async def _give(self, transaction: Transaction, guild: int, member: int, other: int) -> None:
        ((given,),) = await transaction.fetch("count_consents", member=member)
        if given >= MAX_MATCHES:
            raise TooManyMatchesError
        await transaction.fetch(
            "give_consent",
            guild=guild,
            member=member,
            other=other,
            given_at=to_milliseconds(self._clock()),
            sequence=await next_number(transaction),
        )

    async def end(self, guild: int, member: int, other: int) -> bool:
        """End it for both, also in backups that are restored later; returns whether it was."""

        async def end(transaction: Transaction) -> bool:
            await transaction.lock([member, other], [guild])
            return await self._end(transaction, guild, member, other)

        ended = await self._database.transact(end)
        if ended:
            await self._database.erase()
        return ended

    async def end_all(self, member: int) -> int:
        """End all of a member's in all groups; returns how many there were."""

        async def end_all(transaction: Transaction) -> int:
            # Who is asked meanwhile is not among them.
            others = await transaction.fetch("partners", member=member)
            groups = [guild for guild, _ in others]
            await transaction.lock([member, *(other for _, other in others)], groups)
            ended = [await self._end(transaction, guild, member, other) for guild, other in others]
            return sum(ended)

        ended = await self._database.transact(end_all)
        if ended:
            await self._database.erase()
        return ended

    async def _end(self, transaction: Transaction, guild: int, member: int, other: int) -> bool:
        number = await next_number(transaction)
        ended = await transaction.fetch(
            "delete_match", guild=guild, member=member, other=other, sequence=number
        )
        if ended:
            scope = Scope.of_two(guild, member, other)
            now = to_milliseconds(self._clock())
            await add_tombstone(transaction, scope, number, now)
            await note_remains(transaction)
        return bool(ended)

    async def compare(self, guild: int, member: int, other: int) -> Comparison | None:
        """Compare the stars of two members in a group; None if not both have consented."""
        key = {"guild": guild, "member": member, "other": other}
        ((is_match,),) = await self._database.fetch("is_match", **key)
        if not is_match:
            return None
        rows = [tuple(row) for row in await self._database.fetch("compare", **key)]
        both = tuple(to_favourite(row) for is_common, *row in rows if is_common)
        theirs = tuple(to_favourite(row) for is_common, *row in rows if not is_common)
        return Comparison(both, theirs)


async def _exists(transaction: Transaction, guild: int, member: int, other: int) -> bool:
    key = {"guild": guild, "member": member, "other": other}
    return bool(await transaction.fetch("consent_exists", **key))


def count_matches(consents: Sequence[Row]) -> int:
    """Return of how many twos some consents are, given as guild, member and other."""
    return len({(guild, frozenset(two)) for guild, *two in consents})
