"""Collects what readers said for serving: `python -m model.training.collect_ratings`.

It follows both rankers' fits. Readers differ in strictness, so the ratings of each panel are moved
by what they differ from the rankers' on average. It prints how far another reader of a name bears
out one, which `TRUST` is set by, and two, and writes `model/weights/reader_ratings.npz`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from statistics import fmean

import numpy as np

from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.spelling import lower
from model.inference.name_generator import NameGenerator
from model.selection.blend_ranker import BlendRanker
from model.selection.ranker import NameRanker
from model.selection.rater import CountryRater
from model.selection.reader_ratings import READER_RATINGS, Group, ReaderRatings
from model.training.drafts import Drafter
from model.training.ratings import (
    BLEND_RATINGS,
    NAME_RATINGS,
    RatedName,
    load_ratings,
    rows_by_countries,
)

Expect = Callable[[Sequence[str], Group], DoubleArray]
"""Returns what is expected of lower-case names (names) of some countries."""


TRUST = 0.67
"""How much of what a reader's rating differs by from a ranker's is borne out by another reader."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a panel says of a lower-case name, as the difference from what the rankers expect."""

    group: Group
    name: str
    difference: float


class Expectations:
    """What the rankers expect of rated names."""

    def __init__(self, generator: NameGenerator) -> None:
        """Load the rankers."""
        self._drafter, ranker = Drafter(generator), NameRanker.load()
        self._ranker, self._blend_ranker = ranker, BlendRanker.load()
        self._rater = CountryRater(generator, ranker, self._drafter.country_names)

    def of(self, names: Sequence[str], codes: Group) -> DoubleArray:
        """Return ratings of lower-case names of a country, or of a blend (names)."""
        if len(codes) == 1:
            features = self._drafter.features(names, codes[0])
            return self._ranker.rate(names, features, codes[0])
        blend = Condition.blend(dict.fromkeys(codes, 1.0))
        return self._blend_ranker.rate(self._rater.blend_features(names, blend)[0])


def main() -> None:
    """Print how far readers bear each other out, and write."""
    expect = Expectations(NameGenerator.load()).of
    of_names = [*readings(load_ratings(NAME_RATINGS), expect)]
    of_blends = [*readings(load_ratings(BLEND_RATINGS), expect)]
    for kind, read in (("names", of_names), ("blends", of_blends)):
        for readers in (1, 2):
            print(f"{kind}: {borne_out(read, readers)}")  # noqa: T201 - this is a command
    ReaderRatings.of(corrections([*of_names, *of_blends])).save()
    print(f"wrote {READER_RATINGS}")  # noqa: T201 - likewise


def readings(rated: Sequence[RatedName], expect: Expect) -> Iterator[Reading]:
    """Yield what panels say of names that are not real, as if all were equally strict."""
    invented = [name for name in rated if name.made != "real"]
    expected = np.zeros(len(invented))
    spelled = [lower(name.name, name.countries[0]) for name in invented]
    for codes, rows in rows_by_countries(invented):
        expected[rows] = expect([spelled[row] for row in rows], codes)
    panels = np.array([name.panel for name in invented])
    differences = np.array([name.rating for name in invented]) - expected
    for panel in np.unique(panels):
        differences[panels == panel] -= differences[panels == panel].mean()
    for name, spelling, difference in zip(invented, spelled, differences.tolist(), strict=True):
        yield Reading(tuple(sorted(name.countries)), spelling, difference)


def corrections(read: Sequence[Reading]) -> Mapping[Group, Mapping[str, float]]:
    """Return what to add to the rankers' ratings of each name, by its countries."""
    return {
        group: {name: trust(len(said)) * fmean(said) for name, said in of_group.items()}
        for group, of_group in _by_name(read).items()
    }


def trust(readers: int) -> float:
    """Return how much of a mean of readers' differences is borne out by another reader.

    It is the reliability of a mean, by the formula of Spearman and Brown.
    """
    return readers * TRUST / (1 + (readers - 1) * TRUST)


def borne_out(read: Sequence[Reading], readers: int) -> str:
    """Say how much of what readers say on average beyond what was expected another says, too.

    It is the slope of a regression through the origin, over every choice of readings of a name and
    of another.
    """
    pairs = [
        (fmean(said[:readers]), said[readers])
        for of_group in _by_name(read).values()
        for of_name in of_group.values()
        for said in permutations(of_name, readers + 1)
    ]
    means, others = np.array(pairs).reshape(-1, 2).T
    share = means @ others / max(means @ means, np.finfo(float).tiny)
    return f"borne out of {readers} by another, {len(pairs)} times: {share:.2f}"


def _by_name(read: Sequence[Reading]) -> Mapping[Group, Mapping[str, Sequence[float]]]:
    """Return the differences of each name, by its countries."""
    differences: dict[Group, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for reading in read:
        differences[reading.group][reading.name].append(reading.difference)
    return differences


if __name__ == "__main__":
    main()
