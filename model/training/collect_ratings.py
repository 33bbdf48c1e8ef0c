"""Collects what readers said for serving: `python -m model.training.collect_ratings`.

It follows both rankers' fits. Readers differ in strictness, so the ratings of each panel are moved
by how strict it is. It prints how much of what one reader says another confirms, which `TRUST` is
set by, and of the mean of two, and writes `model/weights/reader_ratings.trie`.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
import numpy.typing as npt

from model.domain.arrays import DoubleArray, IntArray
from model.domain.condition import Condition
from model.domain.spelling import lower
from model.inference.name_generator import NameGenerator
from model.selection.blend_ranker import BlendRanker
from model.selection.ranker import NameRanker
from model.selection.rater import CountryRater
from model.selection.reader_ratings import READER_RATINGS, Group, ReaderRatings
from model.training.candidates import CandidateReader
from model.training.ratings import (
    BLEND_RATINGS,
    NAME_RATINGS,
    RatedName,
    load_ratings,
    rows_by,
)

Expect = Callable[[Sequence[str], Group], DoubleArray]
"""Returns what is expected of lower-case names (names) of some countries."""

TRUST = 0.7
"""How much of what a reader's rating differs by from a ranker's another reader confirms."""
_ROUNDS = 30
"""Of fitting panels and names in turn; thereafter no panel moves by a hundredth of a point."""


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
        self._reader, self._blend_ranker = CandidateReader(generator), BlendRanker.load()
        country_names = self._reader.country_names
        self._rater = CountryRater(generator, NameRanker.load(), country_names)

    def of(self, names: Sequence[str], codes: Group) -> DoubleArray:
        """Return ratings of lower-case names of a country, or of a blend (names)."""
        if len(codes) == 1:
            inputs = self._rater.inputs(self._reader.read(names, codes[0]), codes[0])
            return self._rater.rate_inputs(inputs)
        blend = Condition.blend(dict.fromkeys(codes, 1.0))
        return self._blend_ranker.rate(self._rater.blend_inputs(names, blend).features)


def main() -> None:
    """Print how far readers bear each other out, and write."""
    expect = Expectations(NameGenerator.load()).of
    of_names = [*readings(load_ratings(NAME_RATINGS), expect)]
    of_blends = [*readings(load_ratings(BLEND_RATINGS), expect)]
    for kind, read in (("names", of_names), ("blends", of_blends)):
        for readers in (1, 2):
            print(f"{kind}: {confirmed(read, readers)}")  # noqa: T201 - this is a command
    ReaderRatings(corrections([*of_names, *of_blends])).save()
    print(f"wrote {READER_RATINGS}")  # noqa: T201 - likewise


def readings(rated: Sequence[RatedName], expect: Expect) -> Iterator[Reading]:
    """Yield what panels say of names that are not real, as if all were equally strict."""
    invented = [name for name in rated if name.made != "real"]
    expected = np.zeros(len(invented))
    spelled = [lower(name.name, name.countries[0]) for name in invented]
    for codes, rows in rows_by(name.countries for name in invented).items():
        expected[rows] = expect([spelled[row] for row in rows], codes)
    groups = [tuple(sorted(name.countries)) for name in invented]
    differences = np.array([name.rating for name in invented]) - expected
    differences -= leniency(
        differences,
        _indices([*zip(groups, spelled, strict=True)]),
        _indices([name.panel for name in invented]),
    )
    said = zip(groups, spelled, invented, differences.tolist(), strict=True)
    for group, spelling, name, difference in said:
        yield Reading(group, spelling, name.panel, difference)


def leniency(differences: DoubleArray, names: IntArray, panels: IntArray) -> DoubleArray:
    """Return by how much the panel of each reading rates higher than others do (readings).

    The mean of a panel's differences would not do: names are read again because somebody rated them
    highly. So panels and names are fitted together, in a mixed model: a difference is a panel's
    leniency, plus what is true of the name, a normal variable of mean 0, plus noise (Robinson 1991,
    doi:10.1214/ss/1177011926).

    Args:
        differences: of ratings from what the rankers expect (readings).
        names: indices of the names read (readings).
        panels: indices of the panels that read them (readings).
    """
    readings_of_name, readings_of_panel = np.bincount(names), np.bincount(panels)
    trusted = trust(readings_of_name) / readings_of_name
    of_panel = np.zeros(len(readings_of_panel))
    for _ in range(_ROUNDS):
        of_name = trusted * np.bincount(names, differences - of_panel[panels])
        of_panel = np.bincount(panels, differences - of_name[names]) / readings_of_panel
    return of_panel[panels]


def corrections(
    read: Sequence[Reading], of_one: float = TRUST
) -> Mapping[Group, Mapping[str, float]]:
    """Return what to add to the rankers' ratings of each name, by its countries.

    Args:
        read: what was said of the names.
        of_one: what `trust` is for one reading.
    """
    said: dict[Group, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for reading in read:
        said[reading.group][reading.name].append(reading.difference)
    return {
        group: {
            name: float(trust(len(of_name), of_one)) * fmean(of_name)
            for name, of_name in names.items()
        }
        for group, names in said.items()
    }


def trust(readings: npt.ArrayLike, of_one: float = TRUST) -> DoubleArray:
    """Return how much of the mean of so many readings of a name another reading confirms.

    It is the reliability of a mean (Brown 1910, doi:10.1111/j.2044-8295.1910.tb00207.x; Spearman
    1910, doi:10.1111/j.2044-8295.1910.tb00206.x).

    Args:
        readings: how many, of any shape.
        of_one: how much of one reading another confirms.
    """
    count = np.asarray(readings, np.float64)
    return count * of_one / (1 + (count - 1) * of_one)


def confirmed(read: Sequence[Reading], readers: int) -> str:
    """Say how much of the mean of the first panels that read a name the next one confirms.

    It is the slope of a regression through the origin, over all names that enough panels read.
    """
    said: dict[tuple[Group, str], dict[int, float]] = defaultdict(dict)
    for reading in sorted(read, key=lambda reading: reading.panel):
        said[reading.group, reading.name].setdefault(reading.panel, reading.difference)
    enough = [[*of_name.values()] for of_name in said.values() if len(of_name) > readers]
    pairs = [(fmean(of_name[:readers]), of_name[readers]) for of_name in enough]
    means, following = np.array(pairs).reshape(-1, 2).T
    share = means @ following / max(means @ means, np.finfo(float).tiny)
    return f"{len(enough)} names, confirmed of the mean of {readers}: {share:.2f}"


def _indices(keys: Sequence[Hashable]) -> IntArray:
    """Number keys, the same for equal ones (keys)."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.intp)


if __name__ == "__main__":
    main()
