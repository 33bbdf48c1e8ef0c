"""Whether anybody bears a name: a Bloom filter of loose keys, small enough to stay in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from model.attested.keys import loose_key
from model.domain.arrays import BoolArray, ByteArray
from model.inference.npz import WEIGHTS_FOLDER, load_fields, save_fields

ATTESTED_NAMES = WEIGHTS_FOLDER / "attested.npz"
_BITS_PER_KEY, _HASHES = 10, 7
"""One name in 120 that nobody bears is taken for one that somebody does (Bloom 1970)."""


@dataclass(frozen=True, slots=True)
class AttestedNames:
    """The names that exist, in any spelling, and a few others by chance.

    Attributes:
        bits: eight to a byte (bytes).
        number: how many keys were added, as an array without dimensions.
    """

    bits: ByteArray
    number: npt.NDArray[np.int64]

    @classmethod
    def from_names(cls, names: Iterable[str]) -> Self:
        """Collect names, in any spelling."""
        keys = {loose_key(name) for name in names}
        size = len(keys) * _BITS_PER_KEY // 8 + 1
        is_set = np.zeros(size * 8, np.bool_)
        is_set[_places(sorted(keys), size * 8)] = True
        return cls(np.packbits(is_set), np.array(len(keys)))

    def contain(self, names: Sequence[str]) -> BoolArray:
        """Return whether each name exists, in this spelling or a usual other one (names)."""
        places = _places([loose_key(name) for name in names], len(self.bits) * 8)
        found: BoolArray = ((self.bits[places >> 3] << (places & 7).astype(np.uint8)) & 0x80).all(
            axis=1
        )
        return found

    def __contains__(self, name: str) -> bool:
        return bool(self.contain([name])[0])

    def __len__(self) -> int:
        return int(self.number)

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return self.bits.nbytes

    def save(self, path: Path = ATTESTED_NAMES) -> None:
        """Write to a file atomically."""
        save_fields(path, self)

    @classmethod
    @cache
    def load(cls, path: Path = ATTESTED_NAMES) -> Self:
        """Read from a file that `save` wrote, once per process; the errors are `load_fields`'s."""
        return load_fields(cls, path)


def _places(keys: Sequence[str], bits: int) -> npt.NDArray[np.int64]:
    """Return the bits of each key, by double hashing (keys, `_HASHES`)."""
    digests = b"".join(blake2b(key.encode(), digest_size=16).digest() for key in keys)
    first, second = np.frombuffer(digests, "<u8").reshape(-1, 2).T[:, :, None]
    steps = np.arange(_HASHES, dtype=np.uint64)
    places: npt.NDArray[np.int64] = ((first + steps * second) % np.uint64(bits)).astype(np.int64)
    return places
