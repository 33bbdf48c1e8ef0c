"""Many short strings as the rows of an array, a tenth of what Python's strings take.

NumPy's `StringDType` is slower and larger here: to find a name by binary search takes 650 µs
instead of 3.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from model.domain.arrays import ByteArray

PackedStrings = npt.NDArray[np.bytes_]
"""Strings in UTF-8, each padded with zeros to the longest (strings)."""


def pack_folded(names: Iterable[str]) -> PackedStrings:
    """Pack folded names; what is not ASCII becomes a question mark, which no known name has."""
    return np.array([name.encode("ascii", "replace") for name in names], np.bytes_)


def letters_of(packed: PackedStrings) -> ByteArray:
    """Return the letters of each string, then zeros (strings, longest)."""
    return packed.view(np.uint8).reshape(len(packed), packed.itemsize)


def join_lines(packed: PackedStrings) -> str:
    """Return all strings in one, with newlines between."""
    return b"\n".join(packed.tolist()).decode()
