"""Many short texts in little memory."""

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np


class Lines(Sequence[str]):
    """The lines of a UTF-8 text, decoded one by one when asked for.

    A Python string takes some fifty bytes beside its letters; this takes four.
    """

    def __init__(self, text: bytes) -> None:
        """Take lines parted by newlines, none behind the last."""
        self._text = text
        ends = np.flatnonzero(np.frombuffer(text + b"\n", np.uint8) == ord("\n"))
        self._ends = ends.astype(np.uint32)

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        place = range(len(self))[place]
        start = int(self._ends[place - 1]) + 1 if place else 0
        return self._text[start : self._ends[place]].decode()

    def __iter__(self) -> Iterator[str]:
        return iter(self._text.decode().split("\n"))
