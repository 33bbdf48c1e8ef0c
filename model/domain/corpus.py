"""The training names: reading `data/finalNames.txt`, its alphabet and countries, and the split."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Literal, get_args

from model.domain.condition import Condition, Gender
from model.domain.errors import InputError
from model.domain.spelling import STOP, fold, lower

NAMES_FILE = Path(__file__).parents[2] / "data" / "finalNames.txt"

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)


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
    def known_gender(self) -> Gender | None:
        """F or M, None for either."""
        return None if self.gender == "U" else self.gender

    @property
    def condition(self) -> Condition:
        """What the name is an example of."""
        return Condition.for_country(self.country, self.known_gender)


def require_names_file() -> None:
    """Ensure that the data is there: it is part of the repository, not of the wheel.

    Raises:
        InputError: it is not.
    """
    if not NAMES_FILE.exists():
        message = f"The names are in the repository, at {NAMES_FILE}, not in the wheel."
        raise InputError(message)


@cache
def entries(path: Path = NAMES_FILE) -> tuple[Entry, ...]:
    """Read the names, in the order of the file.

    Raises:
        FileNotFoundError: there is no such file.
    """
    lines = path.read_text("utf-8").splitlines()
    return tuple(Entry(*line.split("\t")) for line in lines)  # type: ignore[arg-type] # the data's own test holds the third field to F, M and U


@cache
def alphabet(path: Path = NAMES_FILE) -> str:
    """Every letter of the data, the stop symbol first; a letter's index is its id."""
    return STOP + "".join(sorted({letter for entry in entries(path) for letter in entry.letters}))


@cache
def country_codes(path: Path = NAMES_FILE) -> tuple[str, ...]:
    """The code of every country in the data, sorted; a country's index is its id."""
    return tuple(sorted({entry.country for entry in entries(path)}))


def split_of(name: str) -> Split:
    """Return the split of a name: 90 % train, 5 % validation, 5 % test.

    It depends on the folded name alone, so that no spelling of a test name, in any country, is ever
    trained on.
    """
    percentile = int.from_bytes(blake2b(fold(name).encode(), digest_size=8).digest()) % 100
    if percentile < 90:  # noqa: PLR2004 - the docstring's percentages
        return "train"
    return "validation" if percentile < 95 else "test"  # noqa: PLR2004 - likewise


def select(split: Split, entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries of one split, in their order."""
    return [entry for entry in entries if split_of(entry.name) == split]


def fingerprint(path: Path = NAMES_FILE) -> str:
    """Return the file's SHA-256, in hexadecimal."""
    return sha256(path.read_bytes()).hexdigest()
