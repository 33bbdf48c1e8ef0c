"""What a person asks the network for, and what they get."""

from dataclasses import dataclass
from enum import StrEnum

from model.condition import Condition
from model.errors import InputError, LengthError

LONGEST = 24
"""Letters that a name has at most; none in the data has more."""
MOST = 1000
"""Names that one wish may ask for."""
SHARPEST, DULLEST = 10.0, 0.1
"""Bounds of the sharpness s in p^s / Σ p^s: beyond them a draw is certain, or noise."""


class Style(StrEnum):
    """How boldly letters are drawn; each style is a sharpness with a name."""

    PLAIN = "plain"
    CLASSIC = "classic"
    BOLD = "bold"

    @property
    def sharpness(self) -> float:
        """The s in p^s / Σ p^s: 1 leaves the distribution, 2 squares it, below 1 flattens it."""
        return {Style.PLAIN: 1.0, Style.CLASSIC: 2.0, Style.BOLD: 0.7}[self]


@dataclass(frozen=True, slots=True)
class Wish:
    """A request for new names.

    Attributes:
        condition: the countries, their weights and the gender.
        count: how many names.
        sharpness: the s in p^s / Σ p^s, applied before each draw.
        starts_with: the first letters of every name, as typed.
        min_length: letters of the shortest name, counted as written.
        max_length: letters of the longest name.
        floor: a letter less likely than this share of the likeliest is never drawn; 0 allows all.
        novel: whether names that some country's list holds (folded) are left out.
    """

    condition: Condition
    count: int = 5
    sharpness: float = 1.0
    starts_with: str = ""
    min_length: int = 2
    max_length: int = 16
    floor: float = 0.05
    novel: bool = True

    def __post_init__(self) -> None:
        """Check that names can exist.

        Raises:
            LengthError: no length is possible.
            InputError: the count, the sharpness or the floor is out of its bounds.
        """
        if not 1 <= self.count <= MOST:
            message = f"I can make 1 to {MOST} names at a time, not {self.count}."
            raise InputError(message)
        if not DULLEST <= self.sharpness <= SHARPEST:
            message = f"Sharpness goes from {DULLEST} to {SHARPEST:g}, not {self.sharpness:g}."
            raise InputError(message)
        if not 0 <= self.floor <= 1:
            message = f"The floor is a share from 0 to 1, not {self.floor:g}."
            raise InputError(message)
        for length in (self.min_length, self.max_length):
            if not 2 <= length <= LONGEST:  # noqa: PLR2004 - no name in the data has one letter
                message = f"A name has 2 to {LONGEST} letters, not {length}."
                raise LengthError(message)
        if self.min_length > self.max_length:
            message = (
                f"The shortest name ({self.min_length} letters) "
                f"cannot be longer than the longest ({self.max_length})."
            )
            raise LengthError(message)
        if len(self.starts_with) > self.max_length:
            message = (
                f"{self.starts_with!r} has {len(self.starts_with)} letters already, "
                f"more than the longest name may have ({self.max_length})."
            )
            raise LengthError(message)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An invented name.

    Attributes:
        name: as people write it.
        nats: −log P(name, stop | condition), by natural logarithm, before any sharpening.
        novel: whether no country's list holds the name (folded).
        nearest: the known name that differs least, as people write it; a known one's is itself.
        distance: letters by which the two differ (optimal string alignment of the folded names).
    """

    name: str
    nats: float
    novel: bool
    nearest: str
    distance: int
