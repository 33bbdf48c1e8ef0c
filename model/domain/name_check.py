"""What is known of a name that somebody already has in mind."""

import re
from dataclasses import dataclass

from model.domain.condition import Gender
from model.domain.generation import NameKind
from model.domain.ranking import Ranking, Verdict
from model.domain.spelling import VOWELS, count_syllables, fold

_PARTICLES = frozenset(
    {
        *("af", "al", "av", "ben", "bin", "da", "das", "de", "del", "della", "den", "der", "di"),
        *("do", "dos", "du", "el", "het", "ibn", "la", "le", "te", "ten", "ter", "van", "von"),
        *("y", "zu", "'t", "’t", "'s", "’s"),
    }
)
"""Words before a surname that initials leave whole: R. de V. for Roya de Vries."""
_ONE_SEX = 0.95
"""Share of bearers of one sex from which on a name is this sex's."""


@dataclass(frozen=True, slots=True)
class CountryCount:
    """The bearers whom a country's register counts.

    Attributes:
        country: its code.
        women: bearers.
        men: bearers.
        per_million: bearers among a million people whom the register counts.
        decades: births by decade (198 for the 1980s), where the register has years, in order.
    """

    country: str
    women: int
    men: int
    per_million: float
    decades: tuple[tuple[int, int], ...] = ()

    @property
    def bearers(self) -> int:
        """Women and men."""
        return self.women + self.men

    @property
    def share_of_women(self) -> float:
        """From 0 to 1."""
        return self.women / self.bearers

    @property
    def sex(self) -> Gender | None:
        """F or M if nearly all are women or men, else None."""
        if self.share_of_women >= _ONE_SEX:
            return "F"
        return "M" if self.share_of_women <= 1 - _ONE_SEX else None

    @property
    def peak(self) -> int | None:
        """The first year of the decade with the most births; None without years."""
        most = max(self.decades, key=lambda entry: entry[1], default=None)
        return None if most is None else 10 * most[0]


@dataclass(frozen=True, slots=True)
class SurnameFit:
    """How a name and a surname go together.

    Attributes:
        surname: as typed.
        initials: of both, as in R. de V.
        syllables: of the surname, estimated from its letters.
        alliterates: whether both begin alike.
        rhymes: whether both end alike, from the last but one group of vowels on if there is one.
        runs_together: whether the name ends with the letter that the surname begins with.
    """

    surname: str
    initials: str
    syllables: int
    alliterates: bool
    rhymes: bool
    runs_together: bool

    @classmethod
    def of(cls, name: str, surname: str, country: str = "") -> "SurnameFit":
        """Compare a name from a country with a surname; both have a letter."""
        first, last = fold(name), fold(surname)
        initials = f"{_initial(name)}. {_surname_initials(surname)}"
        return cls(
            surname,
            initials,
            max(1, count_syllables(surname, country)),
            alliterates=first[:1] == last[:1],
            rhymes=_rhyme(first) == _rhyme(last),
            runs_together=first[-1:] == last[:1],
        )


@dataclass(frozen=True, slots=True)
class NameCheck:
    """What is known of a name.

    Attributes:
        origin: where it is from or sounds from, and the spelling that was read.
        kind: whether nobody is known to bear it, few are, or more. Where the country that it is
            from counts nobody, it is not said to be rare.
        counts: by the countries that count bearers, that which it is from first, and then where it
            is commonest.
        people: people on Wikipedia who bear it.
        homes: codes of the countries where its tradition is at home.
        uncounted: code of the country that it is from, if that counts nobody; else empty.
        syllables: estimated from its letters.
        spellings: other spellings of it that people bear, the commonest first.
        lookalikes: known names a letter away, if it is not too short.
        words: languages in which it is an everyday word, by ISO 639 code; never of a listed name.
        is_blocked: whether it is a slur or an obscenity in some language.
        fit: how it goes with a surname, if there is one.
    """

    origin: Ranking
    kind: NameKind
    counts: tuple[CountryCount, ...]
    people: int
    homes: tuple[str, ...]
    uncounted: str
    syllables: int
    spellings: tuple[str, ...]
    lookalikes: tuple[str, ...]
    words: tuple[str, ...]
    is_blocked: bool
    fit: SurnameFit | None = None

    @property
    def is_for_all(self) -> bool:
        """Whether it is a name that may be starred and voted on."""
        return not self.is_blocked and self.origin.verdict is not Verdict.NO_NAME

    @property
    def name(self) -> str:
        """The name as typed, without spaces around it."""
        return self.origin.name


def _initial(name: str) -> str:
    return next(letter for letter in name if letter.isalpha()).upper()


def _surname_initials(surname: str) -> str:
    *before, last = (word for word in surname.split() if any(map(str.isalpha, word)))
    shorter = [
        word.lower() if word.lower() in _PARTICLES else f"{_initial(word)}." for word in before
    ]
    return " ".join([*shorter, f"{_initial(last)}."])


def _rhyme(folded: str) -> str:
    """Return the end of a folded name from its last but one group of vowels on, or the last."""
    groups = re.findall(f"[{VOWELS}]+[^{VOWELS}]*", folded)
    return "".join(groups[-2:]) or folded
