"""Names that carry two names: the beginning of one and the end of the other."""

from dataclasses import dataclass

from model.domain.errors import InputError, gettext_noop
from model.domain.generation import Bearing
from model.domain.spelling import fold


@dataclass(frozen=True, slots=True)
class Mixture:
    """A name that begins like one of two names and ends like the other.

    Attributes:
        name: as people write it.
        first_begins: whether it is the first of the two names that it begins like.
        beginning: how many letters it has of the beginning of the one.
        ending: how many it has of the end of the other; some may be letters of both.
        bearing: where most are counted who bear it; None if it is new.
    """

    name: str
    first_begins: bool
    beginning: int
    ending: int
    bearing: Bearing | None = None

    @property
    def start(self) -> str:
        """The letters of the one."""
        return self.name[: self.beginning]

    @property
    def between(self) -> str:
        """The letters of neither."""
        return self.name[self.beginning : len(self.name) - self.ending]

    @property
    def end(self) -> str:
        """The letters of the other."""
        return self.name[len(self.name) - self.ending :]


@dataclass(frozen=True, slots=True)
class MixedCard:
    """A card of the mixtures of two names, which always come in the same order.

    Attributes:
        names: the two, as typed.
        spelled: the two, as they are spelled in the mixtures.
        country: code of the one that they are spelled for.
        mixtures: those of this card, all of them new; there may be none if some exist.
        number: of this card, from 0: the first has the best mixtures.
        cards: how many cards there are.
        existing: names that people have and that are mixtures, too; on the first card alone.
        suits_both: whether the country is the one where both names are most at home, not a choice.
    """

    names: tuple[str, str]
    spelled: tuple[str, str]
    country: str
    mixtures: tuple[Mixture, ...]
    number: int
    cards: int
    existing: tuple[Mixture, ...] = ()
    suits_both: bool = False

    @property
    def all_mixtures(self) -> tuple[Mixture, ...]:
        """The new ones, then those that exist."""
        return self.mixtures + self.existing

    @property
    def is_last(self) -> bool:
        """Whether no other mixtures come after these."""
        return self.number == self.cards - 1

    def sources(self, mixture: Mixture) -> tuple[str, str]:
        """Return the two names as spelled, first that which the mixture begins like."""
        return self.spelled if mixture.first_begins else self.spelled[::-1]


def require_two(first: str, second: str) -> None:
    """Ensure that two names are not the same, whatever their case and diacritics.

    Raises:
        InputError: they are.
    """
    if fold(first) == fold(second):
        raise InputError(
            gettext_noop(
                "{first!r} and {second!r} are the same name to me. Give me two different ones."
            ),
            first=first,
            second=second,
        )
