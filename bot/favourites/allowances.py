"""What a member, or a group, may do a few times an hour, whichever process they ask.

It protects others, who are asked or see a poll, so that it is kept in the database.
"""

from dataclasses import dataclass

from bot.favourites.clock import Clock, to_milliseconds
from bot.favourites.database import Database, Reader, Transaction

_MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class Allowance:
    """How often something may be done.

    Attributes:
        purpose: what it is, in the database.
        times: as often at once.
        seconds: in which as many are regained.
    """

    purpose: str
    times: int
    seconds: int


QUESTIONS = Allowance("ask", 5, 3600)
"""A member asks another for a match, whom that may bother."""
POLLS = Allowance("poll", 1, 3600)
"""A group votes."""


async def use(transaction: Transaction, allowance: Allowance, owner: int, now: int) -> float:
    """Use an allowance once, unless it is used up; the owner is locked.

    It goes by the generic cell rate algorithm (ITU-T I.371), with one number an owner: when all of
    the allowance is there again.

    Args:
        transaction: of the database.
        allowance: what is used.
        owner: a member or a group.
        now: milliseconds since 1970.

    Returns:
        0, or the seconds to wait.
    """
    wait, whole_at = await _next(transaction, allowance, owner, now)
    if not wait:
        await transaction.fetch(
            "use_allowance", owner=owner, purpose=allowance.purpose, whole_at=whole_at
        )
    return wait


async def give_back(transaction: Transaction, allowance: Allowance, owner: int) -> None:
    """Have all of an owner's allowance there again, so that nothing is kept about it."""
    await transaction.fetch("give_back", owner=owner, purpose=allowance.purpose)


async def _next(
    database: Reader | Transaction, allowance: Allowance, owner: int, now: int
) -> tuple[float, int]:
    """Return the seconds to wait, and when all would be there again after one use more."""
    rows = await database.fetch("whole_at", owner=owner, purpose=allowance.purpose)
    whole_at = max(now, *(at for (at,) in rows)) if rows else now
    period = allowance.seconds * _MILLISECONDS
    whole_at = min(whole_at, now + period) + period // allowance.times
    return max(0, whole_at - now - period) / _MILLISECONDS, whole_at


class Polls:
    """When groups may have their next poll."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def begin(self, guild: int) -> float:
        """Count a poll, unless there was one lately; return 0, or the seconds to wait.

        A repetition would find the poll that it has counted itself.
        """
        now = to_milliseconds(self._clock())

        async def begin(transaction: Transaction) -> float:
            await transaction.lock_group(guild)
            return await use(transaction, POLLS, guild, now)

        return await self._database.transact(begin, repeatable=False)

    async def wait(self, guild: int) -> float:
        """Return what `begin` would, without counting a poll."""
        wait, _ = await _next(self._database, POLLS, guild, to_milliseconds(self._clock()))
        return wait

    async def take_back(self, guild: int) -> None:
        """Count none, since it came to nothing."""

        async def take_back(transaction: Transaction) -> None:
            await give_back(transaction, POLLS, guild)

        await self._database.transact(take_back)
