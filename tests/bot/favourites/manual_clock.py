"""Where the clock was; `tests/support/clocks.py` is its place."""

from tests.support.clocks import ManualClock

__all__ = ["ManualClock"]
