"""The known names: whether a name is one of them, and which is nearest."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path

import numpy as np
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist

from model.domain.arrays import IntArray
from model.domain.npz import WEIGHTS_FOLDER, compress_text, decompress_text, save_npz
from model.domain.spelling import fold
from model.inference.neighbour_index import EditDistanceIndex
from model.inference.packed_strings import LazyLines, PackedStrings

KNOWN_NAMES = WEIGHTS_FOLDER / "known_names.npz"


@dataclass(frozen=True)
class KnownNames:
    """All names of the data, each folded name once.

    Attributes:
        written: the names as people write them.
        folded: the same names folded, sorted: `folded[i]` is `fold(written[i])`.
    """

    written: LazyLines
    folded: PackedStrings

    @classmethod
    def from_names(cls, names: Iterable[str]) -> "KnownNames":
        """Collect names; of several spellings of a name it keeps the commonest."""
        spellings: dict[str, Counter[str]] = {}
        for name in names:
            spellings.setdefault(fold(name), Counter())[name] += 1
        folded = sorted(spellings)
        written = [spellings[key].most_common(1)[0][0] for key in folded]
        lines = LazyLines("\n".join(written).encode())
        return cls(lines, PackedStrings.from_strings(folded))

    def save(self, path: Path = KNOWN_NAMES) -> None:
        """Write to a file atomically."""
        texts = {"known": self.written.join_lines(), "folded": self.folded.join_lines()}
        save_npz(path, {name: compress_text(text) for name, text in texts.items()})

    @classmethod
    @cache
    def load(cls, path: Path = KNOWN_NAMES) -> "KnownNames":
        """Read from a file that `save` wrote, once per process.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: the file is no `.npz`, or needs pickle.
            KeyError: something is missing from it.
        """
        with np.load(path, allow_pickle=False) as stored:
            written, folded = (decompress_text(stored[name]) for name in ("known", "folded"))
        return cls(LazyLines(written), PackedStrings.from_lines(folded))

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the folded names."""
        return blake2b(self.folded.join_lines().encode(), digest_size=16).hexdigest()

    def __contains__(self, name: str) -> bool:
        return self.index(name) is not None

    def index(self, name: str) -> int | None:
        """Return the index of a name in `written` and `folded`, None if it is unknown."""
        return self.folded.index_of(fold(name))

    def nearest(self, names: Sequence[str]) -> list[tuple[str, int]]:
        """Find the nearest known name to each name, and its distance.

        The distance is the optimal string alignment of the folded names. Ties are broken by
        Jaro-Winkler similarity, which favours a common prefix.
        """
        found = []
        for key in map(fold, names):
            indices, distance = self._index.nearest(key)
            ties = self.folded.take(indices)
            similarity = cdist([key], ties, scorer=JaroWinkler.similarity, dtype=np.float64)[0]
            found.append((self.written[int(indices[similarity.argmax()])], distance))
        return found

    def within(self, folded: str, limit: int) -> IntArray:
        """Return the indices of the names within an edit distance of a folded one, ascending."""
        rows, _ = self._index.within(folded, limit)
        return rows

    def select(self, indices: IntArray) -> "KnownNames":
        """Return some of them, given by ascending indices."""
        return KnownNames(self.written.select(indices), self.folded.select(indices))

    def build_index(self) -> None:
        """Build what `nearest` would otherwise build on its first call."""
        _ = self._index

    @cached_property
    def _index(self) -> EditDistanceIndex:
        return EditDistanceIndex(self.folded)
