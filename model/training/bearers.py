"""How often training draws a name: the more people bear it, the oftener.

`data/bearers.tsv` has the binary logarithm of the bearers among a million, for the names that a
register counts (see `data/bearers.py`). A name is drawn in proportion to a power of its bearers, as
words are in word2vec (Mikolov et al. 2013, arXiv:1310.4546), so that a country sounds like its
people without forgetting its rare names.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.domain.arrays import DoubleArray
from model.domain.corpus import NAMES_FILE, Entry

BEARERS_FILE = NAMES_FILE.with_name("bearers.tsv")


def draw_weights(entries: Sequence[Entry], power: float, path: Path = BEARERS_FILE) -> DoubleArray:
    """Return how often to draw each name in an epoch, on average (names).

    Counted names of a country are drawn once on average, and so is each name that nobody counted.

    Args:
        entries: the names.
        power: of the bearers; at 0 every name is drawn once.
        path: a file of bearers.
    """
    classes = _read_classes(path)
    codes = np.array([entry.country for entry in entries])
    numbers = np.array([classes.get((entry.country, entry.name), np.nan) for entry in entries])
    weights = np.exp2(power * numbers)
    counted = ~np.isnan(numbers)
    for code in np.unique(codes[counted]):
        of_country = counted & (codes == code)
        weights[of_country] /= weights[of_country].mean()
    return np.where(counted, weights, 1.0)


@cache
def _read_classes(path: Path) -> dict[tuple[str, str], int]:
    lines = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return {(country, name): int(number) for name, country, number in lines}


def draw(
    weights: DoubleArray, groups: npt.NDArray[np.int64], rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    """Draw as many indices of each group as it has, by weight (names).

    By systematic resampling (Kitagawa 1996): a name of weight w comes ⌊w⌋ or ⌈w⌉ times, and names
    of equal weight once each.

    Args:
        weights: how often to draw each name, on average, where they average 1 (names).
        groups: such as the country of each (names).
        rng: source of randomness.
    """
    drawn = []
    for group in np.unique(groups):
        names = np.flatnonzero(groups == group)
        ends = weights[names].cumsum()
        places = (np.arange(len(names)) + rng.random()) / len(names)
        drawn.append(names[np.searchsorted(ends / ends[-1], places, side="right")])
    return np.concatenate(drawn)
