"""Everyday words, places and countries of English and of the languages that countries speak.

No invented name should be one: Rente is no Dutch name, nor Konstanz a German one.
`everyday_words.trie` is written by `data/everyday_words.py`, which names the source;
`languages.tsv` has a line for each country, with its code and its languages that have a list, the
most spoken first.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Self

from model.domain.tries import SpellingSet

EVERYDAY_WORDS = Path(__file__).with_name("everyday_words.trie")

_SHARED_LANGUAGE = "en"
"""In which members of all countries meet."""


class EverydayWords:
    """The everyday words of each language."""

    def __init__(self, words: SpellingSet) -> None:
        """Take each word behind its language and a space."""
        self._words = words

    @classmethod
    def of(cls, words: Mapping[str, Iterable[str]]) -> Self:
        """Take the folded words of each language."""
        return cls(
            SpellingSet(
                _entry(word, language) for language, of_it in words.items() for word in of_it
            )
        )

    @classmethod
    @cache
    def load(cls) -> Self:
        """Open the shipped words, once per process.

        Raises:
            FileNotFoundError: there are none.
        """
        return cls(SpellingSet.open(EVERYDAY_WORDS))

    def save(self, path: Path = EVERYDAY_WORDS) -> None:
        """Write to a file atomically."""
        self._words.save(path)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield each word and its language."""
        for entry in self._words:
            language, _, word = entry.partition(" ")
            yield word, language

    def language_of_word(self, folded: str, country_code: str) -> str | None:
        """Return the first of `languages_of` a country in which a folded name is a word.

        Raises:
            KeyError: the country is unknown.
        """
        languages = languages_of(country_code)
        return next((each for each in languages if _entry(folded, each) in self._words), None)

    def languages_with(self, folded: str) -> list[str]:
        """Return all languages in which a folded name is a word, sorted."""
        languages = sorted({language for each in _languages().values() for language in each})
        return [language for language in languages if _entry(folded, language) in self._words]


def languages_of(country_code: str) -> tuple[str, ...]:
    """Return the languages whose words no name of a country may be, the most spoken first.

    These are its own, if they have a list, and English.

    Raises:
        KeyError: the country is unknown.
    """
    return _languages()[country_code]


def _entry(folded: str, language: str) -> str:
    return f"{language} {folded}"


@cache
def _languages() -> Mapping[str, tuple[str, ...]]:
    lines = files("model.selection").joinpath("languages.tsv").read_text("utf-8").splitlines()
    rows = (line.split() for line in lines)
    return MappingProxyType(
        {code: tuple(dict.fromkeys([*languages, _SHARED_LANGUAGE])) for code, *languages in rows}
    )
