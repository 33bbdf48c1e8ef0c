"""The training names: reading `data/finalNames.txt`, its alphabet and countries, and the split."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Literal, get_args

from model.domain.condition import Condition, Gender
from model.domain.spelling import STOP, fold, lower

NAMES = Path(__file__).parents[2] / "data" / "finalNames.txt"

Part = Literal["train", "validation", "test"]
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the data: a name as people write it, a country's code, and F, M or U (either)."""

    name: str
    country: str
    gender: Literal["F", "M", "U"]

    @property
    def letters(self) -> str:
        """The name in lower case, as the network reads it, without start and stop."""
        return lower(self.name, self.country)

    @property
    def condition(self) -> Condition:
        """What the name is an example of."""
        gender: Gender | None = None if self.gender == "U" else self.gender
        return Condition.for_country(self.country, gender)


@cache
def entries(path: Path = NAMES) -> tuple[Entry, ...]:
    """Read the names, in the order of the file.

    Raises:
        FileNotFoundError: the file is not there; it is part of the repository, not of the wheel.
    """
    lines = path.read_text("utf-8").splitlines()
    return tuple(Entry(*line.split("\t")) for line in lines)  # type: ignore[arg-type] # the data's own test holds the third field to F, M and U


@cache
def alphabet(path: Path = NAMES) -> str:
    """Every letter of the data, the stop symbol first; a letter's place here is its number."""
    return STOP + "".join(sorted({letter for entry in entries(path) for letter in entry.letters}))


@cache
def countries(path: Path = NAMES) -> tuple[str, ...]:
    """The code of every country in the data, sorted; a country's place here is its number."""
    return tuple(sorted({entry.country for entry in entries(path)}))


def part_of(name: str) -> Part:
    """Tell which part of the split a name falls in: 90 % train, 5 % validation, 5 % test.

    It depends on the folded name alone, so that no spelling of a test name, for whatever country,
    is ever trained on.
    """
    hundredth = int.from_bytes(blake2b(fold(name).encode(), digest_size=8).digest()) % 100
    if hundredth < 90:  # noqa: PLR2004 - the split in words stands above
        return "train"
    return "validation" if hundredth < 95 else "test"  # noqa: PLR2004 - likewise


def select(part: Part, names: Iterable[Entry]) -> list[Entry]:
    """Keep the entries of one part of the split, in their order."""
    return [entry for entry in names if part_of(entry.name) == part]


def fingerprint(path: Path = NAMES) -> str:
    """Tell one state of the data from another: the file's SHA-256, in hexadecimal."""
    return sha256(path.read_bytes()).hexdigest()
