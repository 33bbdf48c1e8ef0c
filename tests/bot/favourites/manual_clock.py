"""A clock that is moved by hand."""

from datetime import UTC, datetime, timedelta


class HandClock:
    """Stands still until it is moved, to the millisecond."""

    def __init__(self) -> None:
        self._now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self._now

    def move(self, **by: float) -> datetime:
        """Move it, by `timedelta`'s arguments, and tell the time."""
        self._now += timedelta(**by)
        return self._now
