"""A clock for tests."""

from datetime import UTC, datetime, timedelta


class ManualClock:
    """A clock that stands still until it is advanced."""

    def __init__(self) -> None:
        self._now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self._now

    def advance(self, **by: float) -> datetime:
        """Advance by a `timedelta` with these arguments, and return the new time."""
        self._now += timedelta(**by)
        return self._now
