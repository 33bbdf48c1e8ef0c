"""Everyday words, places and countries of English and of the languages that countries speak.

No invented name should be one: Rente is no Dutch name, nor Konstanz a German one. The words are
hashed, because looking a name up needs no more than that. `everyday_words.npz` is written by
`data/everyday_words.py`, which names the source; `languages.tsv` has a line for each country, with
its code and its languages that have a list, the most spoken first.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Self
from zlib import crc32

import numpy as np

from model.domain.arrays import BoolArray, ByteArray, HashArray
from model.domain.npz import save_npz

EVERYDAY_WORDS = Path(__file__).with_name("everyday_words.npz")

_SHARED_LANGUAGE = "en"
"""In which members of all countries meet."""
_MAX_LANGUAGES = 6
"""Lists that stay in memory, of 0.1 to 0.2 MB each; to read one takes a millisecond."""


class EverydayWords:
    """The everyday words of each language, each list read when it is needed.

    Attributes:
        languages: the codes of the languages, as in `languages.tsv`.
        hashes: by a language, `hash_words` of its words, (words,); or a KeyError.
    """

    def __init__(self, stored: Mapping[str, ByteArray]) -> None:
        """Take each language's list, as `save` stores it."""
        self.languages = frozenset(stored)
        self.hashes = lru_cache(_MAX_LANGUAGES)(lambda language: _decode(stored[language]))

    @classmethod
    def from_hashes(cls, hashes: Mapping[str, HashArray]) -> Self:
        """Take `hash_words` of each language's words, (words,)."""
        return cls({language: _encode(of_language) for language, of_language in hashes.items()})

    @classmethod
    @cache
    def load(cls, path: Path = EVERYDAY_WORDS) -> Self:
        """Open a file that `save` wrote, once per process; it stays open.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: the file is no `.npz`.
        """
        return cls(np.load(path, allow_pickle=False))

    def language_of_word(self, folded: str, country_code: str) -> str | None:
        """Return the first of `languages_of` a country in which a folded name is a word.

        One name in a hundred thousand is taken for a word because it has the hash of one.

        Raises:
            KeyError: the country is unknown, or one of its languages has no list.
        """
        languages = languages_of(country_code)
        return next((each for each in languages if self._have(each, [folded])[0]), None)

    def languages_with(self, folded: Sequence[str]) -> list[list[str]]:
        """Return for each folded name all languages in which it is a word, but for such errors."""
        found: list[list[str]] = [[] for _ in folded]
        for language in sorted(self.languages):
            for row in np.flatnonzero(self._have(language, folded)).tolist():
                found[row].append(language)
        return found

    def _have(self, language: str, folded: Sequence[str]) -> BoolArray:
        """Return whether a language has each folded name as a word (names)."""
        hashes, keys = self.hashes(language), _hash(folded)
        return hashes.searchsorted(keys, "right") > hashes.searchsorted(keys, "left")


def languages_of(country_code: str) -> tuple[str, ...]:
    """Return the languages whose words no name of a country may be, the most spoken first.

    These are its own, if they have a list, and English.

    Raises:
        KeyError: the country is unknown.
    """
    return _languages()[country_code]


def hash_words(words: Iterable[str]) -> HashArray:
    """Return the CRC-32 of each folded word in UTF-8, sorted, each once; (words,)."""
    return np.unique(_hash(words))


def save(hashes: Mapping[str, HashArray], path: Path = EVERYDAY_WORDS) -> None:
    """Write the hashes of each language's words, (words,), to a file, for `load` to read."""
    encoded = {language: _encode(of_language) for language, of_language in hashes.items()}
    save_npz(path, encoded, compressed=True)


def _hash(words: Iterable[str]) -> HashArray:
    return np.fromiter((crc32(word.encode()) for word in words), np.uint32)


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
