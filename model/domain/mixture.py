"""Names that carry two names: the beginning of one and the end of the other."""

from dataclasses import dataclass

from model.domain.errors import InputError, gettext_noop
from model.domain.spelling import fold


@dataclass(frozen=True, slots=True)
class Mixture:
    """A name that begins like one of two names and ends like the other.

    Attributes:
        name: as people write it.
        first_begins: whether it is the first of the two names that it begins like.
        beginning: how many letters it has of the beginning of the one.
        ending: how many it has of the end of the other; some may be letters of both.
    """

    name: str
    first_begins: bool
    beginning: int
    ending: int

    @property
    def between(self) -> int:
        """How many letters are neither name's; below 0, how many are both's."""
        return len(self.name) - self.beginning - self.ending

    @property
    def start(self) -> str:
        """The letters that are those of the beginning of the one."""
        return self.name[: self.beginning]

    @property
    def end(self) -> str:
        """The letters that are those of the end of the other."""
        return self.name[len(self.name) - self.ending :]

    @property
    def parts(self) -> tuple[str, str, str]:
        """The name cut into the one's letters, those of both or of neither, and the other's.

        Those of both are there if `between` is below 0; if it is 0, there are none in the middle.
        """
        low, high = sorted((self.beginning, len(self.name) - self.ending))
        return self.name[:low], self.name[low:high], self.name[high:]


@dataclass(frozen=True, slots=True)
class MixedCard:
    """A card of the mixtures of two names, which always come in the same order.

    Attributes:
        names: the two, as typed.
        country: code of the one that the mixtures are spelled for.
        mixtures: those of this card.
        number: of this card, from 0: the first has the best mixtures.
        cards: how many cards there are.
    """

    names: tuple[str, str]
    country: str
    mixtures: tuple[Mixture, ...]
    number: int
    cards: int

    @property
    def is_last(self) -> bool:
        """Whether no other mixtures come after these."""
        return self.number == self.cards - 1


def require_two(first: str, second: str) -> None:
    """Ensure that two names are not the same, whatever their case and diacritics.

    Raises:
        InputError: they are.
    """
    if fold(first) == fold(second):
        raise InputError(
            gettext_noop("{first!r} and {second!r} are one name to me: I need two different ones."),
            first=first,
            second=second,
        )
