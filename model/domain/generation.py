"""What a person asks the network for, and what they get."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import overload

from model.domain.condition import Condition
from model.domain.errors import InputError, LengthError, gettext_noop

MAX_NAME_LENGTH = 24
"""Letters that a name has at most; none in the data has more."""
MAX_COUNT = 1000
"""Names that one wish may ask for."""
MAX_INVERSE_TEMPERATURE, MIN_INVERSE_TEMPERATURE = 10.0, 0.1
"""Bounds of the sharpness s in p^s / Σ p^s: beyond them a draw is certain, or noise."""


class Style(StrEnum):
    """How boldly letters are drawn; each style is a sharpness with a name."""

    PLAIN = "plain"
    CLASSIC = "classic"
    BOLD = "bold"

    @property
    def inverse_temperature(self) -> float:
        """The s in p^s / Σ p^s: 1 leaves the distribution, 2 squares it, below 1 flattens it."""
        return {Style.PLAIN: 1.0, Style.CLASSIC: 2.0, Style.BOLD: 0.7}[self]

    @classmethod
    def with_inverse_temperature(cls, inverse_temperature: float) -> "Style | None":
        """Return the style of an inverse temperature; None where it is between styles."""
        same = (style for style in cls if style.inverse_temperature == inverse_temperature)
        return next(same, None)


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a name was generated from.

    Attributes:
        condition: the countries, their weights and the gender.
        inverse_temperature: the s in p^s / Σ p^s.
        seed: of the random generator, if it is known.
    """

    condition: Condition
    inverse_temperature: float = 1.0
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class NameRequest:
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
    inverse_temperature: float = 1.0
    starts_with: str = ""
    min_length: int = 2
    max_length: int = 16
    min_p: float = 0.05
    novel: bool = True

    def __post_init__(self) -> None:
        """Check that names can exist.

        Raises:
            LengthError: no length is possible.
            InputError: the count, the sharpness or the floor is out of its bounds.
        """
        if not 1 <= self.count <= MAX_COUNT:
            raise InputError(
                gettext_noop("I can make 1 to {most} names at a time, not {asked}."),
                most=MAX_COUNT,
                asked=self.count,
            )
        if not MIN_INVERSE_TEMPERATURE <= self.inverse_temperature <= MAX_INVERSE_TEMPERATURE:
            raise InputError(
                gettext_noop("Sharpness goes from {least:g} to {most:g}, not {asked:g}."),
                least=MIN_INVERSE_TEMPERATURE,
                most=MAX_INVERSE_TEMPERATURE,
                asked=self.inverse_temperature,
            )
        if not 0 <= self.min_p <= 1:
            raise InputError(
                gettext_noop("The floor is a share from 0 to 1, not {asked:g}."), asked=self.min_p
            )
        for length in (self.min_length, self.max_length):
            if not 2 <= length <= MAX_NAME_LENGTH:  # noqa: PLR2004 - no name in the data has one letter
                raise LengthError(
                    gettext_noop("A name has 2 to {most} letters, not {asked}."),
                    most=MAX_NAME_LENGTH,
                    asked=length,
                )
        if self.min_length > self.max_length:
            raise LengthError(
                gettext_noop(
                    "The shortest name ({shortest} letters) "
                    "cannot be longer than the longest ({longest})."
                ),
                shortest=self.min_length,
                longest=self.max_length,
            )
        if len(self.starts_with) > self.max_length:
            raise LengthError(
                gettext_noop(
                    "{typed!r} has {letters} letters already, "
                    "more than the longest name may have ({longest})."
                ),
                typed=self.starts_with,
                letters=len(self.starts_with),
                longest=self.max_length,
            )

    def provenance(self, seed: int | None) -> Provenance:
        """Return what is kept of the request beside a name that it led to."""
        return Provenance(self.condition, self.inverse_temperature, seed)


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


class Rejection(StrEnum):
    """Why a name that was drawn is not in the answer; each says so of most of them, to people."""

    LENGTH = gettext_noop("most came out longer or shorter than asked for")
    UNWRITABLE = gettext_noop("most came out as nobody would write a name")
    KNOWN = gettext_noop("most are known already")
    BLOCKED = gettext_noop("most would be slurs or obscenities")
    REPEATED = gettext_noop("the same ones came again and again")


@dataclass(frozen=True, slots=True)
class GenerationResult(Sequence[Suggestion]):
    """The names found for a wish, in the order in which they were drawn; none stands twice.

    Attributes:
        suggestions: as many as the wish asks for, or fewer.
        rejected: how many names were drawn and not taken, by why.
    """

    suggestions: tuple[Suggestion, ...]
    rejected: Mapping[Rejection, int]

    @property
    def reason(self) -> Rejection | None:
        """Why most of the rejected names were rejected; None where none was."""
        return max(self.rejected, key=lambda why: self.rejected[why], default=None)

    def __len__(self) -> int:
        return len(self.suggestions)

    @overload
    def __getitem__(self, place: int) -> Suggestion: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Suggestion]: ...
    def __getitem__(self, place: int | slice) -> Suggestion | Sequence[Suggestion]:
        return self.suggestions[place]
