"""How many sessions a bot may begin.

https://discord.com/developers/docs/events/gateway#session-start-limit-object
"""

import asyncio
from dataclasses import dataclass

DAY = 86_400.0


@dataclass(slots=True)
class SessionStarts:
    """The identifies of one token, of which Discord grants so many a day."""

    total: int = 1000
    remaining: int = 999
    reset_after: float = DAY
    _asked_at: float | None = None

    def record(self) -> None:
        self._renew()
        self.remaining = max(0, self.remaining - 1)

    def as_json(self) -> dict[str, int]:
        seconds = self._renew()
        return {
            "total": self.total,
            "remaining": self.remaining,
            "reset_after": round(seconds * 1000),
            "max_concurrency": 1,
        }

    def _renew(self) -> float:
        """Grant all again when it is time, and return the seconds until it is again."""
        now = asyncio.get_running_loop().time()
        if self._asked_at is None:
            self._asked_at = now
        elif now >= self._asked_at + self.reset_after:
            self._asked_at, self.remaining, self.reset_after = now, self.total, DAY
        return self._asked_at + self.reset_after - now
