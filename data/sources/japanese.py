"""japanese-personal-name-dataset: readings of first names, each with its spellings in kanji.

A reading that is written in one way only is often one person's, or a slip (tomogazu for 朝和). It
is taken if many other names read both its first kanji and the rest so (riku-hei, 陸平).

Long vowels are written as most people write them, without a sign: Taro for tarou, Yuko for yuuko,
but two vowels remain where they belong to two parts: Koume (ko and ume), Hiroo (hiro and o),
Kazuumi (kazu and umi). The n before a b or p remains an n, as in Junpei.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from zipfile import ZipFile

from data.records import Gender, Record

FILES: dict[str, Gender] = {
    "japanese_personal_name_dataset/dataset/first_name_woman_org.csv": "F",
    "japanese_personal_name_dataset/dataset/first_name_man_org.csv": "M",
}
_MIN_SPELLINGS = 2
_MIN_READINGS = 6
"""How many names must read a part as a name does that is written in one way only."""
_WITHOUT_VOWEL = re.compile("[ぁぃぅぇぉっゃゅょゎんー]")
_VOWEL = re.compile("[aiueo]")
_LONG_VOWEL = re.compile(r"ou(?!me$)|oo(?!$)|(?<=[yjhrkfs])(?<!ts)uu")


class Row(NamedTuple):
    """A reading, in kana and romanised, and its spellings in kanji."""

    kana: str
    reading: str
    spellings: tuple[str, ...]
    gender: Gender


class Parts:
    """Tells which spellings are read part by part as others are."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """Collect the names that read a first kanji, and the rest, in some way."""
        self._starts: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._rests: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in rows:
            for spelling in row.spellings:
                for start, rest in self._splits(row.kana):
                    self._starts[spelling[0], start].add(row.kana)
                    self._rests[spelling[1:], rest].add(row.kana)

    def confirm(self, row: Row) -> bool:
        """Return whether many names read both parts of a spelling of a name so."""
        return any(
            len(spelling) > 1
            and len(self._starts[spelling[0], start]) >= _MIN_READINGS
            and len(self._rests[spelling[1:], rest]) >= _MIN_READINGS
            for spelling in row.spellings
            for start, rest in self._splits(row.kana)
        )

    @staticmethod
    def _splits(kana: str) -> Iterator[tuple[str, str]]:
        return ((kana[:at], kana[at:]) for at in range(1, len(kana)))


def read(wheel: ZipFile) -> Iterator[Record]:
    """Read the readings that at least two spellings have, or that others confirm."""
    rows = list(_rows(wheel))
    parts = Parts(rows)
    for row in rows:
        is_known = len(row.spellings) >= _MIN_SPELLINGS
        if is_known or (_is_romanised_whole(row) and parts.confirm(row)):
            yield Record(shorten(row.reading), "JP", row.gender)


def _rows(wheel: ZipFile) -> Iterator[Row]:
    for path, gender in FILES.items():
        for line in wheel.read(path).decode("utf-8").splitlines():
            kana, reading, *spellings = line.split(",")
            yield Row(kana, reading, tuple(spellings), gender)


def _is_romanised_whole(row: Row) -> bool:
    """Return whether no vowel was lost, as in hisatsu for ひさあつ."""
    return len(_VOWEL.findall(row.reading)) == len(_WITHOUT_VOWEL.sub("", row.kana))


def shorten(reading: str) -> str:
    """Write long vowels short, and n before b and p."""
    short = _LONG_VOWEL.sub(lambda vowel: vowel[0][0], reading)
    return re.sub(r"m(?=[bp])", "n", short)
