"""Requests for new names, and their results."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from model.domain.condition import Condition, RequestedGender
from model.domain.errors import InputError, LengthError, gettext_noop
from model.domain.spelling import fold, lower
from model.domain.template import Template, make_template

MIN_NAME_LENGTH, MAX_NAME_LENGTH = 2, 24
"""Letters per name; none in the data has fewer or more."""
DEFAULT_MAX_LENGTH = 16
DEFAULT_COUNT, MAX_COUNT = 5, 1000
"""Names per request."""
DEFAULT_MIN_P = 0.05
MIN_INVERSE_TEMPERATURE, MAX_INVERSE_TEMPERATURE = 0.1, 10.0
"""Below, samples are noise; above, always the same."""
MAX_SEED = 2**32 - 1
"""The random generator's seeds are 0 to this."""
NUM_DECKS = 8
"""Decks that are dealt to groups; each goes on in others when its own ends."""
_NAMES_PER_DECK = 320
"""Of a country, so that a deck's last card, for which all the others are dealt, takes no longer
than a second."""
_STEERED_COST = 4
"""How much longer names take whose last letters are asked for, or that are neutral, roughly."""


_MIN_INVENTED, _MIN_INVENTED_SHARE = 2, 1 / 3
"""Letters that nobody asked for in a name that is invented, and their share of it."""


class Style(StrEnum):
    """An inverse temperature with a name."""

    PLAIN = "plain"
    CLASSIC = "classic"

    @property
    def inverse_temperature(self) -> float:
        """The s in p^s / Σ p^s: 1 keeps the distribution, 2 squares it."""
        return {Style.PLAIN: 1.0, Style.CLASSIC: 2.0}[self]

    @classmethod
    def with_inverse_temperature(cls, inverse_temperature: float) -> "Style | None":
        """Return the style of an inverse temperature; None where it is between styles."""
        matching = (style for style in cls if style.inverse_temperature == inverse_temperature)
        return next(matching, None)


class NameKind(StrEnum):
    """Whether people bear a name: nobody is known to, few are, or more."""

    NEW = "new"
    RARE = "rare"
    KNOWN = "known"


