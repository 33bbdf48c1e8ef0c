"""How many sessions a bot may begin.

https://discord.com/developers/docs/events/gateway#session-start-limit-object
"""

from dataclasses import dataclass


@dataclass(slots=True)
class SessionStarts:
    """The identifies of one token, of which Discord grants so many a day."""

    remaining: int = 999
    reset_after: float = 86_400.0

    def record(self) -> None:
        self.remaining = max(0, self.remaining - 1)

    def as_json(self) -> dict[str, int]:
        return {
            "total": 1000,
            "remaining": self.remaining,
            "reset_after": round(self.reset_after * 1000),
            "max_concurrency": 1,
        }
