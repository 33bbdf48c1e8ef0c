"""Slurs and obscenities, in the languages of the countries, that no name may be.

`blocked.txt` has them folded and in ROT13, so that nobody reads them by accident. It is written by
`data/blocklist.py`, which names the sources.
"""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Self

from model.domain.spelling import fold, normalise


@dataclass(frozen=True, slots=True)
class Blocklist:
    """Words that no name may be, and substrings that none may contain.

    Attributes:
        words: folded, each between newlines: one text takes a tenth of the memory of a set.
        substrings: matches folded names that contain a blocked substring.
    """

    words: str
    substrings: re.Pattern[str]

    @classmethod
    def from_entries(cls, entries: Iterable[str]) -> Self:
        """Take folded entries: `word`, or `*substring*`."""
        words: list[str] = []
        substrings: list[str] = []
        for entry in entries:
            text = entry.strip("*")
            (words if text == entry else substrings).append(text)
        # An empty pattern would match everything; this one matches nothing.
        return cls("\n".join(["", *words, ""]), re.compile("|".join(substrings) or r"(?!)"))

    @classmethod
    @cache
    def load(cls) -> Self:
        """Read the shipped list."""
        text = files("model.inference").joinpath("blocked.txt").read_text("ascii")
        return cls.from_entries(codecs.decode(text, "rot13").split())

    def blocks(self, name: str) -> bool:
        """Return whether a name is blocked, ignoring case and diacritics.

        A word blocks the name that equals it or has it before or after a hyphen; a substring also
        blocks with its letters doubled.
        """
        whole = fold(name)
        pieces = {whole, *map(fold, normalise(name).split("-"))}
        spellings = (whole, re.sub(r"(.)\1+", r"\1", whole))
        return any(f"\n{piece}\n" in self.words for piece in pieces) or any(
            map(self.substrings.search, spellings)
        )
