"""The names that exist already: is a name one of them, and which is nearest?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist

from model.domain.spelling import fold
from model.inference.neighbour_index import EditDistanceIndex
from model.inference.packed_strings import PackedStrings


@dataclass(frozen=True)
class KnownNames:
    """All names of the data, each folded name once.

    Attributes:
        written: the names as people write them.
        folded: the same names folded, sorted: `folded[i]` is `fold(written[i])`.
    """

    written: Sequence[str]
    folded: PackedStrings

    @classmethod
    def from_names(cls, names: Iterable[str]) -> "KnownNames":
        """Gather names; of several spellings of one name the commonest stands for it."""
        spellings: dict[str, dict[str, int]] = {}
        for name in names:
            counts = spellings.setdefault(fold(name), {})
            counts[name] = counts.get(name, 0) + 1
        folded = sorted(spellings)
        written = [max(spellings[key].items(), key=lambda pair: pair[1])[0] for key in folded]
        return cls(written, PackedStrings.from_names(folded))

    def __contains__(self, name: str) -> bool:
        return self.place(name) is not None

    def place(self, name: str) -> int | None:
        """Return where in `written` and `folded` a name stands, None where it does not."""
        return self.folded.find(fold(name))

    def nearest(self, names: Sequence[str]) -> list[tuple[str, int]]:
        """Find for each name the known one that differs in fewest letters, and in how many.

        The distance is the optimal string alignment of the folded names. Of equals the one that
        looks most alike, by Jaro and Winkler: what begins alike does.
        """
        found = []
        for key in map(fold, names):
            places, distance = self._neighbours.nearest(key)
            near = self.folded.take(places)
            alike = cdist([key], near, scorer=JaroWinkler.similarity, dtype=np.float64)[0]
            found.append((self.written[int(places[alike.argmax()])], distance))
        return found

    def prepare(self) -> None:
        """Do now what `nearest` needs, and would else do when it is first asked."""
        _ = self._neighbours

    @cached_property
    def _neighbours(self) -> EditDistanceIndex:
        return EditDistanceIndex(self.folded)
