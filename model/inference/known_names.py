"""The known names: whether a name is one of them, and which is nearest."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

import numpy as np
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist

from model.domain.arrays import BoolArray, IntArray
from model.domain.npz import WEIGHTS_FOLDER, compress_text, decompress_text, save_npz
from model.domain.spelling import fold
from model.inference.neighbour_index import EditDistanceIndex
from model.inference.packed_strings import PackedStrings, join_lines, pack_folded

KNOWN_NAMES = WEIGHTS_FOLDER / "known_names.npz"

Suit: TypeAlias = Callable[[Sequence[str]], BoolArray]
"""Tells which of some folded names suit (names)."""


@dataclass(frozen=True)
class KnownNames:
    """All names of the data, each folded name once.

    Attributes:
        written: the names as people write them (names).
        folded: the same names folded, in ASCII, sorted (names).
    """

    written: PackedStrings
    folded: PackedStrings

    @classmethod
    def from_names(cls, names: Iterable[str]) -> "KnownNames":
        """Collect names; of several spellings of a name it keeps the commonest.

        Raises:
            UnicodeEncodeError: a folded name is not ASCII.
        """
        spellings: dict[str, Counter[str]] = {}
        for name in names:
            spellings.setdefault(fold(name), Counter())[name] += 1
        folded = sorted(spellings)
        written = [spellings[key].most_common(1)[0][0].encode() for key in folded]
        return cls(np.array(written, np.bytes_), np.array(folded, np.bytes_))

    def save(self, path: Path = KNOWN_NAMES) -> None:
        """Write to a file atomically."""
        columns = {"known": self.written, "folded": self.folded}
        save_npz(path, {name: compress_text(join_lines(each)) for name, each in columns.items()})

    @classmethod
    def load(cls, path: Path = KNOWN_NAMES) -> "KnownNames":
        """Read from a file that `save` wrote.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: the file is no `.npz`, or needs pickle.
            KeyError: something is missing from it.
        """
        with np.load(path, allow_pickle=False) as stored:
            texts = [decompress_text(stored[name]) for name in ("known", "folded")]
        written, folded = (np.array(text.split(b"\n"), np.bytes_) for text in texts)
        return cls(written, folded)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the folded names."""
        return blake2b(join_lines(self.folded).encode(), digest_size=16).hexdigest()

    def __contains__(self, name: str) -> bool:
        return self.index(name) is not None

    def index(self, name: str) -> int | None:
        """Return the index of a name in `written` and `folded`, None if it is unknown."""
        (row,), (is_known,) = self.find([fold(name)])
        return int(row) if is_known else None

    def contain(self, folded: Sequence[str]) -> BoolArray:
        """Return whether each folded name is one of them (folded)."""
        _, are_known = self.find(folded)
        return are_known

    def find(self, folded: Sequence[str]) -> tuple[IntArray, BoolArray]:
        """Return where each folded name would be, and whether it is there (folded)."""
        sought = pack_folded(folded)
        rows = self.folded.searchsorted(sought).clip(max=len(self.folded) - 1)
        return rows, np.asarray(self.folded[rows] == sought)

    def nearest(self, names: Sequence[str], suit: Suit | None = None) -> list[tuple[str, int]]:
        """Find the nearest known name to each name, and its distance.

        The distance is the optimal string alignment of the folded names. Of equally near ones,
        those that suit go first, then those of the highest Jaro-Winkler similarity, which favours a
        common prefix.
        """
        found = []
        for key in map(fold, names):
            indices, distance = self.neighbours.nearest(key)
            ties = [name.decode() for name in self.folded[indices].tolist()]
            similarity = cdist([key], ties, scorer=JaroWinkler.similarity, dtype=np.float64)[0]
            if suit is not None:
                similarity += suit(ties)  # it is 1 at most
            found.append((self.written[indices[similarity.argmax()]].decode(), distance))
        return found

    def select(self, indices: IntArray) -> "KnownNames":
        """Return some of them, given by ascending indices."""
        return KnownNames(self.written[indices], self.folded[indices])

    def build_index(self) -> None:
        """Build what `nearest` would otherwise build on its first call."""
        _ = self.neighbours

    @cached_property
    def neighbours(self) -> EditDistanceIndex:
        """Finds the names near a folded one."""
        return EditDistanceIndex(self.folded)
