"""Durations as people write them into settings: `24h`, `30m`, `7d`."""

import re
from datetime import timedelta

_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_LONGEST = timedelta(days=365)


def duration(text: str) -> timedelta:
    """Read a whole number of minutes, hours or days, a year at most.

    Raises:
        ValueError: it is none; the message says what it must be.
    """
    found = re.fullmatch(r"([0-9]{1,6})([mhd])", text)
    length = int(found[1]) * _UNITS[found[2]] if found else timedelta()
    if not timedelta() < length <= _LONGEST:
        message = "it must be a time from 1m to 365d, such as 30m, 24h or 7d"
        raise ValueError(message)
    return length
