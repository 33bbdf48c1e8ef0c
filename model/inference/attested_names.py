"""Whether anybody bears a name: Bloom filters, small enough to stay in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt

from model.domain.arrays import BoolArray, ByteArray
from model.domain.npz import WEIGHTS_FOLDER
from model.domain.spelling import fold
from model.domain.stored_arrays import StoredArrays
from model.inference.loose_key import loose_key

_BITS_PER_KEY, _HASHES = 10, 7
"""One key in 120 that was not added is taken for one that was (Bloom 1970)."""


@dataclass(frozen=True, slots=True)
class AttestedNames(StoredArrays):
    """The names that exist, in three Bloom filters, each of eight bits to a byte (bytes).

    Attributes:
        spellings: of the loose keys of all names that exist.
        borne: of the folded names that registers count.
        common: of the folded names that are not rare.
    """

    shipped: ClassVar = WEIGHTS_FOLDER / "attested.npz"

    spellings: ByteArray
    borne: ByteArray
    common: ByteArray

    @classmethod
    def from_names(
        cls, existing: Iterable[str], borne: Iterable[str], common: Iterable[str]
    ) -> Self:
        """Collect names, in any spelling."""
        return cls(_add(map(loose_key, existing)), _add(map(fold, borne)), _add(map(fold, common)))

    def exist(self, names: Sequence[str]) -> BoolArray:
        """Return whether each name exists, in this spelling or a usual other one (names)."""
        return _contains(self.spellings, [*map(loose_key, names)])

    def are_borne(self, names: Sequence[str]) -> BoolArray:
        """Return whether a register counts each name in this spelling, folded (names)."""
        return _contains(self.borne, [*map(fold, names)])

    def are_common(self, names: Sequence[str]) -> BoolArray:
        """Return whether more than a few people somewhere bear each name (names)."""
        return _contains(self.common, [*map(fold, names)])


def _add(keys: Iterable[str]) -> ByteArray:
    """Return a filter of keys."""
    unique = sorted(set(keys))
    size = len(unique) * _BITS_PER_KEY // 8 + 1
    is_set = np.zeros(size * 8, np.bool_)
    is_set[_places(unique, size * 8)] = True
    return np.packbits(is_set)


def _contains(bits: ByteArray, keys: Sequence[str]) -> BoolArray:
    """Return whether each key was added to a filter (keys)."""
    places = _places(keys, len(bits) * 8)
    found = (bits[places >> 3] << (places & 7).astype(np.uint8)) & 0x80
    return np.asarray((found != 0).all(axis=1))


def _places(keys: Sequence[str], bits: int) -> npt.NDArray[np.int64]:
    """Return the bits of each key, by double hashing (keys, `_HASHES`)."""
    digests = b"".join(blake2b(key.encode(), digest_size=16).digest() for key in keys)
    first, second = np.frombuffer(digests, "<u8").reshape(-1, 2).T[:, :, None]
    steps = np.arange(_HASHES, dtype=np.uint64)
    places: npt.NDArray[np.int64] = ((first + steps * second) % np.uint64(bits)).astype(np.int64)
    return places
