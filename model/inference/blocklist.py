"""Slurs, obscenities and hostile phrases, in the languages of the countries, that no name may be.

`blocked.txt` has them folded and in ROT13, so that nobody reads them by accident. It is written by
`data/blocklist.py`, which names the sources.
"""

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Self

from model.domain.spelling import fold, normalise
from model.inference.lookalikes import fold_disguised, skeleton
from model.inference.stretched_words import StretchedWords


@dataclass(frozen=True, slots=True)
class Blocklist:
    """What no name may be, and what none may contain, however it is spelt.

    Attributes:
        words: folded, each between newlines: one text takes a tenth of the memory of a set. Each
            blocks the name that equals it.
        embedded: words that block every name that contains them, too many for a pattern.
        sizes: the numbers of letters that embedded words have.
        ends: matches folded names by how they start or end.
        parts: block the names whose skeletons contain theirs.
        threats, targets: halves of phrases; as parts, but only one after the other.
        allowed: folded names that are real, though an entry that is not a word blocks them.
    """

    words: str
    embedded: frozenset[str]
    sizes: Sequence[int]
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
        embedded = frozenset(kinds.get("~?", ()))
        starts, ends = (
            # An empty pattern would match everything; this one matches nothing.
            "|".join(kinds.get(kind, [r"(?!)"]))
            for kind in ("?*", "*?")
        )
        parts, threats, targets = (
            StretchedWords.from_words(map(skeleton, kinds.get(kind, ())))
            for kind in ("*?*", "?+", "+?")
        )
        return cls(
            words="\n".join(["", *kinds.get("?", ()), ""]),
            embedded=embedded,
            sizes=sorted({len(word) for word in embedded}),
            ends=re.compile(f"^(?:{starts})|(?:{ends})$"),
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

        A word blocks the name that equals it or has it before or after a hyphen; parts, threats and
        targets also block with their letters doubled.
        """
        whole = fold_disguised(name)
        if whole in self.allowed:
            return False
        pieces = {whole, *map(fold, normalise(name).split("-"))}
        return bool(
            any(f"\n{piece}\n" in self.words for piece in pieces)
            or self.ends.search(whole)
            or self._has_embedded(whole)
            or self._has_part(skeleton(whole))
        )

    def _has_embedded(self, whole: str) -> bool:
        return any(
            whole[start : start + size] in self.embedded
            for size in self.sizes
            for start in range(len(whole) - size + 1)
        )

    def _has_part(self, whole: str) -> bool:
        if any(self.parts.find(whole)):
            return True
        threatened = {last for _, last in self.threats.find(whole)}
        # The two may share a letter, as in a hatevery.
        return bool(threatened) and any(
            start in threatened or start - 1 in threatened for start, _ in self.targets.find(whole)
        )
