"""How well the ranker orders names that it was not fitted to and that no ranker chose.

They are those of the held-out sheets whose spelling no other sheet has, in any country. Of the
names on first cards there are none: that readers found them good is why they are there.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from data.attested.readings import (
    IMPRESSIONS,
    IMPRESSIONS_HELD_OUT,
    NEW_NAMES,
    NEW_NAMES_HELD_OUT,
)
from model.domain.arrays import DoubleArray
from model.inference.name_generator import NameGenerator
from model.reports.report import Cell, table
from model.selection.ranker import APPEAL, QUALITY, NameRanker
from model.training.candidates import CandidateReader
from model.training.fit_ranker import RatedNames, judge
from model.training.ratings import NAME_RATINGS, RatedName, is_readable, load_ratings, rows_by

_SHEETS = (
    ("good new names", NEW_NAMES_HELD_OUT, QUALITY),
    ("how they are liked", IMPRESSIONS_HELD_OUT, APPEAL),
)
_MADE = "first eight cards", "first card", "raw", "language model"


def held_out(_folder: Path, *, small: bool) -> Iterator[str]:
    """How well names are ordered that nobody had read, and how many of those sheets these are."""
    del small  # it takes seconds
    reader, ranker = CandidateReader(NameGenerator.load()), NameRanker.load()
    fitted = [
        name for path in (NAME_RATINGS, NEW_NAMES, IMPRESSIONS) for name in load_ratings(path)
    ]
    read = {name.folded for name in fitted if len(name.countries) == 1}
    rows: list[list[Cell]] = []
    for what, path, column in _SHEETS:
        rated = [name for name in load_ratings(path) if is_readable(name, reader.generator)]
        for made in _MADE:
            names = [name for name in rated if name.made == made]
            unread = [name for name in names if name.folded not in read]
            expected = judge(ranker, RatedNames.read(unread, reader))[:, column] if unread else None
            found = None if expected is None else correlate(unread, expected)
            if names:
                rows.append([what, made, count(names), count(unread), found])
    yield table("ordered by | made | names:d | nobody had read:d | rank correlation:.2f", rows)


def count(rated: Sequence[RatedName]) -> int:
    """Return of how many names these are the readings."""
    return len({(name.countries, name.name) for name in rated})


def correlate(rated: Sequence[RatedName], expected: DoubleArray) -> float | None:
    """Return Spearman's correlation with single readings within a panel's names of a country.

    It is the mean over panels and countries, by their readings; None if none has an order.

    Args:
        rated: readings.
        expected: of each, by the ranker (readings).
    """
    ratings = np.array([name.rating for name in rated])
    sheets = rows_by((name.panel, name.countries) for name in rated).values()
    ordered = [rows for rows in sheets if np.ptp(ratings[rows]) > 0 and np.ptp(expected[rows]) > 0]
    if not ordered:
        return None
    correlations = [spearmanr(expected[rows], ratings[rows]).statistic for rows in ordered]
    return float(np.average(correlations, weights=[len(rows) for rows in ordered]))
