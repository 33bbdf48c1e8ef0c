"""Times as the database stores them: whole milliseconds since 1970, UTC."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Returns the current time, with its time zone."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class MonotonicClock:
    """A clock that advances by at least a millisecond per call, even if the system's goes back.

    Of two stars the one made first therefore always has the earlier time.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: datetime | None = None

    def __call__(self) -> datetime:
        """Return the current time."""
        now = self._clock()
        if self._last is not None:
            now = max(now, self._last + _MILLISECOND)
        self._last = now
        return now


def utc_now() -> datetime:
    """Return the system's time in UTC."""
    return datetime.now(UTC)


def to_milliseconds(moment: datetime) -> int:
    """Convert an aware datetime to milliseconds since 1970, rounded down."""
    return (moment - _EPOCH) // _MILLISECOND


def from_milliseconds(milliseconds: int) -> datetime:
    """Convert milliseconds since 1970 to a datetime in UTC."""
    return _EPOCH + milliseconds * _MILLISECOND
