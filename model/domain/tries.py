"""Tries in files that are mapped into memory: exact, in two or three bytes a spelling.

They are those of marisa-trie (https://github.com/s-yata/marisa-trie).
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from marisa_trie import RecordTrie, Trie


def save_trie(trie: Trie | RecordTrie, path: Path) -> None:
    """Write a trie to a file atomically."""
    partial = path.with_name(path.name + ".partial")
    trie.save(str(partial))
    partial.replace(path)


def map_trie(trie: Trie | RecordTrie, path: Path) -> None:
    """Map a file that `save_trie` wrote into memory, in place of what a trie has.

    Raises:
        FileNotFoundError: there is no such file.
        RuntimeError: it is something else.
    """
    path.stat()  # the trie would not say which file is missing
    trie.mmap(str(path))


class SpellingSet:
    """A set of spellings; immutable."""

    def __init__(self, spellings: Iterable[str]) -> None:
        """Take the spellings; of equal ones it has one."""
        self._trie = Trie(spellings)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a file that `save` wrote; the errors are those of `map_trie`."""
        opened = cls(())
        map_trie(opened._trie, path)
        return opened

    def save(self, path: Path) -> None:
        """Write to a file atomically."""
        save_trie(self._trie, path)

    def __contains__(self, spelling: str) -> bool:
        return spelling in self._trie

    def __iter__(self) -> Iterator[str]:
        """Yield all spellings, in no order."""
        yield from self._trie.iterkeys()

    def beginning_with(self, prefix: str) -> list[str]:
        """Return the spellings that begin so, in no order."""
        found: list[str] = self._trie.keys(prefix)
        return found
