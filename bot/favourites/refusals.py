"""Members who do not want to be asked for a match, by one person or by anybody in a group.

Whoever asks them learns nothing of it: the question stays open, as if nobody had answered.
"""

from dataclasses import dataclass

from bot.favourites.database import Database, Transaction, next_number, note_remains
from bot.favourites.models import DIRECT_MESSAGES
from model.domain.errors import InputError, gettext_noop

MAX_REFUSALS = 200
"""Maximum number of people and groups that one member is not asked by."""
ANYBODY = 0
"""Id that stands for all who might ask."""


class TooManyRefusalsError(InputError):
    """A member refuses to be asked by as many as they may."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "You’ve turned off invitations from {most} people and servers, which is as many "
                "as I can remember. Turn them all back on with `/privacy`, then choose again."
            ),
            most=MAX_REFUSALS,
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """Who may not ask a member.

    Attributes:
        guild: the group in which nobody may; `DIRECT_MESSAGES` also where it is one person.
        other: the person, wherever they ask; `ANYBODY` for all in the group.
    """

    guild: int
    other: int

    def covers(self, guild: int, other: int) -> bool:
        """Return whether another may not ask the member in a group."""
        return (self.guild, self.other) in {(guild, ANYBODY), (DIRECT_MESSAGES, other)}


class Refusals:
    """By whom members are not asked; each decides for themselves, and may take it back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def refuse(self, member: int, refusal: Refusal) -> None:
        """Have a member not asked any more.

        Raises:
            TooManyRefusalsError: there are `MAX_REFUSALS` already.
        """

        async def refuse(transaction: Transaction) -> None:
            await transaction.lock([member], [refusal.guild])
            refused = await transaction.fetch("refusals", member=member)
            key = (refusal.guild, refusal.other)
            if len({tuple(row) for row in refused} - {key}) >= MAX_REFUSALS:
                raise TooManyRefusalsError
            number = await next_number(transaction)
            guild, other = key
            await transaction.fetch(
                "refuse", guild=guild, member=member, other=other, sequence=number
            )

        await self._database.transact(refuse)

    async def withdraw_all(self, member: int) -> int:
        """Let everybody ask a member again; returns how many people and groups that are."""

        async def withdraw(transaction: Transaction) -> int:
            await transaction.lock([member])
            return await delete_refusals(transaction, member)

        withdrawn = await self._database.transact(withdraw)
        if withdrawn:
            await self._database.erase()
        return withdrawn


async def withdraw_refusals(transaction: Transaction, guild: int, member: int, other: int) -> None:
    """Let another, and everybody in a group, ask a member again, who is locked."""
    key = {"guild": guild, "member": member, "other": other}
    if await transaction.fetch("withdraw_refusals", **key):
        await next_number(transaction)
        await note_remains(transaction)


async def delete_refusals(transaction: Transaction, member: int, guild: int | None = None) -> int:
    """Delete a locked member's refusals in a group, or everywhere; return how many."""
    gone = await transaction.fetch("delete_refusals_of_member", member=member, guild=guild)
    if gone:
        await next_number(transaction)
        await note_remains(transaction)
    return len(gone)
