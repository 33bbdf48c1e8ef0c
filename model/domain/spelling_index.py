"""Finds two-letter codes by what stands for them: the whole spelling, a part, or one like it."""

from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from model.domain.spelling import fold

_CODE_LENGTH = 2


class SpellingIndex:
    """Spellings, folded, and the code of each.

    They stand in one text, a line each: that takes a fraction of a dictionary's memory, and one
    search through it is many times faster than a thousand. Of equal spellings the first counts.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Index pairs of a spelling and its code, two capital letters."""
        codes: dict[str, str] = {}
        for spelling, code in pairs:
            codes.setdefault(fold(spelling), code)
        self._text = "\n" + "".join(f"{key}\t{code}\n" for key, code in codes.items())

    def find(self, key: str) -> str | None:
        """Return the code of a folded spelling, or None."""
        return next(self._codes(f"\n{key}\t"), None)

    def beginning_with(self, key: str) -> Iterator[str]:
        """Yield the code of each spelling that begins so, in order, perhaps more than once."""
        return self._codes(f"\n{key}")

    def containing(self, key: str) -> Iterator[str]:
        """Yield the code of each spelling that contains this, likewise."""
        return self._codes(key)

    def similar(self, key: str, least: float) -> Iterator[tuple[float, str]]:
        """Yield how similar each spelling is, `least` to 1, and its code; the likest first.

        The similarity is 1 less the letters to insert, omit, replace or swap, as a share of all.
        """
        lines = [line.split("\t") for line in self._text[1:-1].split("\n")]
        keys = [spelling for spelling, _ in lines]
        for _, score, row in process.extract(
            key, keys, scorer=OSA.normalized_similarity, score_cutoff=least, limit=None
        ):
            yield score, lines[row][1]

    def _codes(self, pattern: str) -> Iterator[str]:
        position = self._text.find(pattern)
        while 0 <= position < len(self._text) - 1:
            end = self._text.find("\n", position + 1)
            yield self._text[end - _CODE_LENGTH : end]
            position = self._text.find(pattern, end)
