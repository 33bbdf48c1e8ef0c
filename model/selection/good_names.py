"""New names of countries that readers have found good, with which the decks begin.

The network spelled them; the most likely to be good among many thousand samples were then read.
The file is written by `python -m model.training.collect_good_names`, from
`data/ratings/new_names.tsv`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from model.domain.arrays import ByteArray, DoubleArray, IntArray
from model.domain.npz import WEIGHTS_FOLDER
from model.domain.stored_arrays import StoredArrays


class GoodName(NamedTuple):
    """A name in lower case, with what else it is chosen by.

    Attributes:
        name: in lower case.
        worth: what it is worth as a new name, 1 to 5: see `ranker.WORTH`.
        age: how old-fashioned it sounds, 1 to 5.
        nll_per_letter: the mean over its letters and its stop, in nats.
        leaning: by how many nats it is likelier for women.
        home: how likely it sounds from its countries or their equals, by letters alone, 0 to 1.
    """

    name: str
    worth: float
    age: float
    nll_per_letter: float
    leaning: float
    home: float


@dataclass(frozen=True, slots=True)
class NamesOfGroup:
    """The good names of a country, or of a blend, the best first.

    Attributes:
        names: in lower case.
        worth, ages, nll_per_letter, leanings, homes: see `GoodName` (names).
    """

    names: Sequence[str]
    worth: DoubleArray
    ages: DoubleArray
    nll_per_letter: DoubleArray
    leanings: DoubleArray
    homes: DoubleArray


@dataclass(frozen=True, slots=True)
class GoodNames(StoredArrays):
    """The good names of all countries and blends.

    Attributes:
        groups: countries' codes, joined by a plus (groups).
        ends: where the names of each group end (groups).
        text: the names, each with a newline after it, in UTF-8 (bytes).
        text_ends: where the text of each group ends (groups).
        worth, ages, nll_per_letter, leanings, homes: see `GoodName` (names).
    """

    shipped: ClassVar = WEIGHTS_FOLDER / "good_names.npz"

    groups: npt.NDArray[np.str_]
    ends: IntArray
    text: ByteArray
    text_ends: IntArray
    worth: npt.NDArray[np.float16]
    ages: npt.NDArray[np.float16]
    nll_per_letter: npt.NDArray[np.float16]
    leanings: npt.NDArray[np.float16]
    homes: npt.NDArray[np.float16]

    @classmethod
    def collect(cls, names: Mapping[str, Sequence[GoodName]]) -> Self:
        """Store names by the code of their country, or by those of a blend, as in NL+PL."""
        groups = {_join(key.split("+")): of_group for key, of_group in names.items()}
        codes = sorted(groups)
        texts = ["".join(f"{each.name}\n" for each in groups[code]).encode() for code in codes]
        in_order = [each for code in codes for each in groups[code]]
        _, *columns = zip(*in_order, strict=True) if in_order else [()] * len(GoodName._fields)
        return cls(
            np.array(codes, np.str_),
            np.cumsum([len(groups[code]) for code in codes], dtype=np.int64),
            np.frombuffer(b"".join(texts), np.uint8),
            np.cumsum([len(text) for text in texts], dtype=np.int64),
            *(np.array(column, np.float16) for column in columns),
        )

    def of(self, codes: Iterable[str]) -> NamesOfGroup:
        """Return the names of a country, or of a blend in any order; none of others."""
        (found,) = np.nonzero(self.groups == _join(codes))
        if not len(found):
            return NamesOfGroup([], *np.zeros((5, 0)))
        part, text = (_slice(ends, int(found[0])) for ends in (self.ends, self.text_ends))
        return NamesOfGroup(
            self.text[text].tobytes().decode().split(),
            *(
                column[part].astype(np.float64)
                for column in (
                    *(self.worth, self.ages, self.nll_per_letter, self.leanings, self.homes),
                )
            ),
        )


def _join(codes: Iterable[str]) -> str:
    return "+".join(sorted(codes))


def _slice(ends: IntArray, group: int) -> slice:
    return slice(int(ends[group - 1]) if group else 0, int(ends[group]))
