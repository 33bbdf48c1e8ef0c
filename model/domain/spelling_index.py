"""Finds codes by what stands for them: the whole spelling, a part, or one like it."""

from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from model.domain.spelling import fold


class SpellingIndex:
    """Spellings, folded, and the code of each. Of equal spellings the first counts."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Index pairs of a spelling and its code."""
        self._codes: dict[str, str] = {}
        for spelling, code in pairs:
            self._codes.setdefault(fold(spelling), code)

    def find(self, key: str) -> str | None:
        """Return the code of a folded spelling, or None."""
        return self._codes.get(key)

    def beginning_with(self, key: str) -> Iterator[str]:
        """Yield the code of each spelling that begins so, in order, perhaps more than once."""
        return (code for spelling, code in self._codes.items() if spelling.startswith(key))

    def completing(self, key: str) -> Iterator[str]:
        """Yield the same codes, those first of which the least is still to be typed."""
        spellings = (spelling for spelling in self._codes if spelling.startswith(key))
        return (self._codes[spelling] for spelling in sorted(spellings, key=len))

    def containing(self, key: str) -> Iterator[str]:
        """Yield the code of each spelling that contains this, likewise."""
        return (code for spelling, code in self._codes.items() if key in spelling)

    def similar(self, key: str, least: float) -> Iterator[tuple[float, str]]:
        """Yield how similar each spelling is, `least` to 1, and its code; the likest first.

        The similarity is 1 less the letters to insert, omit, replace or swap, as a share of all.
        """
        for spelling, score, _ in process.extract(
            key, [*self._codes], scorer=OSA.normalized_similarity, score_cutoff=least, limit=None
        ):
            yield score, self._codes[spelling]
