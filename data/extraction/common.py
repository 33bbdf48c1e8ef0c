"""What the extractions share: lists, likeness to them, and how extracts are written."""

import math
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from data.build import build_records
from data.records import Gender, normalise_spelling, to_text
from data.sources import CACHE, HERE, download_missing, sources_of_names
from model.domain.spelling import fold

Spellings = Mapping[tuple[str, str], str]
"""How names are spelled, in lower case, by country and folded name."""
Lists = Mapping[str, frozenset[str]]
"""The folded names of each country."""

MIXED_LISTS = frozenset({"BE", "CH", "LU"})
"""Countries whose lists have the names of all residents: they speak for themselves alone."""
_SMOOTHING, _LETTERS = 4, 30
_ONE_SEX = 0.95
"""Share of bearers of one sex from which on a name is this sex's: clerks slip, too."""


def spellings_without(*extracts: str) -> Spellings:
    """Return how the sources but some extracts spell names, and download what is missing."""
    chosen = [s for s in sources_of_names() if s.path not in {f"extracts/{e}" for e in extracts}]
    download_missing([source for source in chosen if not source.is_extract], CACHE)
    records = build_records(CACHE, chosen)
    return {(r.country, fold(r.name)): normalise_spelling(r.name, r.country) for r in records}


def lists_of(spellings: Spellings) -> Lists:
    """Return the folded names of each country."""
    lists: dict[str, set[str]] = defaultdict(set)
    for country, folded in spellings:
        lists[country].add(folded)
    return {country: frozenset(names) for country, names in lists.items()}


def gender_of(women: float, men: float) -> Gender:
    """Return whose name it is, if nearly all who bear it are of one sex."""
    if max(women, men) < _ONE_SEX * (women + men):
        return "U"
    return "F" if women > men else "M"


def write_extract(file: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Write the distinct rows of an extract, sorted."""
    path = HERE / "extracts" / file
    lines = sorted({to_text([row]) for row in rows})
    path.write_text("".join(lines), "utf-8")
    sys.stdout.write(f"{path}: {len(lines)} names\n")


class Likeness:
    """Tells of which country's list a name looks."""

    def __init__(self, lists: Lists) -> None:
        """Count the trigrams of each country's folded names."""
        self._trigrams = {code: Trigrams(names) for code, names in lists.items()}

    def margin(self, name: str, country: str, kin: Collection[str]) -> float:
        """Return by how many nats a name is likelier in a country, or among kin, than elsewhere."""
        ours = ({country, *kin} - (MIXED_LISTS - {country})) & self._trigrams.keys()
        others = self._trigrams.keys() - {country, *kin}
        return self._likelihood(name, ours) - self._likelihood(name, others)

    def _likelihood(self, name: str, codes: Iterable[str]) -> float:
        return max(self._trigrams[code].log_probability(name) for code in codes)


class Trigrams:
    """Letter trigrams of a list, each smoothed with the bigram, and this with a uniform."""

    def __init__(self, names: Iterable[str]) -> None:
        """Count those of folded names."""
        self._counts: Counter[str] = Counter()
        self._contexts: Counter[str] = Counter()
        self._known: dict[tuple[str, str], float] = {}
        for name in names:
            for context, letter in _steps(name):
                for used in (context, context[1:]):
                    self._counts[used + letter] += 1
                    self._contexts[used] += 1

    def log_probability(self, name: str) -> float:
        """Return log P(name, stop) of a folded name, in nats."""
        return sum(self._log_of_step(step) for step in _steps(name))

    def _log_of_step(self, step: tuple[str, str]) -> float:
        if step not in self._known:
            context, letter = step
            probability = 1 / _LETTERS
            for used in (context[1:], context):
                seen = self._counts[used + letter] + _SMOOTHING * probability
                probability = seen / (self._contexts[used] + _SMOOTHING)
            self._known[step] = math.log(probability)
        return self._known[step]


def _steps(name: str) -> Iterator[tuple[str, str]]:
    padded = f"^^{name}$"
    return ((padded[at - 2 : at], padded[at]) for at in range(2, len(padded)))
