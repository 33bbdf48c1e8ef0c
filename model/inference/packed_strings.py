"""Many short names in an array: little memory, and some of them taken out at once."""

from collections.abc import Iterator, Sequence
from typing import Self, overload

import numpy as np
import numpy.typing as npt


class PackedStrings(Sequence[str]):
    """Names side by side in rows as wide as the longest, a byte a letter where all are ASCII.

    A Python string takes some fifty bytes beside its letters; here a name takes eighteen in all.
    Names must not end in NUL, with which shorter ones are filled up.
    """

    def __init__(self, rows: npt.NDArray[np.bytes_] | npt.NDArray[np.str_]) -> None:
        """Take the rows (names)."""
        self._rows = rows
        self._ascii = rows.dtype.kind == "S"

    @classmethod
    def from_names(cls, names: Sequence[str]) -> Self:
        """Pack names."""
        if all(map(str.isascii, names)):
            return cls(np.array([name.encode() for name in names], np.bytes_))
        return cls(np.array(names, np.str_))

    @classmethod
    def read(cls, text: bytes) -> Self:
        """Pack the lines of a UTF-8 text, none behind the last newline."""
        if not text.isascii():
            return cls.from_names(text.decode().split("\n"))
        letters = np.frombuffer(text + b"\n", np.uint8)
        parting = letters == ord("\n")
        lengths = np.diff(np.flatnonzero(parting), prepend=-1) - 1
        rows = np.zeros((len(lengths), max(1, int(lengths.max()))), np.uint8)
        rows[np.arange(rows.shape[1]) < lengths[:, None]] = letters[~parting]
        return cls(rows.view(f"S{rows.shape[1]}")[:, 0])

    def lines(self) -> str:
        """Give all names in one text, with newlines between."""
        names = self._rows.tolist()
        return b"\n".join(names).decode("ascii") if self._ascii else "\n".join(names)

    def characters(self) -> npt.NDArray[np.uint8]:
        """Give all names in one array, a newline behind each, and a byte for each letter.

        What is not ASCII becomes a question mark. No name is made a Python text on the way.
        """
        if not self._ascii:
            return np.frombuffer(f"{self.lines()}\n".encode("ascii", "replace"), np.uint8)
        width = self._rows.dtype.itemsize
        rows = np.zeros((len(self._rows), width + 1), np.uint8)
        rows[:, :width] = self._rows.view(np.uint8).reshape(-1, width)
        rows[:, width] = ord("\n")
        characters: npt.NDArray[np.uint8] = rows[rows != 0]
        return characters

    def take(self, places: npt.NDArray[np.intp]) -> Sequence[str] | Sequence[bytes]:
        """Give some names as texts or, where all are ASCII, as bytes; for RapidFuzz it is one."""
        taken: list[str] | list[bytes] = self._rows[places].tolist()
        return taken

    def find(self, name: str) -> int | None:
        """Return the place of a name where they are sorted, None where it is not among them."""
        if self._ascii and not name.isascii():
            return None
        # Of its own type: a shorter row's would cut a longer name.
        sought = np.array(name.encode() if self._ascii else name)
        place = int(self._rows.searchsorted(sought))
        return place if place < len(self._rows) and self._rows[place] == sought else None

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [*PackedStrings(self._rows[place])]
        return _read(self._rows[place])

    def __iter__(self) -> Iterator[str]:
        return map(_read, self._rows.tolist())


def _read(name: str | bytes) -> str:
    return name if isinstance(name, str) else name.decode("ascii")


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
