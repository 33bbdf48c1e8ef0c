"""Who bears a name: bearers by country, looked up in a file that stays on disk.

The file has blocks of lines, compressed by zlib, in the order of their loose keys, so that the
spellings of a name stand side by side. A line is a name and its uses:
`Saoirse<TAB>GBr2210,3;USr913,0@199:5,200:61`; where people write it in several ways, these follow:
`<TAB>Tomás:AR69,MX22;Tomáš:CZ256`. `python -m data.attested.build` writes it.
"""

import os
import re
import weakref
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Self
from zlib import compress, decompress

import numpy as np

from model.domain.npz import WEIGHTS_FOLDER
from model.domain.spelling import fold
from model.inference.loose_key import loose_key

BEARERS = WEIGHTS_FOLDER / "bearers.bin"
_BLOCK = 96
"""Names of a block: to find one takes less than a millisecond."""
_USE = re.compile(r"([A-Z]{2})([a-z])(\d+)(?:,(\d+))?(?:@(.+))?")
_COUNT = re.compile(r"([A-Z]{2})(\d+)")
_TOTALS = "0"
"""The first line: the sums of each country and kind."""


ABOVE_ALL, THERE_TOO = 2, 1
"""How much a name is at home in a country."""


class UseKind(StrEnum):
    """What is counted: bearers in a register, people on Wikipedia, or what somebody knows.

    A class is the binary logarithm of how common a name is, from 1 on, as `nam_dict.txt` has it.
    A tradition says that a name is at home in a country, `ABOVE_ALL` or `THERE_TOO`; of the
    traditions of a name, the best known is the first.
    """

    REGISTER = "r"
    PEOPLE = "p"
    CLASS = "c"
    TRADITION = "t"


@dataclass(frozen=True, slots=True)
class Use:
    """The use of a name in a country.

    Attributes:
        country: ISO 3166-1 alpha-2, or XK; ZZ is any other.
        kind: what is counted.
        women: bearers; of people on Wikipedia and of classes, all of them.
        men: bearers.
        decades: births by decade (198 for the 1980s), where the source has years, in order.
    """

    country: str
    kind: UseKind
    women: int
    men: int = 0
    decades: tuple[tuple[int, int], ...] = ()

    @property
    def bearers(self) -> int:
        """All bearers."""
        return self.women + self.men

    def __str__(self) -> str:
        men = f",{self.men}" if self.kind is UseKind.REGISTER else ""
        decades = ",".join(f"{decade}:{births}" for decade, births in self.decades)
        return f"{self.country}{self.kind}{self.women}{men}{'@' if decades else ''}{decades}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return what `str` returned."""
        match = _USE.fullmatch(text)
        if match is None:
            message = f"{text!r} is no use of a name"
            raise ValueError(message)
        country, kind, women, men, decades = match.groups()
        pairs = (pair.split(":") for pair in decades.split(",")) if decades else ()
        return cls(
            country,
            UseKind(kind),
            int(women),
            int(men or 0),
            tuple((int(decade), int(births)) for decade, births in pairs),
        )


@dataclass(frozen=True, slots=True)
class Bearers:
    """A name that people bear.

    Attributes:
        name: as most people write it.
        uses: who bears it, in any spelling.
        spellings: how many people write it in each way, by country, as far as sources have
            diacritics; empty if all write it in one way, or if none has any.
    """

    name: str
    uses: tuple[Use, ...]
    spellings: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def __str__(self) -> str:
        spellings = (
            f"{spelling}:{','.join(f'{country}{people}' for country, people in counts.items())}"
            for spelling, counts in self.spellings.items()
        )
        fields = (self.name, ";".join(map(str, self.uses)), ";".join(spellings))
        return "\t".join(fields).rstrip("\t")

    @classmethod
    def parse(cls, line: str) -> Self:
        """Return what `str` returned."""
        name, uses, *spellings = line.split("\t")
        pairs = (spelling.split(":") for part in spellings for spelling in part.split(";"))
        return cls(
            name,
            tuple(map(Use.parse, uses.split(";"))),
            {
                spelling: {country: int(people) for country, people in _COUNT.findall(counts)}
                for spelling, counts in pairs
            },
        )

    def in_country(self, country: str, kind: UseKind) -> int:
        """Return the bearers in a country, 0 if none are known."""
        return sum(use.bearers for use in self.uses if use.country == country and use.kind is kind)


