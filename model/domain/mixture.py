"""Names made of two names: a piece of one and then a piece of the other."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from model.domain.condition import Condition
from model.domain.errors import InputError, LengthError, gettext_noop
from model.domain.generation import DEFAULT_MAX_LENGTH, Bearing
from model.domain.spelling import VOWELS, fold

MOST_LETTERS = DEFAULT_MAX_LENGTH
"""Letters of a name that is mixed, and of a mixture; three in 10,000 listed names have more."""
MIN_PIECE = 2
"""Letters of a piece, unless it is the first letter of a name."""
LEAST_HEARD = 0.95
"""Of two names in a mixture, as `heard_of` says."""
_NEITHER = ((0, 0), (1, 0), (0, 1))
"""Letters of neither name that there may be between the pieces, and after them."""
_ACCENTS = frozenset(
    "\N{COMBINING ACUTE ACCENT}\N{COMBINING GRAVE ACCENT}\N{COMBINING CIRCUMFLEX ACCENT}"
)
_PILE = re.compile(rf"(?=([^{VOWELS}]([^{VOWELS}])\2|([^{VOWELS}])\3[^{VOWELS}]))")
"""Folded consonants as in Petnna and Annpeter: one that is doubled stands between vowels."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters of a name that are side by side.

    Attributes:
        start: the index of the first.
        stop: that after the last.
    """

    start: int
    stop: int

    def of(self, name: str) -> str:
        """Return the letters."""
        return name[self.start : self.stop]


@dataclass(frozen=True, slots=True)
class Mixture:
    """A name that is a piece of one of two names and then a piece of the other.

    Attributes:
        name: as people write it.
        first_begins: whether it begins with a piece of the first of the two names.
        beginning: the piece of the one.
        between: letters of neither, in names that exist.
        end: the piece of the other.
        rest: letters of neither after it, likewise.
        bearing: where people are counted who bear it, if they are.
        home: code of the country that it is of: the one asked for if that lists it, or if it is
            new; else that of the bearing.
    """

    name: str
    first_begins: bool
    beginning: Piece
    between: str
    end: Piece
    rest: str
    bearing: Bearing | None = None
    home: str = ""


@dataclass(frozen=True, slots=True)
class MixedCard:
    """A card of the mixtures of two names, which always come in the same order.

    Attributes:
        names: the two, as typed.
        spelled: the two, as they are spelled in the mixtures.
        condition: the country that they are spelled for, and the gender, if one was asked for.
        existing: mixtures that people have as their names, the best first; there may be none.
        new: those that nobody has, the best first; there may be none.
        number: of this card, from 0: the first has the best mixtures.
        cards: how many cards there are.
        suits_both: whether the country was found to suit both names, since none was asked for.
    """

    names: tuple[str, str]
    spelled: tuple[str, str]
    condition: Condition
    existing: tuple[Mixture, ...]
    new: tuple[Mixture, ...]
    number: int
    cards: int
    suits_both: bool = False

    @property
    def country(self) -> str:
        """The code of the country."""
        return self.condition.dominant_country

    @property
    def mixtures(self) -> tuple[Mixture, ...]:
        """Those that exist, then the new ones."""
        return self.existing + self.new

    @property
    def is_last(self) -> bool:
        """Whether no other mixtures come after these."""
        return self.number == self.cards - 1

    def pieces(self, mixture: Mixture) -> tuple[tuple[str, Piece], tuple[str, Piece]]:
        """Return the name that a mixture begins with, as spelled, and its piece; then the other."""
        one, other = self.spelled if mixture.first_begins else self.spelled[::-1]
        return (one, mixture.beginning), (other, mixture.end)


def require_mixable(first: str, second: str) -> None:
    """Ensure that two names are short enough, and not the same but for case and diacritics.

    Raises:
        InputError: they are.
    """
    for name in (first, second):
        if len(name) > MOST_LETTERS:
            raise LengthError(
                gettext_noop(
                    "{typed!r} is too long to mix: I take names of up to {most} letters, and it "
                    "has {letters}. Try a short form of it."
                ),
                typed=name,
                most=MOST_LETTERS,
                letters=len(name),
            )
    if fold(first) == fold(second):
        raise InputError(
            gettext_noop(
                "{first!r} and {second!r} are the same name to me. Give me two different ones."
            ),
            first=first,
            second=second,
        )


def read_mixture(name: str, names: tuple[str, str]) -> Mixture | None:
    """Return which letters of a name are whose; None if it is no mixture of two names.

    Of several readings, it is the one in which both are heard most clearly.

    Args:
        name: in lower case.
        names: the two, in lower case.
    """
    folded, one, other = fold(name), *map(fold, names)
    piles = (match[1] for match in _PILE.finditer(folded))
    if (
        folded in one
        or folded in other
        or folded in (one + other, other + one)
        or not all(pile in one or pile in other for pile in piles)
    ):
        return None
    readings = (
        reading
        for first_begins in (True, False)
        for reading in _read(name, names, first_begins=first_begins)
    )
    return max(readings, key=lambda reading: _clarity(reading, names), default=None)


def _read(name: str, names: tuple[str, str], *, first_begins: bool) -> Iterator[Mixture]:
    """Yield all readings of a name that begin with a piece of one of two names.

    One of the pieces at least is the beginning or the end of its name; both are where there is a
    letter of neither.
    """
    plain, (one, other) = _plain(name), map(_plain, names if first_begins else names[::-1])
    for size in range(1, len(plain) - MIN_PIECE + 1):
        if plain[:size] not in one:
            return
        if size < MIN_PIECE and not one.startswith(plain[:size]):
            continue
        for skipped, left in _NEITHER if size >= MIN_PIECE else _NEITHER[:1]:
            between, rest = name[size : size + skipped], name[len(name) - left :]
            end = plain[size + skipped : len(plain) - left]
            at_edges = is_at_edge(plain[:size], one), is_at_edge(end, other)
            if (
                len(end) >= MIN_PIECE
                and end in other
                and heard_of((size, len(end)), (len(one), len(other))) >= LEAST_HEARD
                and (all(at_edges) if between or rest else any(at_edges))
                and all(letter.isalpha() for letter in between + rest)
            ):
                start = one.find(plain[:size])
                stop = len(other) if other.endswith(end) else other.find(end) + len(end)
                pieces = Piece(start, start + size), Piece(stop - len(end), stop)
                yield Mixture(name, first_begins, pieces[0], between, pieces[1], rest)


def heard_of(sizes: tuple[int, int], lengths: tuple[int, int]) -> float:
    """Return how much of two names is heard in pieces of them.

    It is the share of either name in its piece, and again that of which less is heard.

    Args:
        sizes: letters of the pieces.
        lengths: letters of the names.
    """
    shares = [size / length for size, length in zip(sizes, lengths, strict=True)]
    return sum(shares) + min(shares)


def is_at_edge(piece: str, name: str) -> bool:
    """Return whether a name begins, or ends, with a piece of it."""
    return name.startswith(piece) or name.endswith(piece)


def _plain(name: str) -> str:
    """Return a name without acutes, graves and circumflexes on vowels, each letter in its place.

    They say how a vowel is stressed, or how long it is; other diacritics make other letters.
    """
    return name if name.isascii() else "".join(map(_unaccented, name))


def _unaccented(letter: str) -> str:
    decomposed = unicodedata.normalize("NFD", letter)
    is_accented = decomposed[0] in VOWELS and _ACCENTS.issuperset(decomposed[1:])
    return decomposed[0] if is_accented else letter


def _clarity(mixture: Mixture, names: tuple[str, str]) -> tuple[int, int, float]:
    """Return how clearly both names are heard.

    It is how few letters are of neither, at how many of their edges the pieces are, and how much of
    the names is heard.
    """
    one, other = names if mixture.first_begins else names[::-1]
    edges = (mixture.beginning.start == 0) + (mixture.end.stop == len(other))
    sizes = [piece.stop - piece.start for piece in (mixture.beginning, mixture.end)]
    heard = heard_of((sizes[0], sizes[1]), (len(one), len(other)))
    return -len(mixture.between + mixture.rest), edges, heard
