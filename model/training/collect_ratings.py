"""Collects what readers said for serving: `python -m model.training.collect_ratings`.

It follows both rankers' fits. Readers differ in strictness, so the ratings of each panel are moved
by what they differ from the rankers' on average. It prints how far a second reader of a name bears
out the first, which `TRUST` is set by, and writes `model/weights/reader_ratings.npz`.
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


@dataclass(frozen=True, slots=True)
class Reading:
    """What a panel says of a lower-case name, as the difference from what the rankers expect."""

    group: Group
    name: str
    panel: int
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
        print(borne_out(kind, read))  # noqa: T201 - this is a command
    ReaderRatings.of(mean_differences([*of_names, *of_blends])).save()
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
        yield Reading(tuple(sorted(name.countries)), spelling, name.panel, difference)


def mean_differences(read: Sequence[Reading]) -> Mapping[Group, Mapping[str, float]]:
    """Return the mean difference of each name, by its countries."""
    differences: dict[Group, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for reading in read:
        differences[reading.group][reading.name].append(reading.difference)
    return {
        group: {name: fmean(of_name) for name, of_name in of_group.items()}
        for group, of_group in differences.items()
    }


def borne_out(kind: str, read: Sequence[Reading]) -> str:
    """Say how much of what a panel says beyond what was expected another panel says as well."""
    names: dict[tuple[Group, str], list[Reading]] = defaultdict(list)
    for reading in read:
        names[reading.group, reading.name].append(reading)
    beyond = np.array(
        [
            (one.difference, other.difference)
            for of_name in names.values()
            for one, other in permutations(of_name, 2)
            if one.panel != other.panel
        ]
    ).reshape(-1, 2)
    share = (beyond[:, 0] @ beyond[:, 1]) / max(beyond[:, 0] @ beyond[:, 0], np.finfo(float).tiny)
    return f"{kind} read twice: {len(beyond) // 2}, borne out: {share:.2f}"


if __name__ == "__main__":
    main()
