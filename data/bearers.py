"""How many people bear a name, by classes, as registers count differently many people.

A class is the binary logarithm of the bearers among a million people whom the register counts,
rounded down: 0 is one to two in a million, 10 is one in a thousand. `bearers.tsv` has a line for
each name that a register counts: name, country and class, separated by tabs.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

from data.records import Bearers
from model.domain.spelling import fold


def commonness(counts: Iterable[Bearers]) -> Mapping[tuple[str, str], int]:
    """Return the class of each country and folded name that a register counts."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    totals: dict[str, int] = defaultdict(int)
    for name, country, count in counts:
        sums[country, fold(name)] += count
        totals[country] += count
    return {
        key: math.floor(math.log2(count * 1_000_000 / totals[key[0]]))
        for key, count in sums.items()
        if count
    }
