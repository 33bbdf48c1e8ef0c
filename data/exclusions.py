"""Names of the sources that a reader found wrong; `exclusions.tsv` has them with the reason."""

from pathlib import Path

from model.domain.spelling import fold

EXCLUSIONS = Path(__file__).parent / "exclusions.tsv"


def excluded_names() -> frozenset[tuple[str, str]]:
    """Read (country, folded name) pairs; a line is country, reason and space-separated names."""
    rows = (line.split("\t") for line in EXCLUSIONS.read_text("utf-8").splitlines())
    return frozenset((country, fold(name)) for country, _, names in rows for name in names.split())
