"""A mapping that keeps what was used last."""

from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

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

    def forget(self, is_forgotten: Callable[[_Key], bool]) -> None:
        """Forget what is kept by some of the keys."""
        for key in [key for key in self if is_forgotten(key)]:
            del self[key]
