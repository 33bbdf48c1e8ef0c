"""morphex: a lexicon of Nigerian names, reviewed by a speaker of Yoruba and Igbo.

Its entries from Wikipedia are left out: many are surnames above all.
"""

from collections.abc import Iterator
from zipfile import ZipFile

from data.records import Record

FILE = "morphex/data/lexicon.tsv"
PROVENANCES = frozenset({"generator-pool", "common-usage"})


def read(wheel: ZipFile) -> Iterator[Record]:
    """Read the reviewed first names; the genders are unknown."""
    for line in wheel.read(FILE).decode("utf-8").splitlines():
        if line.startswith(("#", "name\t")) or not line.strip():
            continue
        name, _, kind, provenance, status, _ = line.split("\t")
        if kind == "first" and status == "reviewed" and provenance in PROVENANCES:
            yield Record(name, "NG", "U")
