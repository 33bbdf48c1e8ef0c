"""How much the end of a name marks a gender in a country: Karlina and Valbert do, Robin hardly.

The networks know little of it: what they make of a name's gender is spread over all its letters.
`python -m model.training.collect_gender_endings` counts the endings of the training names.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt

from model.domain.arrays import DoubleArray
from model.domain.npz import WEIGHTS_FOLDER
from model.domain.stored_arrays import StoredArrays

MAX_ENDING = 4
"""Letters of the longest ending."""
_ALL = "--"
"""In the place of a code: all countries together."""
_SIZES = {_ALL: range(MAX_ENDING + 1)}
_SIZES_OF_A_COUNTRY = range(2, MAX_ENDING + 1)
"""Letters of endings: what one letter says in a country, longer ones say better in all of them."""
_BEFORE = "^"
"""What is before the first letter: an ending may be all of a name."""
_NEUTRAL_SIZE, _NEUTRAL, _USUAL = 2, 0.3, 8
"""Letters of an ending that marks no gender, the least share of women, and of men, with it, and how
many names have it at least."""
_LEAST = 4
"""Names that an ending has at least to be counted."""
_PRIOR = 5.0
"""How many names what is known of a shorter ending, or of all countries, is worth."""


@dataclass(frozen=True, slots=True)
class GenderEndings(StoredArrays):
    """The endings of names, from none to `MAX_ENDING` folded letters.

    Attributes:
        keys: a country's code and an ending, in ASCII, sorted (endings).
        names: how many names of the country end so (endings).
        women: the share of these that are women's; names of both count as half (endings).
    """

    shipped: ClassVar = WEIGHTS_FOLDER / "gender_endings.npz"

    keys: npt.NDArray[np.bytes_]
    names: npt.NDArray[np.int32]
    women: npt.NDArray[np.float16]

    @classmethod
    def count(cls, names: Iterable[tuple[str, str, float]]) -> Self:
        """Count folded names, each with its country and whether it is women's: 0, a half or 1."""
        counts: dict[str, list[float]] = {}
        for folded, country, women in names:
            for code in (_ALL, country):
                for size in _SIZES.get(code, _SIZES_OF_A_COUNTRY):
                    count = counts.setdefault(_key(code, folded, size), [0, 0])
                    count[0] += 1
                    count[1] += women
        rows = sorted((key, *count) for key, count in counts.items() if count[0] >= _LEAST)
        keys, totals, women_of = zip(*rows, strict=True)
        shares = np.array(women_of) / np.array(totals)
        return cls(np.array(keys, np.bytes_), np.array(totals, np.int32), shares.astype(np.float16))

    def female_shares(self, folded: Sequence[str], country: str) -> DoubleArray:
        """Return by their ends how likely names are women's in a country, from 0 to 1 (names)."""
        shares = np.full(len(folded), 0.5)
        for code in (_ALL, country):
            for size in _SIZES.get(code, _SIZES_OF_A_COUNTRY):
                keys = np.array([_key(code, name, size) for name in folded], np.bytes_)
                rows = self.keys.searchsorted(keys).clip(max=len(self.keys) - 1)
                names = np.where(self.keys[rows] == keys, self.names[rows], 0)
                shares = (names * self.women[rows] + _PRIOR * shares) / (names + _PRIOR)
        return np.asarray(shares, np.float64)

    def neutral(self, country: str) -> Sequence[str]:
        """Return a country's endings of two letters that mark no gender, the commonest first."""
        rows = zip(self.keys.tolist(), self.names.tolist(), strict=True)
        ours, size = country.encode(), len(country) + _NEUTRAL_SIZE
        endings = {
            key.decode().removeprefix(country): names
            for key, names in rows
            if names >= _USUAL and len(key) == size and key.startswith(ours)
        }
        women = self.female_shares([*endings], country).tolist()
        neutral = [
            ending
            for ending, share in zip(endings, women, strict=True)
            if ending.isalpha() and _NEUTRAL <= share <= 1 - _NEUTRAL
        ]
        return sorted(neutral, key=endings.__getitem__, reverse=True)


def _key(code: str, folded: str, size: int) -> str:
    """Return a country's code and the last letters of a name, after signs for those it has not."""
    ending = folded.rjust(size, _BEFORE)
    return code + ending[len(ending) - size :]
