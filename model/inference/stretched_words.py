"""Words found in texts that have each of their letters as often, or more often."""

import re
from collections.abc import Iterable, Iterator
from typing import Self

_RUN, _DOUBLE = re.compile(r"((.)\2*)"), re.compile(r"(.)\1")


class StretchedWords:
    """Finds words in texts: `ana` and `ann` are in `maanna`, and `annna` is not.

    The letters without repetition are looked up in a dictionary: patterns of as many words take
    five times the memory, and more while they are compiled.
    """

    def __init__(self, counts: dict[str, tuple[bytes, ...]]) -> None:
        """Take how often words have each letter, by their letters without repetition."""
        self._counts = counts
        self._sizes = sorted({len(letters) for letters in counts})

    @classmethod
    def from_words(cls, words: Iterable[str]) -> Self:
        """Take words; of two with the same letters, either is found."""
        found: dict[str, tuple[bytes, ...]] = {}
        for letters, counts in map(count_runs, words):
            found[letters] = (*found.get(letters, ()), counts)
        return cls(found)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where words are: first and last position among the text's runs of equal letters."""
        letters, counts = count_runs(text)
        for size in self._sizes:
            for start in range(len(letters) - size + 1):
                for needed in self._counts.get(letters[start : start + size], ()):
                    if covers(counts[start:], needed):
                        yield start, start + size - 1


def count_runs(text: str) -> tuple[str, bytes]:
    """Return a text's letters without those that repeat the one before, and how often each is."""
    if _DOUBLE.search(text) is None:  # this is several times as fast
        return text, b"\x01" * len(text)
    runs = _RUN.findall(text)
    return "".join(letter for _, letter in runs), bytes(min(len(run), 255) for run, _ in runs)


def covers(counts: bytes, needed: bytes) -> bool:
    """Return whether the first letters are there as often as they are needed, or more often."""
    return all(map(int.__le__, needed, counts))
