"""indian-names: lists of the commonest first names of India, a name and spaces a line."""

from collections.abc import Iterator, Mapping
from zipfile import ZipFile

from data.records import Gender, Record

FILES: Mapping[str, Gender] = {
    "indian_names/first.female.names": "F",
    "indian_names/first.male.names": "M",
}


def read(wheel: ZipFile) -> Iterator[Record]:
    """Read both lists."""
    for path, gender in FILES.items():
        for line in wheel.read(path).decode("utf-8").splitlines():
            yield Record(line.strip(), "IN", gender)
