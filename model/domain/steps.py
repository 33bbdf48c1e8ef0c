"""Work that is done in steps, so that other work may come in between."""

from collections.abc import Generator
from typing import TypeVar

_Result = TypeVar("_Result")
Steps = Generator[None, None, _Result]
"""Work that yields where it may be interrupted, and returns its result."""


def finish(steps: Steps[_Result]) -> _Result:
    """Take all steps without a break, and return what they lead to."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            result: _Result = stop.value
            return result
