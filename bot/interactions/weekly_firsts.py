"""Which groups have been shown their top five this week."""

from collections import OrderedDict
from datetime import timedelta

from bot.favourites.clock import Clock, utc_now

MAX_GUILDS = 10_000
"""Guilds remembered; the least recent are forgotten first."""


class WeeklyFirsts:
    """The week in which a group last had its first top five, in memory alone.

    So a group may have another first after a restart, or from another process. Weeks are those of
    ISO 8601, in UTC.

    Attributes:
        clock: says what day it is.
    """

    def __init__(self, clock: Clock = utc_now, *, max_guilds: int = MAX_GUILDS) -> None:
        self.clock = clock
        self._max_guilds = max_guilds
        self._weeks: OrderedDict[int, str] = OrderedDict()

    def this_week(self) -> str:
        """Return the Monday of this week, as ISO 8601."""
        now = self.clock()
        return (now.date() - timedelta(days=now.weekday())).isoformat()

    def take(self, guild: int) -> bool:
        """Return whether this is the guild's first of this week."""
        week = self.this_week()
        if self._weeks.get(guild) == week:
            return False
        self._weeks[guild] = week
        self._weeks.move_to_end(guild)
        if len(self._weeks) > self._max_guilds:
            self._weeks.popitem(last=False)
        return True
