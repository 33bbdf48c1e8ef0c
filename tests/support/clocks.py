"""Clocks that stand still until a test advances them."""

from datetime import UTC, datetime, timedelta


class ManualClock:
    """What day and time it is."""

    def __init__(self) -> None:
        self._now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self._now

    def advance(self, **by: float) -> datetime:
        """Advance by a `timedelta` with these arguments, and return the new time."""
        self._now += timedelta(**by)
        return self._now


class ManualSeconds:
    """Seconds since some moment, as `time.monotonic` counts them."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now
