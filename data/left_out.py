"""Names that stand in a source and are wrong: read by hand, with the reason, in `left_out.tsv`."""

from pathlib import Path

from model.domain.spelling import fold

FILE = Path(__file__).parent / "left_out.tsv"


def left_out() -> frozenset[tuple[str, str]]:
    """Read (country, folded name) pairs; a line is country, reason, then names parted by spaces."""
    rows = (line.split("\t") for line in FILE.read_text("utf-8").splitlines())
    return frozenset((country, fold(name)) for country, _, names in rows for name in names.split())
