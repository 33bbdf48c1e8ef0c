"""What is remembered in memory alone, up to a number of keys."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import UTC, date, datetime
from typing import TypeVar
from weakref import WeakValueDictionary

_MAX_TOLD = 20_000
"""Channels and what they were told; the least recent are told again."""

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Recent(OrderedDict[_Key, _Value]):
    """What was kept last, up to a number of keys; the least recent are forgotten first."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def keep(self, key: _Key, value: _Value) -> None:
        """Store a value as the most recent."""
        self[key] = value
        self.move_to_end(key)
        if len(self) > self._most:
            self.popitem(last=False)


class Locks:
    """A lock for each key, for as long as somebody holds it or waits for it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    def of(self, key: Hashable) -> asyncio.Lock:
        """Return the lock of a key."""
        return self._locks.setdefault(key, asyncio.Lock())


class Told:
    """Which channels have been told what today: it need not stand on every card."""

    def __init__(self, today: Callable[[], date] = lambda: datetime.now(UTC).date()) -> None:
        """Take what says which day it is."""
        self._today = today
        self._days: Recent[tuple[int, str], date] = Recent(_MAX_TOLD)

    def is_first(self, channel: int, what: str) -> bool:
        """Return whether a channel has not been told today, and note that it is told now."""
        today = self._today()
        if self._days.get((channel, what)) == today:
            return False
        self._days.keep((channel, what), today)
        return True
