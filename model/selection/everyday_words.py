"""Everyday words, places and countries of English and of the languages that countries speak.

No invented name should be one: Rente is no Dutch name, nor Konstanz a German one. The words are
hashed, because looking a name up needs no more than that. `everyday_words.npz` is written by
`data/everyday_words.py`, which names the source; `languages.tsv` has a line for each country, with
its code and its languages that have a list, the most spoken first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Self
from zlib import crc32

import numpy as np

from model.domain.arrays import ByteArray, HashArray
from model.domain.npz import save_npz

EVERYDAY_WORDS = Path(__file__).with_name("everyday_words.npz")

_SHARED_LANGUAGE = "en"
"""In which members of all countries meet."""
_MAX_LANGUAGES = 6
"""Lists that stay in memory, of 0.1 to 0.2 MB each; to read one takes a millisecond."""


@dataclass(frozen=True, slots=True)
class EverydayWords:
    """The everyday words of each language, each list read when it is needed.

    Attributes:
        languages: the codes of the languages, as in `languages.tsv`.
        path: the file that `save` wrote; None if there is none and all lists were given.
    """

    languages: frozenset[str]
    path: Path | None
    _given: Mapping[str, HashArray] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_hashes(cls, hashes: Mapping[str, HashArray]) -> Self:
        """Take `hash_words` of each language's words, (words,)."""
        return cls(frozenset(hashes), None, hashes)

    @classmethod
    @cache
    def load(cls, path: Path = EVERYDAY_WORDS) -> Self:
        """Open a file that `save` wrote, once per process.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: the file is no `.npz`.
        """
        with np.load(path, allow_pickle=False) as stored:
            return cls(frozenset(stored.files), path)

    def hashes(self, language: str) -> HashArray:
        """Return `hash_words` of a language's words, (words,).

        Raises:
            KeyError: the language has no list.
            FileNotFoundError: the file is gone.
        """
        return self._given[language] if self.path is None else _read(self.path, language)

    def language_of_word(self, folded: str, country_code: str) -> str | None:
        """Return the first of `languages_of` a country in which a folded name is a word.

        One name in a hundred thousand is taken for a word because it has the hash of one.

        Raises:
            KeyError: the country is unknown, or one of its languages has no list.
        """
        key = _hash(folded)
        for language in languages_of(country_code):
            hashes = self.hashes(language)
            index = int(hashes.searchsorted(key))
            if index < len(hashes) and hashes[index] == key:
                return language
        return None

    def languages_with(self, folded: Sequence[str]) -> list[list[str]]:
        """Return for each folded name all languages in which it is a word.

        Each list is read once, and none stays in memory; names err as `language_of_word` does.

        Raises:
            FileNotFoundError: the file is gone.
        """
        keys = np.array([_hash(name) for name in folded], np.uint32)
        found: list[list[str]] = [[] for _ in folded]
        for language in sorted(self.languages):
            hashes = self._given[language] if self.path is None else _load(self.path, language)
            at = np.minimum(hashes.searchsorted(keys), len(hashes) - 1)
            for row in np.flatnonzero(hashes[at] == keys).tolist():
                found[row].append(language)
        return found


def languages_of(country_code: str) -> tuple[str, ...]:
    """Return the languages whose words no name of a country may be, the most spoken first.

    These are its own, if they have a list, and English.

    Raises:
        KeyError: the country is unknown.
    """
    return _languages()[country_code]


def hash_words(words: Iterable[str]) -> HashArray:
    """Return the CRC-32 of each folded word in UTF-8, sorted, each once; (words,)."""
    return np.unique(np.fromiter(map(_hash, words), np.uint32))


def save(hashes: Mapping[str, HashArray], path: Path = EVERYDAY_WORDS) -> None:
    """Write the hashes of each language's words, (words,), to a file, for `load` to read."""
    encoded = {language: _encode(of_language) for language, of_language in hashes.items()}
    save_npz(path, encoded, compressed=True)


def _hash(word: str) -> np.uint32:
    # As a uint32: NumPy would convert the whole array to compare it with Python's integers.
    return np.uint32(crc32(word.encode()))


@lru_cache(_MAX_LANGUAGES)
def _read(path: Path, language: str) -> HashArray:
    return _load(path, language)


def _load(path: Path, language: str) -> HashArray:
    with np.load(path, allow_pickle=False) as stored:
        return _decode(stored[language])


def _encode(hashes: HashArray) -> ByteArray:
    """Return the differences of sorted hashes, (words,), byte by byte, (4, words).

    The low bytes are random, but the high ones are nearly all zero and compress to nothing: 2.4
    bytes a word rather than 3.9.
    """
    differences = np.diff(hashes, prepend=np.uint32(0)).astype("<u4")
    return np.ascontiguousarray(differences.view(np.uint8).reshape(-1, 4).T)


def _decode(encoded: ByteArray) -> HashArray:
    """Invert `_encode`."""
    differences = np.ascontiguousarray(encoded.T).view("<u4")[:, 0]
    return differences.cumsum(dtype=np.uint32)


@cache
def _languages() -> Mapping[str, tuple[str, ...]]:
    lines = files("model.selection").joinpath("languages.tsv").read_text("utf-8").splitlines()
    rows = (line.split() for line in lines)
    return MappingProxyType(
        {code: tuple(dict.fromkeys([*languages, _SHARED_LANGUAGE])) for code, *languages in rows}
    )
