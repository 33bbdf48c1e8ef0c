"""What readers have said of names that the network invented, which tells more than a ranker does.

Readers agree with each other far more than a ranker agrees with them, so what it expects of a name
that one has rated is corrected by that. What depends on a wish, as how well a name suits a gender,
remains the ranker's. The file is written by `python -m model.training.collect_ratings`, from
`data/ratings/`.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

import numpy as np
from marisa_trie import RecordTrie

from model.domain.arrays import DoubleArray
from model.domain.npz import WEIGHTS_FOLDER
from model.domain.tries import map_trie, save_trie
from model.selection.ranker import DECIMALS

READER_RATINGS = WEIGHTS_FOLDER / "reader_ratings.trie"
_HALF_PRECISION = "<e"

Group = tuple[str, ...]
"""Countries, by code: one, or those of a blend in any order."""


class ReaderRatings:
    """What to add to the rankers' ratings of names that readers have rated."""

    def __init__(self, shifts: Mapping[Group, Mapping[str, float]]) -> None:
        """Take what to add to the ratings of each group's names in lower case."""
        rows = [
            (_key(codes, name), (shift,))
            for codes, of_group in shifts.items()
            for name, shift in of_group.items()
        ]
        self._shifts = RecordTrie(_HALF_PRECISION, rows)

    def save(self, path: Path = READER_RATINGS) -> None:
        """Write to a file atomically."""
        save_trie(self._shifts, path)

    @classmethod
    def open(cls, path: Path = READER_RATINGS) -> Self:
        """Open a file that `save` wrote; the errors are those of `map_trie`."""
        opened = cls({})
        map_trie(opened._shifts, path)
        return opened

    def corrections(self, names: Sequence[str], codes: Sequence[str]) -> DoubleArray:
        """Return what to add to a ranker's ratings of names (names): 0 for those nobody rated.

        Args:
            names: in lower case.
            codes: of the countries that the names were sampled for.
        """
        shifts = [self._shifts.get(_key(codes, name), ((0.0,),))[0][0] for name in names]
        return np.array(shifts, np.float64).round(DECIMALS)


def _key(codes: Iterable[str], name: str) -> str:
    return f"{'+'.join(sorted(codes))} {name}"
