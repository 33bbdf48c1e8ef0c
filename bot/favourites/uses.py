"""When members last used their favourites, which are not kept for ever."""

import logging
from collections.abc import Sequence

from bot.favourites.clock import Clock, day_of
from bot.favourites.database import Database, Transaction
from bot.favourites.errors import StoreError

MAX_REMEMBERED = 2000
"""Uses that are remembered until they are recorded, all at once."""
STEP = 100
"""Uses that are recorded in one transaction, which locks their members."""
MAX_UNRECORDED = 10 * MAX_REMEMBERED
"""Uses that are remembered while they cannot be recorded; the rest is forgotten."""

_log = logging.getLogger(__name__)


class Uses:
    """Records who has used their favourites: after some thousand, hourly or daily, and at the end.

    An hour where several processes do it, and a day where there is one.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._used: set[tuple[int, int]] = set()
        self._due = MAX_REMEMBERED

    async def note(self, guild: int, member: int) -> None:
        """Note that a member uses their favourites in a group."""
        self._used.add((guild, member))
        if len(self._used) >= self._due:
            await self.record()

    def forget(self, member: int) -> None:
        """Forget what a member has used since it was last recorded."""
        self._used = {(guild, user) for guild, user in self._used if user != member}

    async def record(self) -> None:
        """Record what was noted; a failure is only logged."""
        try:
            await self.require_recorded()
        except StoreError as error:
            _log.warning("Who has used their favourites today was not recorded: %s", error)

    async def require_recorded(self) -> None:
        """Record what was noted.

        Raises:
            StoreError: it failed; what was noted is recorded the next time.
        """
        used, self._used = self._used, set()
        lists = sorted(used)
        try:
            for start in range(0, len(lists), STEP):
                await self._record(lists[start : start + STEP], day_of(self._clock()))
        except BaseException:
            if len(used) < MAX_UNRECORDED:
                self._used |= used
            raise
        finally:
            self._due = len(self._used) + MAX_REMEMBERED

    async def _record(self, lists: Sequence[tuple[int, int]], day: int) -> None:
        changes = [{"guild": guild, "member": member, "day": day} for guild, member in lists]

        async def record(transaction: Transaction) -> None:
            await transaction.lock([member for _, member in lists])
            await transaction.many("record_repeated_use", changes)

        await self._database.transact(record)
