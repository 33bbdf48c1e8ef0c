"""Moments as the database keeps them: whole milliseconds since 1970, UTC."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Tells the time, with its time zone."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def utc_now() -> datetime:
    """Tell the time by the system's clock."""
    return datetime.now(UTC)


def to_milliseconds(moment: datetime) -> int:
    """Count the milliseconds to a moment, which has its time zone."""
    return (moment - _EPOCH) // _MILLISECOND


def from_milliseconds(count: int) -> datetime:
    """Give the moment, in UTC."""
    return _EPOCH + count * _MILLISECOND