class RequestedKind(StrEnum):
    """Which names are wanted: new ones, real ones that few people bear, or any."""

    NEW = "new"
    RARE = "rare"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a name was generated.

    Attributes:
        condition: the countries, their weights and the gender.
        inverse_temperature: the s in p^s / Σ p^s.
        seed: of the random generator, if known.
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
        inverse_temperature: the s in p^s / Σ p^s, by which letters are sampled where names are not
            chosen; where they are, it says the style, whose `SelectionPolicy` has another.
        starts_with: the first letters of every name, as typed.
        ends_with: the last letters of every name, as typed; only `NameSelector` heeds them.
        max_length: letters of the longest name, counted as written.
        min_p: a letter less likely than this share of the likeliest is never sampled; 0 allows all.
        kind: whether the names are new, rare, or of any kind.
    """

    condition: Condition
    count: int = DEFAULT_COUNT
    inverse_temperature: float = 1.0
    starts_with: str = ""
    ends_with: str = ""
    max_length: int = DEFAULT_MAX_LENGTH
    min_p: float = DEFAULT_MIN_P
    kind: RequestedKind = RequestedKind.NEW

    def __post_init__(self) -> None:
        """Check the bounds.

        Raises:
            LengthError: the length is out of bounds, or too short for the letters asked for.
            InputError: the count, the inverse temperature or min-p is out of bounds, or no name
                has such letters.
        """
        if not 1 <= self.count <= MAX_COUNT:
            raise InputError(
                gettext_noop("I can invent 1 to {most} names at a time, not {asked}."),
                most=MAX_COUNT,
                asked=self.count,
            )
        if not MIN_INVERSE_TEMPERATURE <= self.inverse_temperature <= MAX_INVERSE_TEMPERATURE:
            raise InputError(
                gettext_noop("The style’s number can be {least:g} to {most:g}, not {asked:g}."),
                least=MIN_INVERSE_TEMPERATURE,
                most=MAX_INVERSE_TEMPERATURE,
                asked=self.inverse_temperature,
            )
        if not 0 <= self.min_p <= 1:
            raise InputError(
                gettext_noop("The floor can be 0 to 1, not {asked:g}."), asked=self.min_p
            )
        if not MIN_NAME_LENGTH <= self.max_length <= MAX_NAME_LENGTH:
            raise LengthError(
                gettext_noop("Choose a length from 2 to {most} letters, not {asked}."),
                most=MAX_NAME_LENGTH,
                asked=self.max_length,
            )
        if len(self.starts_with) > self.max_length:
            raise LengthError(
                gettext_noop(
                    "{typed!r} already has {letters} letters, but the longest allowed is "
                    "{longest}. Use fewer letters, or allow longer names."
                ),
                typed=self.starts_with,
                letters=len(self.starts_with),
                longest=self.max_length,
            )
        if self.ends_with:
            self.template()

    @property
    def cards_per_deck(self) -> int:
        """Seeds in a row whose names are all different, beginning at a multiple of it.

        It is a power of two. Names that take longer have smaller decks.
        """
        cost = self.count * len(self.condition.countries) ** 3
        if self.ends_with or self.condition.gender == "N":
            cost *= _STEERED_COST
        cards = max(1, _NAMES_PER_DECK // max(cost, DEFAULT_COUNT))
        return 1 << (cards.bit_length() - 1)

    def seed_at(self, place: int, deck: int) -> int:
        """Return the seed of a card of somebody who goes through decks from their beginning.

        Args:
            place: of the card, from 0; after the last card of a deck, another deck begins.
            deck: their first one, from 0 to `NUM_DECKS` − 1; whoever begins with another one meets
                none of the decks that they do.
        """
        cards = self.cards_per_deck
        decks, card = divmod(place, cards)
        return ((deck + NUM_DECKS * decks) * cards + card) % (MAX_SEED + 1)

    def template(self) -> Template:
        """Return the letters asked for, in lower case."""
        country = self.condition.dominant_country
        return make_template(self.starts_with, self.ends_with, country, self.max_length)

    def unasked(self, name: str) -> str:
        """Return the letters of a name that were not asked for, in lower case."""
        letters = lower(name, self.condition.dominant_country)
        return letters[len(self.starts_with) : len(letters) - len(self.ends_with)]

    def is_mostly_given(self, name: str) -> bool:
        """Return whether so many letters of a name were asked for that it is hardly invented."""
        invented = len(self.unasked(name))
        return invented < max(_MIN_INVENTED, _MIN_INVENTED_SHARE * len(name))

    def provenance(self, seed: int | None) -> Provenance:
        """Return what is kept of the request with a name; neither gender is as good as either."""
        return Provenance(self.condition.with_known_gender, self.inverse_temperature, seed)


@dataclass(frozen=True, slots=True)
class Bearing:
    """How many people a country's register counts who bear a name; the country by its code."""

    country: str
    bearers: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name.

    Attributes:
        name: as people write it.
        kind: whether anybody bears it.
        nearest: a listed name that differs little, as people write it; of a listed name itself.
        distance: optimal string alignment distance of the two folded names.
        abroad: code of a country that lists `nearest`, where none of those asked for does.
        bearing: where people are counted who bear it, if anywhere.
        gender: whose name it is taken for by its end: F, M, or N for either; None if unknown.
        is_nearest_alike: whether `nearest` is of the gender that was asked for, if one was.
    """

    name: str
    kind: NameKind
    nearest: str
    distance: int
    abroad: str | None = None
    bearing: Bearing | None = None
    gender: RequestedGender | None = None
    is_nearest_alike: bool = True

    @property
    def is_new(self) -> bool:
        """Whether nobody is known to bear it."""
        return self.kind is NameKind.NEW

    @property
    def resembles_nearest(self) -> bool:
        """Whether half of the letters or more are those of `nearest`, of the gender asked for."""
        return self.is_nearest_alike and self.distance <= max_resemblance(self.name)


def max_resemblance(name: str) -> int:
    """Return the largest distance at which a name still resembles another: half of its letters."""
    return len(fold(name)) // 2


class Rejection(StrEnum):
    """Why a sampled name is left out; the text explains it to users."""

    LENGTH = gettext_noop("most came out too long or too short")
    UNWRITABLE = gettext_noop("most didn’t look like names")
    KNOWN = gettext_noop("most of what I tried already exists")
    FOREIGN = gettext_noop("most sounded like names from somewhere else")
    NOT_RARE = gettext_noop("most of what I tried isn’t rare")
    BLOCKED = gettext_noop("most weren’t fit to show")
    REPEATED = gettext_noop("the same ones kept coming up")


@dataclass(frozen=True, slots=True)
class GenerationResult:
    """The names for a request, in the order sampled, without repeats.

    Attributes:
        suggestions: as many as requested, or fewer.
        rejected: how many sampled names were left out, by reason.
    """

    suggestions: tuple[Suggestion, ...]
    rejected: Mapping[Rejection, int]

    @property
    def reason(self) -> Rejection | None:
        """The commonest reason for rejection; None if no name was rejected."""
        return max(self.rejected, key=lambda reason: self.rejected[reason], default=None)

    def __len__(self) -> int:
        return len(self.suggestions)

    def __iter__(self) -> Iterator[Suggestion]:
        return iter(self.suggestions)
