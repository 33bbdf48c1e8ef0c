"""How far groups have gone through the cards of each request.

Places are reserved ahead in the database and handed out from memory, so that most cards cost no
transaction. No place comes twice while the database answers, whatever crashes and however many
processes there are; what a crash leaves reserved is skipped.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.favourites.clock import Clock, day_of
from bot.favourites.database import Database, Transaction, answer_soon
from bot.favourites.errors import StoreError
from bot.favourites.models import DIRECT_MESSAGES, Scope

RESERVED = 8
"""Places that are reserved at a time: a card costs an eighth of a transaction."""
MAX_HELD = 4096
"""Requests of groups whose reserved places are in memory, at some 0.4 kB each."""
STEP = 100
"""Requests whose places are given back in one transaction, which locks their groups."""

_log = logging.getLogger(__name__)


class _Key(NamedTuple):
    """A row of the table: whose place it is in which request."""

    guild: int
    member: int
    request: bytes

    def is_in(self, scope: Scope) -> bool:
        """Return whether a deletion covers it: a group's places are no single member's."""
        if scope.member is None:
            return self.guild == scope.guild
        is_covered = scope.guild in {None, DIRECT_MESSAGES}
        return is_covered and (self.guild, self.member) == (DIRECT_MESSAGES, scope.member)


@dataclass(slots=True)
class _Held:
    """Places from `next` to before `end` that are to be handed out, one reservation at a time.

    `unrecorded` is `end` if the database could not be told of them, else 0.
    """

    next: int = 0
    end: int = 0
    unrecorded: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Places:
    """The places of groups, and of members in direct messages, in the cards of requests."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._held: OrderedDict[_Key, _Held] = OrderedDict()

    async def take(self, guild: int, member: int, request: bytes) -> int:
        """Take the next place, from 0, of a group in a request.

        If the database does not answer within `CARD_TIMEOUT`, it goes on from what is known in
        memory, so that places may come again after a restart, or in other processes.

        Args:
            guild: the group; in `DIRECT_MESSAGES` it is the member's place.
            member: who asks.
            request: a digest of what is asked for.
        """
        key = _Key(guild, member if guild == DIRECT_MESSAGES else 0, request)
        held = self._held.setdefault(key, _Held())
        self._held.move_to_end(key)
        if len(self._held) > MAX_HELD:
            self._held.popitem(last=False)  # its places are skipped
        async with held.lock:
            if held.next == held.end:
                await self._reserve(key, held)
            held.next += 1
            return held.next - 1

    def forget(self, scope: Scope) -> None:
        """Forget the places in a scope, which were deleted."""
        for key in [key for key in self._held if key.is_in(scope)]:
            del self._held[key]

    async def give_back(self) -> None:
        """Give back what is reserved and was not handed out, at the end; a failure is only logged.

        It is skipped if others have reserved more since.
        """
        rest = [
            (key, held.next, held.end)
            for key, held in sorted(self._held.items())
            if held.next < held.end and not held.unrecorded
        ]
        self._held.clear()
        try:
            for start in range(0, len(rest), STEP):
                await self._give_back(rest[start : start + STEP])
        except StoreError as error:
            _log.warning("Some cards will be skipped, since places were not given back: %s", error)

    async def _reserve(self, key: _Key, held: _Held) -> None:
        try:
            held.end = await answer_soon(self._record(key, held.unrecorded + RESERVED))
        except StoreError as error:
            _log.warning("A card’s place is not recorded: %s", error)
            held.end = held.unrecorded = held.next + RESERVED
        else:
            held.next, held.unrecorded = held.end - RESERVED, 0

    async def _record(self, key: _Key, least: int) -> int:
        """Reserve places, and return where they end: at `least`, or later."""
        reserved = {**key._asdict(), "least": least, "count": RESERVED}
        day = day_of(self._clock())

        async def reserve(transaction: Transaction) -> int:
            ((end,),) = await transaction.fetch("reserve_places", **reserved, day=day)
            return int(end)

        return await self._database.transact(reserve)

    async def _give_back(self, rest: Sequence[tuple[_Key, int, int]]) -> None:
        changes = [{**key._asdict(), "next": next_, "end": end} for key, next_, end in rest]

        async def give_back(transaction: Transaction) -> None:
            await transaction.lock(
                [key.member for key, *_ in rest], [key.guild for key, *_ in rest]
            )
            await transaction.many("give_back_places", changes)

        await self._database.transact(give_back)
