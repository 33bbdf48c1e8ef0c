"""Moments as the database keeps them: whole milliseconds since 1970, UTC."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Tells the time, with its time zone."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class MonotonicClock:
    """A clock that never goes back: while another does, it goes on by a millisecond each time.

    So of two stars the one that was made first has the earlier moment, whatever becomes of the
    system's clock while the process runs.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: datetime | None = None

    def __call__(self) -> datetime:
        """Tell the time."""
        now = self._clock()
        if self._last is not None:
            now = max(now, self._last + _MILLISECOND)
        self._last = now
        return now


def utc_now() -> datetime:
    """Tell the time by the system's clock."""
    return datetime.now(UTC)


def to_milliseconds(moment: datetime) -> int:
    """Count the milliseconds to a moment, which has its time zone."""
    return (moment - _EPOCH) // _MILLISECOND


def from_milliseconds(count: int) -> datetime:
    """Give the moment, in UTC."""
    return _EPOCH + count * _MILLISECOND
