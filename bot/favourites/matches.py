"""Two members who let each other see which names both like."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from math import ceil

from bot.favourites.allowances import QUESTIONS, use
from bot.favourites.clock import Clock, to_milliseconds
from bot.favourites.database import Database, Row, Transaction, next_number, note_remains
from bot.favourites.models import Scope
from bot.favourites.refusals import withdraw_refusals
from bot.favourites.tombstones import add_tombstone
from model.domain.condition import Condition, Gender
from model.domain.errors import InputError, gettext_noop
from model.domain.spelling import fold

MAX_MATCHES = 50
"""Maximum number of others that one member lets see."""
MAX_LIKES = 500
"""Maximum number of names that a member likes in one match."""


class MatchEndedError(InputError):
    """Two members do not, or no longer, let each other see."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "This shared search has ended. To invite the other person again, use `/match`."
            )
        )


class TooManyLikesError(InputError):
    """A member likes as many names in a match as they may."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "You’ve liked {most} names, which is as many as I can keep in a shared search. "
                "Star the ones you both like best, then end this search and start a new one."
            ),
            most=MAX_LIKES,
        )


class TooManyMatchesError(InputError):
    """A member lets as many others see as they may."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "You have {most} shared searches and open invitations, which is as many as I can "
                "keep. End one first. `/privacy` lists them."
            ),
            most=MAX_MATCHES,
        )


class TooManyQuestionsError(InputError):
    """A member has asked as many others as they may in an hour."""

    def __init__(self, wait: float) -> None:
        super().__init__(
            gettext_noop(
                "You’ve invited several people already. You can send the next invitation in "
                "{minutes} min."
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
class LikedName:
    """A name that a member likes in a match; nobody else's likes are in it.

    Attributes:
        name: as it was shown.
        folded: the key that all its spellings share.
        condition: what it was invented for: one country, and a gender or either; None if the member
            typed most of it.
    """

    name: str
    folded: str
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class CommonName:
    """A name that both of two like, as one of them may see it.

    Attributes:
        name: as it was shown to the member.
        condition: what it was invented for; None if the member typed most of it.
        is_starred: whether the member has starred it.
        is_news: whether the member has not been told yet.
    """

    name: str
    condition: Condition | None
    is_starred: bool
    is_news: bool


class Matches:
    """Consents of members, two and two, in a group or in direct messages, and what each likes.

    Each consents for themselves; only where both have does either see anything: the names that both
    like in the match. A star does not count, since whoever stars everything would see all of the
    other's. Nothing else is stored: no name that one has passed over.
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
        # Who wants to find a name with somebody may be asked by them, too.
        await withdraw_refusals(transaction, guild, member, other)
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
        match = {"guild": guild, "member": member, "other": other, "sequence": number}
        ended = await delete_match(transaction, **match)
        if ended:
            scope = Scope.of_two(guild, member, other)
            now = to_milliseconds(self._clock())
            await add_tombstone(transaction, scope, number, now)
            await note_remains(transaction)
        return bool(ended)

    async def compare(self, guild: int, member: int, other: int) -> Sequence[CommonName] | None:
        """Return what two members both like, in the order in which both came to.

        Returns:
            The names as the first of the two may see them; None if not both have consented.
        """
        key = {"guild": guild, "member": member, "other": other}
        ((is_match,),) = await self._database.fetch("is_match", **key)
        if not is_match:
            return None
        return [
            CommonName(name, _condition(country, gender), bool(is_starred), bool(is_news))
            for name, country, gender, is_starred, is_news in await self._database.fetch(
                "compare", **key
            )
        ]

    async def likes(self, guild: int, member: int, other: int) -> Sequence[LikedName]:
        """Return what a member likes in a match, in the order in which they came to."""
        key = {"guild": guild, "member": member, "other": other}
        return [
            LikedName(name, folded, _condition(country, gender))
            for name, folded, country, gender in await self._database.fetch("likings", **key)
        ]

    async def like(
        self, guild: int, member: int, other: int, name: str, condition: Condition | None
    ) -> bool:
        """Like a name in a match; a second time changes nothing.

        Args:
            guild: the group.
            member: who likes it.
            other: whom they match with.
            name: as it was shown.
            condition: what it was invented for: one country, and a gender or either; None if the
                member typed most of it.

        Returns:
            Whether both like it now. The member is told, so that it is no news to them.

        Raises:
            MatchEndedError: the two do not let each other see any more.
            TooManyLikesError: the member likes `MAX_LIKES` names in this match.
        """
        key = {"guild": guild, "member": member, "other": other}
        known = None if condition is None else condition.with_known_gender

        async def like(transaction: Transaction) -> bool:
            await transaction.lock([member, other], [guild])
            ((is_match,),) = await transaction.fetch("is_match", **key)
            if not is_match:
                raise MatchEndedError
            own = {folded for _, folded, *_ in await transaction.fetch("likings", **key)}
            if len(own - {fold(name)}) >= MAX_LIKES:
                raise TooManyLikesError
            if fold(name) not in own:
                await transaction.fetch(
                    "add_liking",
                    **key,
                    folded=fold(name),
                    name=name,
                    country=known and known.dominant_country,
                    gender=known and known.gender,
                    sequence=await next_number(transaction),
                )
            theirs = {"guild": guild, "member": other, "other": member, "folded": fold(name)}
            ((is_mutual,),) = await transaction.fetch("is_liked", **theirs)
            if is_mutual:
                await transaction.fetch("note_told", **theirs)
            return bool(is_mutual)

        return await self._database.transact(like)

    async def note_told(self, guild: int, member: int, other: int, names: Sequence[str]) -> None:
        """Note that a member has been told of names that both like."""
        told = [
            {"guild": guild, "member": other, "other": member, "folded": fold(name)}
            for name in names
        ]

        async def note(transaction: Transaction) -> None:
            await transaction.lock([member, other], [guild])
            await transaction.many("note_told", told)

        await self._database.transact(note)


async def delete_match(
    transaction: Transaction, guild: int, member: int, other: int, sequence: int
) -> bool:
    """Delete what two have agreed to and like up to a number; return whether there was anything.

    The two are locked.
    """
    match = {"guild": guild, "member": member, "other": other, "sequence": sequence}
    await transaction.fetch("delete_likings", **match)
    return bool(await transaction.fetch("delete_match", **match))


def _condition(country: str | None, gender: Gender | None) -> Condition | None:
    return None if country is None else Condition.for_country(country, gender)


async def _exists(transaction: Transaction, guild: int, member: int, other: int) -> bool:
    key = {"guild": guild, "member": member, "other": other}
    return bool(await transaction.fetch("consent_exists", **key))


def count_matches(consents: Sequence[Row]) -> int:
    """Return of how many twos some consents are, given as guild, member and other."""
    return len({(guild, frozenset(two)) for guild, *two in consents})
