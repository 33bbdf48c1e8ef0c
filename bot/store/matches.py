"""Two members who let each other see which names both like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bot.store.database import Database, Transaction, next_number
from bot.store.deletion import Deletions, Scope
from bot.store.stars import condition_columns, read_condition, record_use
from model.domain.condition import Condition
from model.domain.errors import InputError, gettext_noop
from model.domain.spelling import fold

MAX_MATCHES = 50
"""Others whom one member lets see, or has invited."""
MAX_LIKES = 500
"""Names that a member likes in one match."""


class MatchEndedError(InputError):
    """Two members do not, or no longer, let each other see."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "This shared search has ended. To invite the other person again, use `/match`."
            )
        )


class NotInvitedError(InputError):
    """A member takes no invitations."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop("This person isn’t taking invitations to a shared search at the moment.")
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


class Invited(Enum):
    """What is so after a member has invited another."""

    NOW = auto()
    BEFORE = auto()
    """The other has not answered yet."""
    MUTUAL = auto()
    """The other had invited the member, or agreed."""


@dataclass(frozen=True, slots=True)
class CommonName:
    """A name that both of two like in their match, as one of them may see it.

    Attributes:
        name: as it was shown to that one.
        condition: what it was invented for; None where it is mostly typed.
        is_starred: whether that one has starred it.
    """

    name: str
    condition: Condition | None
    is_starred: bool


@dataclass(frozen=True, slots=True)
class Search:
    """What two go through together.

    Attributes:
        common: the names that both like, in the order in which both came to.
        wish: what names they go through, as the last of the two to choose has written it.
        place: of the name that the one who asks was shown last.
    """

    common: Sequence[CommonName]
    wish: str
    place: int


class Matches:
    """Consents of members, two and two, in a group or in direct messages, and what each likes.

    Each consents for themselves; only where both have does either see anything: the names that both
    like in the match. Nothing else is stored: no name that one has passed over.
    """

    def __init__(self, database: Database, deletions: Deletions) -> None:
        self._database = database
        self._deletions = deletions

    async def invite(self, guild: int, member: int, other: int) -> Invited:
        """Let another see, if they let the member see too.

        Raises:
            NotInvitedError: the other takes no invitations.
            TooManyMatchesError: the member lets `MAX_MATCHES` others see.
        """

        async def invite(transaction: Transaction) -> Invited:
            there = await _consenting(transaction, guild, member, other)
            ((is_closed,),) = await transaction.fetch("takes_no_invitations", member=other)
            if is_closed and not there:
                raise NotInvitedError
            if member not in there:
                await _consent(transaction, guild, member, other)
            if other in there:
                return Invited.MUTUAL
            return Invited.BEFORE if member in there else Invited.NOW

        return await self._database.transact(invite)

    async def accept(self, guild: int, member: int, other: int) -> bool:
        """Let another see who has invited the member; returns whether they still want it.

        Raises:
            TooManyMatchesError: the member lets `MAX_MATCHES` others see.
        """

        async def accept(transaction: Transaction) -> bool:
            there = await _consenting(transaction, guild, member, other)
            if other in there and member not in there:
                await _consent(transaction, guild, member, other)
            return other in there

        return await self._database.transact(accept)

    async def end(self, guild: int, member: int, other: int) -> bool:
        """End it for both, also in backups that are restored later; returns whether it was."""
        ended = await self._deletions.delete(Scope(member, guild, other))
        return bool(ended.get("consent"))

    async def partners(self, member: int) -> Sequence[tuple[int, int]]:
        """List those with whom a member matches, or one of the two has invited the other.

        Returns:
            Of each the guild and the other's id.
        """
        rows = await self._database.fetch("partners", member=member)
        return [*dict.fromkeys((guild, two if one == member else one) for guild, one, two in rows)]

    async def takes_invitations(self, member: int) -> bool:
        """Return whether others may invite a member."""
        ((is_closed,),) = await self._database.fetch("takes_no_invitations", member=member)
        return not is_closed

    async def take_invitations(self, member: int, *, take: bool) -> None:
        """Let others invite a member, or let nobody."""

        async def decide(transaction: Transaction) -> None:
            if take:
                await transaction.fetch("take_invitations", member=member)
            else:
                number = await next_number(transaction)
                await transaction.fetch("refuse_invitations", member=member, number=number)

        await self._database.transact(decide)

    async def search(self, guild: int, member: int, other: int) -> Search | None:
        """Return what two members go through, as the first of them may see it.

        Returns:
            None if not both have consented.
        """
        two = {"guild": guild, "member": member, "other": other}
        if len(await self._database.fetch("consents", **two)) < len((member, other)):
            return None
        common = [
            CommonName(name, read_condition(countries, gender), bool(is_starred))
            for name, countries, gender, is_starred in await self._database.fetch("common", **two)
        ]
        wishes = await self._database.fetch("search_wish", **two)
        wish, place = wishes[0] if wishes else ("", 0)
        return Search(common, wish, place)

    async def go_to(self, guild: int, member: int, other: int, place: int) -> None:
        """Remember which name a member is shown, to go on there."""
        key = {"guild": guild, "member": member, "other": other}
        await self._database.transact(
            lambda each: each.fetch("set_search_place", **key, place=place)
        )

    async def choose(self, guild: int, member: int, other: int, wish: str) -> None:
        """Have two members go through other names from now on, whatever they did before."""

        async def choose(transaction: Transaction) -> None:
            for one, two in sorted([(member, other), (other, member)]):
                key = {"guild": guild, "member": one, "other": two}
                number = await next_number(transaction)
                await transaction.fetch("set_search_wish", **key, wish=wish, number=number)

        await self._database.transact(choose)

    async def likes(self, guild: int, member: int, other: int) -> Mapping[str, Condition | None]:
        """Return the folded names that a member likes in a match, in the order of their likes.

        Each has what it was invented for; None where it is mostly typed.
        """
        rows = await self._database.fetch("likes", guild=guild, member=member, other=other)
        return {folded: read_condition(*condition) for folded, *condition in rows}

    async def like(
        self, guild: int, member: int, other: int, name: str, condition: Condition | None
    ) -> bool:
        """Like a name in a match; a second time changes nothing.

        Args:
            guild: where.
            member: who likes it.
            other: whom they match with.
            name: as it was shown.
            condition: what it was invented for; None where it is mostly typed.

        Returns:
            Whether both like it now.

        Raises:
            MatchEndedError: the two do not let each other see any more.
            TooManyLikesError: the member likes `MAX_LIKES` names in this match.
        """
        own = {"guild": guild, "member": member, "other": other}
        theirs = {"guild": guild, "member": other, "other": member, "folded": fold(name)}

        async def like(transaction: Transaction) -> bool:
            if len(await _consenting(transaction, guild, member, other)) < len((member, other)):
                raise MatchEndedError
            liked = {folded for folded, *_ in await transaction.fetch("likes", **own)}
            if len(liked - {fold(name)}) >= MAX_LIKES:
                raise TooManyLikesError
            columns = {"folded": fold(name), "name": name, **condition_columns(condition)}
            number = await next_number(transaction)
            await transaction.fetch("add_liking", **own, **columns, number=number)
            await record_use(transaction, guild, member)
            ((is_mutual,),) = await transaction.fetch("likes_name", **theirs)
            return bool(is_mutual)

        return await self._database.transact(like)


async def _consenting(transaction: Transaction, guild: int, member: int, other: int) -> set[int]:
    """Return which of two have consented."""
    rows = await transaction.fetch("consents", guild=guild, member=member, other=other)
    return {one for (one,) in rows}


async def _consent(transaction: Transaction, guild: int, member: int, other: int) -> None:
    ((given,),) = await transaction.fetch("count_consents", member=member)
    if given >= MAX_MATCHES:
        raise TooManyMatchesError
    number = await next_number(transaction)
    two = {"guild": guild, "member": member, "other": other}
    await transaction.fetch("give_consent", **two, number=number)
    await record_use(transaction, guild, member)
