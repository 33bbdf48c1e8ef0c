"""What readers have said of names that the network invented, which tells more than a ranker does.

Readers agree with each other far more than a ranker agrees with them, so a name that one has rated
is chosen by that, and by what the ranker expects only as far as a reader may err. The file is
written by `python -m model.training.collect_ratings`, from `data/ratings/`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from zlib import crc32

import numpy as np
import numpy.typing as npt

from model.domain.arrays import DoubleArray, HashArray, IntArray
from model.inference.npz import WEIGHTS_FOLDER, load_fields, save_fields
from model.selection.ranker import DECIMALS

READER_RATINGS = WEIGHTS_FOLDER / "reader_ratings.npz"
TRUST = 0.7
"""How much of what a reader's rating differs by from a ranker's is borne out by another reader, as
`collect_ratings` measures on names that were read twice."""

Group = tuple[str, ...]
"""Countries, by code: one, or those of a blend in any order."""


@dataclass(frozen=True, slots=True)
class ReaderRatings:
    """Names that readers have rated, by the hash of each in lower case.

    Attributes:
        groups: countries' codes, joined by a plus (groups).
        ends: where the names of each group end (groups).
        hashes: of the names, sorted within a group (names).
        ratings: about 1 to 5, by the rankers' scale (names).
    """

    groups: npt.NDArray[np.str_]
    ends: IntArray
    hashes: HashArray
    ratings: npt.NDArray[np.float16]

    @classmethod
    def of(cls, ratings: Mapping[Group, Mapping[str, float]]) -> Self:
        """Collect ratings of lower-case names, at least one for each group."""
        groups, hashes, values = [], [np.zeros(0, np.uint32)], [np.zeros(0, np.float16)]
        for codes, rated in sorted(ratings.items(), key=lambda of_group: _join(of_group[0])):
            unique, rows = np.unique(_hashes(rated), return_index=True)
            groups.append(_join(codes))
            hashes.append(unique)
            values.append(np.fromiter(rated.values(), np.float16)[rows])
        ends = np.cumsum([len(part) for part in hashes[1:]], dtype=np.int64)
        return cls(np.array(groups, np.str_), ends, np.concatenate(hashes), np.concatenate(values))

    def correct(
        self, expected: DoubleArray, names: Sequence[str], codes: Sequence[str]
    ) -> DoubleArray:
        """Return ratings that are nearer to the readers' where these have rated a name (names).

        Args:
            expected: a ranker's ratings (names).
            names: in lower case.
            codes: of the countries that the names were sampled for.
        """
        (found,) = np.nonzero(self.groups == _join(codes))
        if not len(found):
            return expected
        end = int(self.ends[found[0]])
        start = int(self.ends[found[0] - 1]) if found[0] else 0
        known, sought = self.hashes[start:end], _hashes(names)
        at = np.minimum(known.searchsorted(sought), len(known) - 1)
        difference = self.ratings[start:end][at].astype(np.float64) - expected
        corrected: DoubleArray = expected + TRUST * np.where(known[at] == sought, difference, 0)
        return corrected.round(DECIMALS)

    def save(self, path: Path = READER_RATINGS) -> None:
        """Write to a file atomically."""
        save_fields(path, self)

    @classmethod
    def load(cls, path: Path = READER_RATINGS) -> Self:
        """Read from a file that `save` wrote; it raises the errors of `load_fields`."""
        return load_fields(cls, path)


def _join(codes: Iterable[str]) -> str:
    return "+".join(sorted(codes))


def _hashes(names: Iterable[str]) -> HashArray:
    return np.fromiter((crc32(name.encode()) for name in names), np.uint32)
