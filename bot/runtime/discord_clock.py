"""The time on Discord's clock, which this machine's own may be minutes away from."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

_DRIFT = 5e-4
"""Seconds a second by which this machine may count time too fast."""
_RESOLUTION = 2.0
"""Seconds by which two readings may differ: they are whole seconds, and take a while to arrive."""


class DiscordClock:
    """A time that Discord's clock has surely reached, from the dates of its responses.

    Between two readings the monotonic clock counts on, so that it does not matter what time this
    machine believes it is, nor when somebody corrects that.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._reading: tuple[float, float] | None = None

    def observe(self, moment: datetime) -> None:
        """Take note of the time at which Discord has just sent a response."""
        arrived_at, known = self._monotonic(), self._seconds()
        seconds = moment.timestamp()
        # Readings are rounded down to seconds, so an earlier one may have been nearer.
        if known is None or not known - _RESOLUTION < seconds < known:
            self._reading = (seconds, arrived_at)

    def observe_past(self, moment: datetime) -> None:
        """Take note of a time in the past, such as that at which what arrives was sent.

        It is known to the millisecond, so a recent one is nearer than any date.
        """
        known = self._seconds()
        if known is not None and 0 < moment.timestamp() - known < _RESOLUTION:
            self._reading = (moment.timestamp(), self._monotonic())

    def now(self) -> datetime | None:
        """Return the time, some seconds early where the last reading is long ago; or None."""
        seconds = self._seconds()
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)

    def _seconds(self) -> float | None:
        if self._reading is None:
            return None
        seconds, at = self._reading
        return seconds + (self._monotonic() - at) * (1 - _DRIFT)
