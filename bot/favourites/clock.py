"""Times as the database stores them: whole milliseconds since 1970, UTC.

They are for people. What happened first is decided by the database's sequence.
"""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Returns the current time, with its time zone."""

MAX_STEP = timedelta(minutes=1)
"""By how much the system's clock may be corrected at once without being doubted."""
CONFIRMATION = timedelta(minutes=10)
"""How long a jump has to last until it is believed."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

_log = logging.getLogger(__name__)


def running_seconds() -> float:
    """Return seconds since some moment that no correction of the clock changes.

    Where the system can tell, they include those in which the machine slept.
    """
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)


class SteadyClock:
    """The system's clock without jumps: a reading far off is replaced by what should be the time.

    If the clock stays there it is believed after `CONFIRMATION`: it had been wrong before.
    """

    def __init__(self, clock: Clock, running: Callable[[], float] = running_seconds) -> None:
        """Believe the first reading; `running` returns monotonic seconds."""
        self._clock = clock
        self._running = running
        self._last, self._last_running = clock(), running()
        self._doubted_since: float | None = None

    def __call__(self) -> datetime:
        """Return the current time."""
        reading, running = self._clock(), self._running()
        expected = self._last + timedelta(seconds=running - self._last_running)
        if abs(reading - expected) <= MAX_STEP:
            self._doubted_since = None
        elif not self._is_confirmed(running):
            reading = expected
        else:
            _log.warning("The system's clock has jumped by %s and stayed there", reading - expected)
            self._doubted_since = None
        self._last, self._last_running = reading, running
        return reading

    def _is_confirmed(self, running: float) -> bool:
        """Return whether the clock has been somewhere else for long enough."""
        if self._doubted_since is None:
            self._doubted_since = running
        return running - self._doubted_since >= CONFIRMATION / timedelta(seconds=1)


def utc_now() -> datetime:
    """Return the system's time in UTC."""
    return datetime.now(UTC)


def to_milliseconds(moment: datetime) -> int:
    """Convert an aware datetime to milliseconds since 1970, rounded down."""
    return (moment - _EPOCH) // _MILLISECOND


def from_milliseconds(milliseconds: int) -> datetime:
    """Convert milliseconds since 1970 to a datetime in UTC."""
    return _EPOCH + milliseconds * _MILLISECOND


def day_of(moment: datetime) -> int:
    """Return the number of a moment's day since 1970, in UTC."""
    return (moment - _EPOCH).days
