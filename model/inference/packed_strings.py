"""Compact sequences of many short strings.

NumPy's `StringDType` is slower and larger here: for the 59,725 known names it takes 3.5 MiB instead
of 2.5, and finding one by binary search 650 µs instead of 3.
"""

from abc import abstractmethod
from collections.abc import Sequence
from copy import copy
from typing import Self, overload

import numpy as np
import numpy.typing as npt

from model.domain.arrays import BoolArray, ByteArray, IntArray


class _CompactStrings(Sequence[str]):
    """Strings that are created on access."""

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        selected = range(len(self))[index]
        return self._get(selected) if isinstance(selected, int) else [*map(self._get, selected)]

    @abstractmethod
    def _get(self, index: int) -> str:
        """Return a string by its index from the start."""


class PackedStrings(_CompactStrings):
    """Strings in rows as wide as the longest, a byte per letter if all are ASCII.

    Strings must not end in NUL, which pads the shorter ones.
    """

    def __init__(self, rows: npt.NDArray[np.bytes_] | npt.NDArray[np.str_]) -> None:
        """Take an array of strings."""
        self._rows = rows
        self._ascii = rows.dtype.kind == "S"

    @classmethod
    def from_strings(cls, strings: Sequence[str]) -> Self:
        """Pack strings."""
        if all(map(str.isascii, strings)):
            return cls(np.array([string.encode() for string in strings], np.bytes_))
        return cls(np.array(strings, np.str_))

    @classmethod
    def from_lines(cls, text: bytes) -> Self:
        """Pack the lines of a UTF-8 text that does not end in a newline."""
        if not text.isascii():
            return cls.from_strings(text.decode().split("\n"))
        letters = np.frombuffer(text + b"\n", np.uint8)
        is_newline = letters == ord("\n")
        lengths = np.diff(np.flatnonzero(is_newline), prepend=-1) - 1
        rows = np.zeros((len(lengths), max(1, int(lengths.max()))), np.uint8)
        rows[np.arange(rows.shape[1]) < lengths[:, None]] = letters[~is_newline]
        return cls(rows.view(f"S{rows.shape[1]}")[:, 0])

    def join_lines(self) -> str:
        """Return all strings in one, with newlines between."""
        strings = self._rows.tolist()
        return b"\n".join(strings).decode("ascii") if self._ascii else "\n".join(strings)

    def characters(self) -> ByteArray:
        """Return a byte for each letter, with a newline after each string.

        What is not ASCII becomes a question mark. No Python strings are created if all is ASCII.
        """
        if not self._ascii:
            return np.frombuffer(f"{self.join_lines()}\n".encode("ascii", "replace"), np.uint8)
        width = self._rows.dtype.itemsize
        rows = np.zeros((len(self._rows), width + 1), np.uint8)
        rows[:, :width] = self._rows.view(np.uint8).reshape(-1, width)
        rows[:, width] = ord("\n")
        characters: ByteArray = rows[rows != 0]
        return characters

    def codes(self) -> npt.NDArray[np.uint8] | npt.NDArray[np.uint32]:
        """Return the code points of each string, then zeros (strings, longest)."""
        rows = self._rows.view(np.uint8) if self._ascii else self._rows.view(np.uint32)
        return rows.reshape(len(self._rows), -1)

    def take(self, indices: IntArray) -> Sequence[str] | Sequence[bytes]:
        """Return some strings, as bytes if all are ASCII; RapidFuzz takes both."""
        taken: list[str] | list[bytes] = self._rows[indices].tolist()
        return taken

    def select(self, indices: IntArray) -> "PackedStrings":
        """Return some strings in rows of their own; `from_strings` would create each."""
        return PackedStrings(self._rows[indices])

    def index_of(self, string: str) -> int | None:
        """Return the index of a string among sorted ones, None if it is not there."""
        if self._ascii and not string.isascii():
            return None
        # As an array, which is as wide as needed: a cast to the rows' type would truncate it.
        sought = np.array(string.encode() if self._ascii else string)
        index = int(self._rows.searchsorted(sought))
        return index if index < len(self._rows) and self._rows[index] == sought else None

    def contains(self, strings: Sequence[str]) -> BoolArray:
        """Return whether each string is among sorted ones (strings)."""
        width = self._rows.dtype.itemsize // (1 if self._ascii else 4)
        fits = [
            len(string) <= width and (string.isascii() or not self._ascii) for string in strings
        ]
        found = np.array(fits, np.bool_)
        chosen = [string for string, is_short in zip(strings, fits, strict=True) if is_short]
        sought = np.array(chosen, self._rows.dtype)
        indices = np.minimum(self._rows.searchsorted(sought), len(self._rows) - 1)
        found[found] = self._rows[indices] == sought
        return found

    def __len__(self) -> int:
        return len(self._rows)

    def _get(self, index: int) -> str:
        string: str | bytes = self._rows[index]
        return string if isinstance(string, str) else string.decode("ascii")


class LazyLines(_CompactStrings):
    """The lines of a UTF-8 text, each decoded on access.

    A line takes five bytes besides its text; a Python string takes some fifty.
    """

    def __init__(self, text: bytes) -> None:
        """Take lines of at most 255 bytes, separated by newlines, without one at the end.

        Raises:
            ValueError: a line is longer.
        """
        self._text = text
        ends = np.flatnonzero(np.frombuffer(text + b"\n", np.uint8) == ord("\n"))
        self._starts = np.concatenate([[0], ends[:-1] + 1]).astype(np.uint32)
        sizes = ends - self._starts
        if sizes.max() > np.iinfo(np.uint8).max:
            message = f"a line has {sizes.max()} bytes"
            raise ValueError(message)
        self._sizes = sizes.astype(np.uint8)

    def __len__(self) -> int:
        return len(self._starts)

    def select(self, indices: IntArray) -> Self:
        """Return some of the lines, of the same text."""
        selected = copy(self)
        selected._starts, selected._sizes = self._starts[indices], self._sizes[indices]  # noqa: SLF001 - of the same class
        return selected

    def join_lines(self) -> str:
        """Return all lines in one text, with newlines between."""
        bounds = zip(self._starts.tolist(), self._sizes.tolist(), strict=True)
        return b"\n".join([self._text[start : start + size] for start, size in bounds]).decode()

    def _get(self, index: int) -> str:
        start = int(self._starts[index])
        return self._text[start : start + int(self._sizes[index])].decode()


def code_points(strings: Sequence[str]) -> npt.NDArray[np.uint32]:
    """Return the code points of each string, then zeros (strings, longest)."""
    rows = np.array(strings, np.str_)
    return rows.view(np.uint32).reshape(len(rows), rows.dtype.itemsize // 4)
