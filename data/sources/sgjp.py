"""SGJP, the Grammatical Dictionary of Polish: first names, as `extraction/sgjp.py` took them out.

It lists diminutives (Staszek, Zuzia), which are kept: people are called so. It also declines
foreign names that Poles write about. What Polish would not spell so is left out here, and the rest,
read one by one, in `exclusions.tsv`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from data.records import Record

_FOREIGN = re.compile(
    r"[qvxäöüßáéèíúčřšž]|th|ph|ck|sh|oo|ee|ea|ey|ay|ou|uy|gue|gui|ie$|ff|tz|ai|hn|hl|ij$|[aeiouy]h|dt|^y"
    r"|[dlmnprt]o$"
)
"""Letters and groups of letters that Polish spelling lacks, and masculine endings of the south."""


def read(path: Path) -> Iterator[Record]:
    """Read the names that are spelled in Polish."""
    for line in path.read_text("utf-8").splitlines():
        name, gender = line.split("\t")
        if not name.isupper() and not _FOREIGN.search(name.lower()):
            yield Record(name, "PL", "F" if gender == "F" else "M")
