"""Names that carry two names: the beginning of one and the end of the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Part(NamedTuple):
    """Letters in a row of a mixture, and whether each of the two names has them there."""

    letters: str
    is_first: bool
    is_second: bool


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
    def parts(self) -> Sequence[Part]:
        """The name, cut where its letters become another name's; no part is empty."""
        ending = len(self.name) - self.ending
        low, high = sorted((self.beginning, ending))
        is_shared = ending < self.beginning
        cuts = (
            Part(self.name[:low], self.first_begins, not self.first_begins),
            Part(self.name[low:high], is_shared, is_shared),
            Part(self.name[high:], not self.first_begins, self.first_begins),
        )
        return [part for part in cuts if part.letters]


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
