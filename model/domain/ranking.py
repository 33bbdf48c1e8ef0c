"""Rankings of countries by where a name sounds from."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from model.domain.areas import areas

ASSIGNMENT_COUNTRIES = ("NL", "IR", "FR", "PL", "CN", "IT")
"""The countries that the assignment ranks."""
SURE_PROBABILITY, LIKELY_PROBABILITY = 0.8, 0.5
"""Lowest probabilities of the top country for these verdicts."""
SHOWN_PROBABILITY = 0.01
"""Lowest probability of a country that is worth showing."""
_NEGLIGIBLE = 0.001
"""Probabilities below are noise of the classifiers."""
_MAX_HOMES = 4
"""Countries that two names may be spelled for, if nobody says for which."""
AREA_MARGIN = 0.1
"""How much likelier than its first country an area is for it to be worth a word."""


_SEVERAL, _MOST = 3, 2 / 3
"""Countries of a language, and their part of those that share a name, from which on the name is the
language's."""


class Verdict(StrEnum):
    """How reliable a ranking is, by the top country's probability.

    `sure` from 0.8 on, `likely` from 0.5 on, `unsure` below; `no idea` where even the lowest nats
    per letter of any country are higher than those of 99 of 100 unseen names, `no name` where they
    are higher than those of any.
    """

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"
    NO_IDEA = "no idea"
    NO_NAME = "no name"

    @property
    def is_recognised(self) -> bool:
        """Whether there are countries where names are spelled so."""
        return self not in {Verdict.NO_IDEA, Verdict.NO_NAME}


class RankBy(StrEnum):
    """What countries are ranked by: calibrated probability, or the loss as in the assignment."""

    PROBABILITY = "probability"
    NATS = "nats"


@dataclass(frozen=True, slots=True)
class CountryScore:
    """A country in a ranking: its code, −log P(name, stop | country), and its probability."""

    country: str
    nats: float
    probability: float


@dataclass(frozen=True, slots=True)
class LetterAttribution:
    """A letter in lower case, `*` for the stop, and its evidence for a country in bits."""

    letter: str
    bits: float


class ReasonKind(StrEnum):
    """What speaks for a country."""

    SPELLING = "spelling"
    SIMILAR = "similar known names"
    SIZE = "names known from there"
    BEARERS = "bearers"
    LISTS = "lists"
    HOME = "tradition"


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for the first country of a ranking over the second, in nats; less than 0 if not.

    Those of a ranking sum to the logarithm of how many times likelier the first one is.
    """

    kind: ReasonKind
    nats: float


@dataclass(frozen=True, slots=True)
class CountryUse:
    """Who is known to bear a name in a country.

    Attributes:
        country: its code.
        bearers: in its register, if there is one.
        bearers_per_million: of the people whom the register counts.
        people: of its people on Wikipedia.
        people_per_million: of these.
        is_home: whether the name's tradition is at home there.
        is_counted: whether there is a register.
    """

    country: str
    bearers: int
    bearers_per_million: float
    people: int
    people_per_million: float
    is_home: bool
    is_counted: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """Where a name is from, if people bear it, or sounds from.

    Attributes:
        name: as typed, without spaces around it.
        known_in: codes of the countries whose list has the name (folded).
        verdict: how reliable the ranking is.
        ranking: the countries, best first; the probabilities sum to 1.
        letters: each letter's and the stop's evidence for the first country over the second: both
            networks' and that of its n-grams, weighted as for the probabilities.
        uses: who bears it in the first countries; none if the ranking is by the spelling alone.
        read_as: the spelling that was read, where the alphabet lacks letters of the name.
        shared: the countries that have the name about as much, the likeliest first, of which the
            first is that of the ranking; empty if it is at home in one or two.
        reasons: for the first country over the second, what says most first; none if they do not
            speak for it, as where it is ranked by nats.
    """

    name: str
    known_in: tuple[str, ...]
    verdict: Verdict
    ranking: tuple[CountryScore, ...]
    letters: tuple[LetterAttribution, ...]
    uses: tuple[CountryUse, ...] = ()
    read_as: str = ""
    shared: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def is_borne(self) -> bool:
        """Whether people are known to bear the name, or a list has it."""
        return bool(self.uses or self.known_in)

    @property
    def likely(self) -> tuple[str, ...]:
        """The codes of the countries that are worth showing, the likeliest first."""
        return tuple(s.country for s in self.ranking if s.probability >= SHOWN_PROBABILITY)

    @property
    def places(self) -> tuple[str, ...]:
        """The codes of the countries as whose the name may count; none without an idea."""
        first = (self.ranking[0].country,) if self.verdict.is_recognised else ()
        return self.shared or first

    @property
    def language(self) -> str | None:
        """The language of most countries that share the name, and of the first; None otherwise."""
        return next(
            (
                language
                for language, codes in areas().items()
                if self.shared[:1] and self.shared[0] in codes and self._are_most(codes)
            ),
            None,
        )

    def _are_most(self, codes: Sequence[str]) -> bool:
        speaking = len({*codes}.intersection(self.shared))
        return speaking >= max(_SEVERAL, _MOST * len(self.shared))

    @property
    def area(self) -> tuple[str, float] | None:
        """The language of the first country's likeliest area, and the area's probability.

        None if the first country alone has nearly as much.
        """
        first, probability = self.ranking[0].country, self.ranking[0].probability
        shares = {score.country: score.probability for score in self.ranking}
        sums = {
            language: sum(shares.get(code, 0.0) for code in codes)
            for language, codes in areas().items()
            if first in codes
        }
        language = max(sums, key=sums.__getitem__, default=None)
        if language is None or sums[language] - probability < AREA_MARGIN:
            return None
        return language, sums[language]

    @property
    def letters_agree(self) -> bool:
        """Whether the letters together, and that which says most, speak for the first country."""
        bits = [letter.bits for letter in self.letters]
        return sum(bits) > 0 and max(bits, key=abs) > 0


def homes_of_both(first: Ranking, second: Ranking) -> tuple[str, ...]:
    """Return the codes of the countries that two names together may be spelled for, the best first.

    Of the countries that list the most of the two, it is where the one less likely is likeliest; if
    that is hardly likely anywhere, where both together are. Others follow where both are likely
    enough; where they are in none, the first of each. Both rank the same countries.
    """
    names = (first, second)
    shares = [{score.country: score.probability for score in each.ranking} for each in names]

    def at_home(country: str) -> tuple[int, float, float]:
        one, other = (share[country] for share in shares)
        lists = sum(country in each.known_in for each in names)
        return lists, max(min(one, other), _NEGLIGIBLE), one * other

    ordered = sorted(sorted(shares[0]), key=at_home, reverse=True)
    likely = [each for each in ordered if min(share[each] for share in shares) > _NEGLIGIBLE]
    if ordered[0] in likely:
        return tuple(likely[:_MAX_HOMES])
    return tuple(dict.fromkeys([ordered[0], *(each.ranking[0].country for each in names)]))
