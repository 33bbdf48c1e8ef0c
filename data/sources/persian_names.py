"""persian-names: hand-picked, romanised Iranian first names."""

import re
from collections.abc import Iterator
from zipfile import ZipFile

from data.records import Gender, Record

_FILES: dict[str, Gender] = {
    "persian_names/data/female_en.txt": "F",
    "persian_names/data/male_en.txt": "M",
}


def read(wheel: ZipFile) -> Iterator[Record]:
    """Read both lists: names separated by commas or newlines, some in quotation marks."""
    for path, gender in _FILES.items():
        for entry in re.split(r"[,\r\n]", wheel.read(path).decode("utf-8")):
            name = entry.strip(" \"'")
            if name:
                yield Record(name, "IR", gender)
