"""Which groups have been shown their top five this week."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.interactions.recent import Recent

MAX_GUILDS = 10_000
"""Guilds remembered; the least recent are forgotten first."""


def utc_now() -> datetime:
    """Return the system's time, in UTC."""
    return datetime.now(UTC)


class WeeklyFirsts:
    """The week in which a group last had its first top five, in memory alone.

    So a group may have another first after a restart, or from another process. Weeks are those of
    ISO 8601, in UTC.

    Attributes:
        clock: says what day it is.
    """

    def __init__(
        self,
        clock: Callable[[], datetime] = utc_now,
        *,
        max_guilds: int = MAX_GUILDS,
    ) -> None:
        self.clock = clock
        self._weeks: Recent[int, str] = Recent(max_guilds)

    def this_week(self) -> str:
        """Return the Monday of this week, as ISO 8601."""
        now = self.clock()
        return (now.date() - timedelta(days=now.weekday())).isoformat()

    def take(self, guild: int) -> bool:
        """Return whether this is the guild's first of this week."""
        week = self.this_week()
        if self._weeks.get(guild) == week:
            return False
        self._weeks.keep(guild, week)
        return True
