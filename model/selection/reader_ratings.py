"""What readers have said of names that the network invented, which tells more than a ranker does.

Readers agree with each other far more than a ranker agrees with them, so what it expects of a name
that one has rated is corrected by that. What depends on a wish, as how well a name suits a gender,
remains the ranker's. The file is written by `python -m model.training.collect_ratings`, from
`data/ratings/`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self
from zlib import crc32

import numpy as np
import numpy.typing as npt

from model.domain.arrays import DoubleArray, HashArray, IntArray
from model.domain.npz import WEIGHTS_FOLDER
from model.domain.stored_arrays import StoredArrays
from model.selection.ranker import DECIMALS

Group = tuple[str, ...]
"""Countries, by code: one, or those of a blend in any order."""


@dataclass(frozen=True, slots=True)
class ReaderRatings(StoredArrays):
    """Names that readers have rated, by the hash of each in lower case.

    Attributes:
        groups: countries' codes, joined by a plus (groups).
        ends: where the names of each group end (groups).
        hashes: of the names, sorted within a group (names).
        shifts: what to add to the rankers' ratings (names).
    """

    shipped: ClassVar = WEIGHTS_FOLDER / "reader_ratings.npz"

    groups: npt.NDArray[np.str_]
    ends: IntArray
    hashes: HashArray
    shifts: npt.NDArray[np.float16]

    @classmethod
    def of(cls, shifts: Mapping[Group, Mapping[str, float]]) -> Self:
        """Collect what to add to ratings of lower-case names, at least one for each group."""
        groups, hashes, values = [], [np.zeros(0, np.uint32)], [np.zeros(0, np.float16)]
        for codes, of_group in sorted(shifts.items(), key=lambda entry: _join(entry[0])):
            unique, rows = np.unique(_hashes(of_group), return_index=True)
            groups.append(_join(codes))
            hashes.append(unique)
            values.append(np.fromiter(of_group.values(), np.float16)[rows])
        ends = np.cumsum([len(part) for part in hashes[1:]], dtype=np.int64)
        return cls(np.array(groups, np.str_), ends, np.concatenate(hashes), np.concatenate(values))

    def corrections(self, names: Sequence[str], codes: Sequence[str]) -> DoubleArray:
        """Return what to add to a ranker's ratings of names (names): 0 for those nobody rated.

        Args:
            names: in lower case.
            codes: of the countries that the names were sampled for.
        """
        (found,) = np.nonzero(self.groups == _join(codes))
        if not len(found):
            return np.zeros(len(names))
        end = int(self.ends[found[0]])
        start = int(self.ends[found[0] - 1]) if found[0] else 0
        known, sought = self.hashes[start:end], _hashes(names)
        at = np.minimum(known.searchsorted(sought), len(known) - 1)
        shifts = np.where(known[at] == sought, self.shifts[start:end][at], 0)
        corrections: DoubleArray = shifts.astype(np.float64).round(DECIMALS)
        return corrections


def _join(codes: Iterable[str]) -> str:
    return "+".join(sorted(codes))


def _hashes(names: Iterable[str]) -> HashArray:
    return np.fromiter((crc32(name.encode()) for name in names), np.uint32)
