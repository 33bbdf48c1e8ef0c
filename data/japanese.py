"""japanese-personal-name-dataset: readings of first names, each with its spellings in kanji.

A reading that is written in one way only is often one person's, or a slip (tomogazu for 朝和). It
is taken if many other names read both its first kanji and the rest so (riku-hei, 陸平).

Long vowels are written as most people write them, without a sign: Taro for tarou, Yuko for yuuko,
but two vowels remain where they belong to two parts: Koume (ko and ume), Hiroo (hiro and o),
Kazuumi (kazu and umi). The n before a b or p remains an n, as in Junpei.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from data.records import Record
from data.sources import File

Part = tuple[int, str, str]
"""Whether it is the first kanji of a name, 0, or the rest, 1; the kanji, and their kana."""
_MIN_SPELLINGS = 2
_MIN_READINGS = 6
"""How many names must read a part as a name does that is written in one way only."""
_WITHOUT_VOWEL = re.compile("[ぁぃぅぇぉっゃゅょゎんー]")
_VOWEL = re.compile("[aiueo]")
_LONG_VOWEL = re.compile(r"ou(?!me$)|oo(?!$)|(?<=[yjhrkfs])(?<!ts)uu")


def read(files: Iterable[File]) -> Iterator[Record]:
    """Read the readings that at least two spellings have, or that others confirm."""
    rows = [(cells, file) for file in files for cells in file.rows(",")]
    read_so: dict[Part, set[str]] = defaultdict(set)
    for (kana, _, *spellings), _ in rows:
        for parts in _parts(kana, spellings):
            for part in parts:
                read_so[part].add(kana)
    for (kana, reading, *spellings), file in rows:
        # No vowel may be lost, as in hisatsu for ひさあつ.
        is_whole = len(_VOWEL.findall(reading)) == len(_WITHOUT_VOWEL.sub("", kana))
        if len(spellings) >= _MIN_SPELLINGS or (
            is_whole
            and any(
                rest[1] and min(len(read_so[start]), len(read_so[rest])) >= _MIN_READINGS
                for start, rest in _parts(kana, spellings)
            )
        ):
            yield Record(shorten(reading), file.country, file.gender)


def _parts(kana: str, spellings: Sequence[str]) -> Iterator[tuple[Part, Part]]:
    """Yield how the first kanji of each spelling, and the others, may be read."""
    for spelling, at in product(spellings, range(1, len(kana))):
        yield (0, spelling[0], kana[:at]), (1, spelling[1:], kana[at:])


def shorten(reading: str) -> str:
    """Write long vowels short, and n before b and p."""
    short = _LONG_VOWEL.sub(lambda vowel: vowel[0][0], reading)
    return re.sub(r"m(?=[bp])", "n", short)