class BearersFile:
    """Looks names up; it keeps only the first key of each block in memory."""

    def __init__(self, path: Path = BEARERS) -> None:
        """Take a file that `write` wrote; it is read when it is needed."""
        self._path = path

    def find(self, name: str) -> Bearers | None:
        """Return the uses of a name in any case and with any diacritics; None if nobody has it."""
        folded = fold(name)
        lines = self._near(loose_key(name))
        return next((Bearers.parse(line) for line in lines if fold(_name_of(line)) == folded), None)

    def spellings(self, name: str) -> list[Bearers]:
        """Return all names with the same loose key, in the order of their folded forms."""
        key = loose_key(name)
        return [Bearers.parse(line) for line in self._near(key) if loose_key(_name_of(line)) == key]

    @cached_property
    def totals(self) -> tuple[Use, ...]:
        """The sums over all names, for each country and kind."""
        return Bearers.parse(self._lines(0)[0]).uses

    def _near(self, key: str) -> Iterator[str]:
        """Yield the lines of the blocks that a loose key may stand in."""
        keys, _ = self._index
        last = bisect_right(keys, key) - 1
        first = last
        while first > 0 and keys[first] == key:  # a block may begin in the middle of a key
            first -= 1
        for block in range(max(first, 0), last + 1):
            yield from self._lines(block)[block == 0 :]

    @cached_property
    def _index(self) -> tuple[list[str], list[int]]:
        """The loose key that each block begins with, and where the blocks end."""
        size = int.from_bytes(self._read(0, 4))
        header = decompress(self._read(4, size)).decode()
        rows = [line.split("\t") for line in header.split("\n")]
        ends = np.cumsum([4 + size, *(int(length) for _, length in rows)])
        return [key for key, _ in rows], ends.tolist()

    def _lines(self, block: int) -> list[str]:
        _, ends = self._index
        compressed = self._read(ends[block], ends[block + 1] - ends[block])
        return decompress(compressed).decode().split("\n")

    def _read(self, start: int, size: int) -> bytes:
        """Read from the file that was there at first, whatever another process puts in its place.

        Threads may share it: no position is kept.
        """
        return os.pread(self._descriptor, size, start)

    @cached_property
    def _descriptor(self) -> int:
        descriptor = os.open(self._path, os.O_RDONLY)
        weakref.finalize(self, os.close, descriptor)
        return descriptor


def write(bearers: Sequence[Bearers], path: Path = BEARERS) -> None:
    """Write names with their uses and spellings, for `BearersFile` to read."""
    lines = sorted((loose_key(each.name), fold(each.name), str(each)) for each in bearers)
    totals: dict[tuple[str, UseKind], list[int]] = {}
    for each in bearers:
        for use in each.uses:
            sums = totals.setdefault((use.country, use.kind), [0, 0])
            sums[0] += use.women
            sums[1] += use.men
    first = ";".join(
        str(Use(country, kind, women, men))
        for (country, kind), (women, men) in sorted(totals.items())
    )
    keys, blocks = [], []
    for start in range(0, len(lines), _BLOCK):
        block = [line for _, _, line in lines[start : start + _BLOCK]]
        keys.append(lines[start][0])
        text = "\n".join([f"{_TOTALS}\t{first}", *block] if start == 0 else block)
        blocks.append(compress(text.encode(), 9))
    header = compress(
        "\n".join(f"{key}\t{len(block)}" for key, block in zip(keys, blocks, strict=True)).encode(),
        9,
    )
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(len(header).to_bytes(4) + header + b"".join(blocks))
    partial.replace(path)


def _name_of(line: str) -> str:
    return line.partition("\t")[0]
