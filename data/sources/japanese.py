"""japanese-personal-name-dataset: readings of first names, each with its spellings in kanji.

A reading that is written in one way only is often one person's. Long vowels are written as most
people write them, without a sign: Taro for tarou, Yuko for yuuko, but two vowels remain where they
belong to two parts: Koume (ko and ume), Hiroo (hiro and o), Kazuumi (kazu and umi). The n before a
b or p remains an n, as in Junpei.
"""

import re
from collections.abc import Iterator
from zipfile import ZipFile

from data.records import Gender, Record

FILES: dict[str, Gender] = {
    "japanese_personal_name_dataset/dataset/first_name_woman_org.csv": "F",
    "japanese_personal_name_dataset/dataset/first_name_man_org.csv": "M",
}
_MIN_SPELLINGS = 2
_LONG_VOWEL = re.compile(r"ou(?!me$)|oo(?!$)|(?<=[yjhrkfs])(?<!ts)uu")


def read(wheel: ZipFile) -> Iterator[Record]:
    """Read the readings that at least two spellings have."""
    for path, gender in FILES.items():
        for line in wheel.read(path).decode("utf-8").splitlines():
            _, reading, *spellings = line.split(",")
            if len(spellings) >= _MIN_SPELLINGS:
                yield Record(shorten(reading), "JP", gender)


def shorten(reading: str) -> str:
    """Write long vowels short, and n before b and p."""
    short = _LONG_VOWEL.sub(lambda vowel: vowel[0][0], reading)
    return re.sub(r"m(?=[bp])", "n", short)
