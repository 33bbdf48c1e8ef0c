"""Slurs, obscenities and hostile phrases, in the languages of the countries, that no name may be.

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
from model.domain.tries import SpellingSet
from model.inference.lookalikes import fold_disguised, skeleton
from model.inference.stretched_words import StretchedWords, count_runs, covers


@dataclass(frozen=True, slots=True)
class Blocklist:
    """What no name may be, and what none may contain, however it is spelt.

    Attributes:
        words: folded, each after its letters without repetition and a space. Each blocks the name
            that equals it or its plural, also with letters doubled.
        embedded: words that block every name that contains them.
        ends: matches folded names by how they start or end.
        parts: block the names whose skeletons contain theirs.
        threats, targets: halves of phrases; as parts, but only one after the other.
        allowed: folded names that are real, though an entry that is not a word blocks them.
    """

    words: SpellingSet
    embedded: StretchedWords
    ends: re.Pattern[str]
    parts: StretchedWords
    threats: StretchedWords
    targets: StretchedWords
    allowed: frozenset[str]

    @classmethod
    def from_entries(cls, entries: Iterable[str]) -> Self:
        """Take folded entries.

        They are `word`, `~word` if it blocks inside a name too, `*part*`, `start*`, `*end`,
        `threat+` and `+target`, and `=name` for a name that is allowed all the same.
        """
        kinds: dict[str, list[str]] = {}
        for entry in entries:
            word = entry.strip("~=+*")
            kinds.setdefault(entry.replace(word, "?"), []).append(word)
        starts, ends = (
            # An empty pattern would match everything; this one matches nothing.
            "|".join(map(_stretchable, kinds.get(kind, ()))) or r"(?!)"
            for kind in ("?*", "*?")
        )
        parts, threats, targets = (
            StretchedWords.from_words(map(skeleton, kinds.get(kind, ())))
            for kind in ("*?*", "?+", "+?")
        )
        return cls(
            words=SpellingSet(f"{count_runs(word)[0]} {word}" for word in kinds.get("?", ())),
            embedded=StretchedWords.from_words(kinds.get("~?", ())),
            ends=re.compile(f"^(?:{starts})|(?:{ends})s?$"),
            parts=parts,
            threats=threats,
            targets=targets,
            allowed=frozenset(kinds.get("=?", ())),
        )

    @classmethod
    @cache
    def load(cls) -> Self:
        """Read the shipped list."""
        text = files("model.inference").joinpath("blocked.txt").read_text("ascii")
        return cls.from_entries(codecs.decode(text, "rot13").split())

    def blocks(self, name: str) -> bool:
        """Return whether a name is blocked, ignoring case, diacritics and disguises.

        A word blocks the name that equals it or has it before or after a hyphen. Words and ends
        also block as plurals, and all with letters doubled, and with ph for f.
        """
        whole = fold_disguised(name)
        if whole in self.allowed:
            return False
        pieces = {whole, *map(fold, normalise(name).split("-"))} - self.allowed
        return any(
            self._is_word(piece) or self._is_plural(piece) for piece in _as_heard(pieces)
        ) or any(map(self._blocks_within, _as_heard({whole})))

    def _blocks_within(self, whole: str) -> bool:
        return (
            self.ends.search(whole) is not None
            or any(self.embedded.find(whole))
            or self._has_part(skeleton(whole))
        )

    def _is_plural(self, piece: str) -> bool:
        return piece.endswith("s") and self._is_word(piece.removesuffix("s"))

    def _is_word(self, piece: str) -> bool:
        letters, counts = count_runs(piece)
        found = (line.split()[1] for line in self.words.beginning_with(f"{letters} "))
        return any(covers(counts, count_runs(word)[1]) for word in found)

    def _has_part(self, whole: str) -> bool:
        if any(self.parts.find(whole)):
            return True
        threatened = {last for _, last in self.threats.find(whole)}
        # The two may share a letter, as in a hatevery.
        return bool(threatened) and any(
            start in threatened or start - 1 in threatened for start, _ in self.targets.find(whole)
        )


def _as_heard(texts: set[str]) -> set[str]:
    """Return texts, and how those with a ph sound."""
    return texts | {text.replace("ph", "f") for text in texts}


def _stretchable(word: str) -> str:
    """Return a pattern of a word with each of its letters as often, or more often."""
    letters, counts = count_runs(word)
    return "".join(f"{each}{{{count},}}" for each, count in zip(letters, counts, strict=True))
