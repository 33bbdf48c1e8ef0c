"""What no name may be: slurs and obscenities in the languages of the countries.

They stand in `blocked.txt`, folded and in ROT13, so that nobody comes upon them unawares.
`data/blocklist.py` makes that file and tells where the words come from.
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
    """Words that no name may be, and others that none may hold.

    Attributes:
        words: folded, each between newlines: one text takes a tenth of the memory of a set.
        parts: finds in a folded name what blocks it wherever it stands.
    """

    words: str
    parts: re.Pattern[str]

    @classmethod
    def of(cls, entries: Iterable[str]) -> Self:
        """Take folded entries: `word`, or `*word*` for one that no name may hold."""
        words: list[str] = []
        parts: list[str] = []
        for entry in entries:
            part = entry.strip("*")
            (words if part == entry else parts).append(part)
        # Without parts nothing may be found, and an empty pattern would find everything.
        return cls("\n".join(["", *words, ""]), re.compile("|".join(parts) or r"(?!)"))

    @classmethod
    @cache
    def load(cls) -> Self:
        """Read the list that is shipped."""
        text = files("model.inference").joinpath("blocked.txt").read_text("ascii")
        return cls.of(codecs.decode(text, "rot13").split())

    def blocks(self, name: str) -> bool:
        """Tell whether a name is not to be said, in whatever case and with whatever diacritics.

        A word blocks the name that is the word, or has it before or behind a hyphen; a part blocks
        also with its letters doubled.
        """
        whole = fold(name)
        pieces = {whole, *map(fold, normalise(name).split("-"))}
        spellings = (whole, re.sub(r"(.)\1+", r"\1", whole))
        return any(f"\n{piece}\n" in self.words for piece in pieces) or any(
            map(self.parts.search, spellings)
        )
