"""Makes names that carry two names, and chooses the best of them.

A mixture begins like one name and ends like the other. The two parts overlap, meet, or have a
letter or two between them that the networks spell. The best are dealt into cards: the same names
and country always give the same ones, and the seed says which of them. The first has names that
exist, too, if some are mixtures: Luna, of Luis and Ana.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product

import numpy as np

from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.errors import InputError, gettext_noop
from model.domain.filters import Filters
from model.domain.generation import DEFAULT_MAX_LENGTH, NameKind, NameRequest
from model.domain.mixture import MixedCard, Mixture, require_two
from model.domain.ranking import Ranking, homes_of_both
from model.domain.spelling import VOWELS, capitalise, fold, lower
from model.inference.name_generator import NameGenerator
from model.origin.country_lists import CountryLists
from model.selection.filtered import FilteredSampler
from model.selection.rater import NameRater
from model.selection.rounds import RoundSampler

MAX_PER_CARD = 5
MIN_LETTERS = 2
"""Letters that a mixture has of each name, or more."""
MAX_BETWEEN = 2
"""Letters that are neither name's."""
_FIXED = range(MIN_LETTERS, 5)
"""Letters of each name that the networks spell between."""
_SAMPLES = 48
"""Names sampled between each beginning and end, of which most are alike."""
_SHARPNESS = 1.2
"""The s in p^s / Σ p^s for these letters, as where all of a name is spelled."""

FEATURES = ("worth as a new name", "letters more than the longer name")
_START, _WEIGHTS = -0.1, np.array((1.23, -0.17))
"""Points of every mixture, and for each of `FEATURES`: those of a regression on what readers gave
mixtures, 1 to 5, which `python -m model.training.fit_mixing` prints, rounded."""

_GOOD_POINTS, _MIN_POINTS, _FEW = 2.1, 1.8, 5
"""Of mixtures that are shown, and of the best few where fewer are good: with less, readers found
hardly any that parents would take."""
_SHORT = 3
"""Letters of names that have to be glued, since hardly any of them can go."""
_LEAST_HEARD, _LEAST_HEARD_OF_BOTH = 0.25, 0.65
"""The share of either name in a mixture, and of both in sum, at least."""
MAX_EXISTING = 3
"""Mixtures on the first card that people have as their names."""
_ALIKE = ((3, 2), (2, 3))
"""Letters at the start and at the end that no two mixtures of a card both have in common."""
_LEAST_OF_MORE = 3
"""Mixtures on each card after the first."""
_CACHED_PAIRS = 16
"""Pairs of names whose cards are kept: who mixes two, often asks for more."""
_MAX_OF_ONE_ORDER = 0.7
"""The share of a card's mixtures that begin like the same name, if there are others."""

_PILE = re.compile(rf"(?=([^{VOWELS}]([^{VOWELS}])\2|([^{VOWELS}])\3[^{VOWELS}]))")
"""Folded consonants as in Petnna and Annpeter: one that is doubled stands between vowels."""


class NameMixer:
    """Mixes two names."""

    def __init__(
        self,
        generator: NameGenerator,
        rater: NameRater,
        rounds: RoundSampler,
        lists: CountryLists,
    ) -> None:
        """Take the networks, what rates names and says which may be shown, and the lists."""
        self._generator, self._rater, self._rounds = generator, rater, rounds
        self._lists = lists
        self._filtered = FilteredSampler(generator)
        self._cached_cards = lru_cache(_CACHED_PAIRS)(self._cards)

    def mix(
        self, names: tuple[str, str], country: str, seed: int, count: int = MAX_PER_CARD
    ) -> MixedCard:
        """Mix two names; this takes some 0.1 s, and hardly any for more of the latest pairs.

        Args:
            names: as validated.
            country: code of the one that the mixtures are spelled for.
            seed: which of the cards; after the last comes the first again.
            count: the most mixtures on a card.

        Raises:
            InputError: it is the same name twice, no mixture of the two is good, or the count is
                out of bounds.
            KeyError: the network was not trained on the country.
        """
        require_two(*names)
        spelled, request = self._spelled(names, country), _request(country, count)
        cards, existing = self._cached_cards(spelled, request)
        if not cards:
            raise InputError(
                gettext_noop(
                    "I couldn’t make a good name from {first!r} and {second!r} "
                    "({country}). Try another country, or a longer form of a name."
                ),
                country=countries()[country],
                first=names[0],
                second=names[1],
            )
        number = seed % len(cards)
        mixtures = tuple(
            replace(mixture, name=capitalise(mixture.name, country)) for mixture in cards[number]
        )
        written = capitalise(spelled[0], country), capitalise(spelled[1], country)
        on_card = existing if number == 0 else ()
        return MixedCard(names, written, country, mixtures, number, len(cards), on_card)

    def mix_at_home(
        self, first: Ranking, second: Ranking, seed: int, count: int = MAX_PER_CARD
    ) -> MixedCard:
        """Mix two names for the country that suits both best, as `mix` does.

        Where they are at home in no one country, it is that of the most mixtures.

        Args:
            first: says where the one name is from.
            second: likewise.
            seed: see `mix`.
            count: likewise.

        Raises:
            InputError: see `mix`.
        """
        names = first.name, second.name

        def count_mixtures(country: str) -> int:
            spelled, request = self._spelled(names, country), _request(country, count)
            cards, existing = self._cached_cards(spelled, request)
            return sum(map(len, cards)) + len(existing)

        country = max(homes_of_both(first, second), key=count_mixtures)
        return replace(self.mix(names, country, seed, count), suits_both=True)

    def _cards(
        self, spelled: tuple[str, str], request: NameRequest
    ) -> tuple[Sequence[Sequence[Mixture]], tuple[Mixture, ...]]:
        """Return all cards of new mixtures, one of them empty if some exist alone, and those."""
        made: dict[str, None] = {}
        for one, other in (spelled, spelled[::-1]):
            made |= dict.fromkeys(_join(one, other))
            made |= dict.fromkeys(self._spell_between(one, other, request))
        existing = self._existing(spelled, request.condition.dominant_country)
        cards = [*_deal(self._choose([*made], spelled, request), request.count)]
        return cards or ([[]] if existing else []), existing

    def _spelled(self, names: tuple[str, str], country: str) -> tuple[str, str]:
        return self.spell(names[0], country), self.spell(names[1], country)

    def spell(self, name: str, country: str) -> str:
        """Spell a typed name in lower case, without diacritics that the country does not use."""
        letters = self._rounds.letters([country])
        typed = self._generator.normalise_case(name, country)
        return "".join(each if each in letters else fold(each) or each for each in typed)

    def _existing(self, spelled: tuple[str, str], country: str) -> tuple[Mixture, ...]:
        """Return mixtures that many people have as names, the most widespread first."""
        known, existence = self._lists.known, self._generator.existence
        found: dict[Mixture, int] = {}
        for one, other in (spelled, spelled[::-1]):
            rows = known.with_affixes(fold(one)[:MIN_LETTERS], fold(other)[-MIN_LETTERS:])
            for row, count in zip(rows, self._lists.counts(rows).tolist(), strict=True):
                name = known.written[row].decode()
                mixture = read_mixture(lower(name, country), spelled)
                if (
                    mixture is not None
                    and not mixture.between
                    and existence.kind_of(name) is NameKind.KNOWN
                    and not self._generator.blocklist.blocks(name)
                    and (bearing := existence.bearing(name, [])) is not None
                ):
                    found[replace(mixture, name=name, bearing=bearing)] = count
        best = sorted(found, key=lambda each: -found[each])
        return tuple(best[:MAX_EXISTING])

    def _spell_between(self, one: str, other: str, request: NameRequest) -> Iterator[str]:
        """Yield names with a few letters of each name and one or two between them."""
        rng = np.random.default_rng(0)
        for beginning, ending in product(_FIXED, _FIXED):
            if beginning > len(one) or ending > len(other):
                continue
            around = replace(
                request,
                inverse_temperature=_SHARPNESS,
                starts_with=one[:beginning],
                min_length=beginning + ending + 1,
                max_length=beginning + ending + MAX_BETWEEN,
                filters=Filters(ends_with=other[-ending:]),
            )
            yield from self._filtered.sample_new(around, _SAMPLES, rng, Counter()).names

    def _choose(
        self, made: Sequence[str], spelled: tuple[str, str], request: NameRequest
    ) -> Sequence[Mixture]:
        """Return the best of some names as mixtures of two, the best first."""
        rows = self._generator.screen(made, request, Counter())
        mixtures, features = self.read([made[row] for row in rows.values()], spelled, request)
        points = _START + features @ _WEIGHTS
        country = request.condition.dominant_country
        best: list[Mixture] = []
        for row in np.argsort(-points, kind="stable").tolist():
            is_good = points[row] >= _GOOD_POINTS
            if not is_good and (points[row] < _MIN_POINTS or len(_pick(best, _FEW)) == _FEW):
                break
            if self._may_be_shown(mixtures[row], spelled, country):
                best.append(mixtures[row])
        return best

    def read(
        self, names: Sequence[str], spelled: tuple[str, str], request: NameRequest
    ) -> tuple[Sequence[Mixture], DoubleArray]:
        """Return those of some names that are mixtures, and their `FEATURES` (mixtures, features).

        Args:
            names: in lower case.
            spelled: the two names to mix, in lower case.
            request: for the country.
        """
        read = (read_mixture(name, spelled) for name in names)
        mixtures = [mixture for mixture in read if mixture is not None]
        if not mixtures:
            return [], np.zeros((0, len(FEATURES)))
        letters = [mixture.name for mixture in mixtures]
        candidates = self._generator.score(letters, request.condition)
        worth = self._rater.rate(candidates, request.condition, only_new=True)
        longest = max(map(len, spelled))
        longer = [max(0, len(name) - longest) for name in letters]
        return mixtures, np.column_stack([worth, longer])

    def _may_be_shown(self, mixture: Mixture, spelled: tuple[str, str], country: str) -> bool:
        if _has_new_pile(mixture.name, spelled):
            return False
        return self._rounds.may_be_shown(mixture.name, mixture.between, [country])


def _request(country: str, count: int) -> NameRequest:
    return NameRequest(Condition.for_country(country), count)


def read_mixture(name: str, names: tuple[str, str]) -> Mixture | None:
    """Return which letters of a name are whose; None if it is no mixture of two names.

    Of the two orders, it is the one in which more is heard of the name that is heard less.

    Args:
        name: in lower case.
        names: the two, in lower case.
    """
    if name in names or _is_glued(name, *names) or _is_glued(name, *names[::-1]):
        return None
    readings = [_read_in_order(name, names, first_begins=each) for each in (True, False)]
    return max(
        (reading for reading in readings if reading is not None),
        key=lambda reading: min(_heard(reading, names)),
        default=None,
    )


def _is_glued(name: str, one: str, other: str) -> bool:
    """Return whether a name is two whole ones that share no letter, and are not very short."""
    are_whole = name.startswith(one) and name.endswith(other)
    return are_whole and len(name) >= len(one + other) > 2 * _SHORT


def _read_in_order(name: str, names: tuple[str, str], *, first_begins: bool) -> Mixture | None:
    one, other = names if first_begins else names[::-1]
    mixture = Mixture(
        name, first_begins, _count_shared(name, one), _count_shared(name[::-1], other[::-1])
    )
    is_mixture = (
        min(mixture.beginning, mixture.ending) >= MIN_LETTERS
        and max(mixture.beginning, mixture.ending) < len(name)
        and len(mixture.between) <= MAX_BETWEEN
        and (not mixture.between or mixture.between.isalpha())
        and min(heard := _heard(mixture, names)) >= _LEAST_HEARD
        and sum(heard) >= _LEAST_HEARD_OF_BOTH
    )
    return mixture if is_mixture else None


def _join(one: str, other: str) -> Iterator[str]:
    """Yield each beginning of a name with each end of the other, side by side or overlapping."""
    beginnings = (one[:size] for size in range(MIN_LETTERS, len(one) + 1))
    ends = [other[-size:] for size in range(MIN_LETTERS, len(other) + 1)]
    for beginning, end in product(beginnings, ends):
        shortest = min(len(beginning), len(end))
        for shared in range(shortest):
            joined = beginning + end[shared:]
            if beginning.endswith(end[:shared]) and len(joined) <= DEFAULT_MAX_LENGTH:
                yield joined


def _heard(mixture: Mixture, names: tuple[str, str]) -> tuple[float, float]:
    """Return which share of the one name begins a mixture, and which of the other ends it."""
    one, other = names if mixture.first_begins else names[::-1]
    return mixture.beginning / len(one), mixture.ending / len(other)


def _has_new_pile(name: str, names: tuple[str, str]) -> bool:
    """Return whether consonants pile up in a name that do not in either of two others."""
    one, other = map(fold, names)
    piles = (match[1] for match in _PILE.finditer(fold(name)))
    return any(pile not in one and pile not in other for pile in piles)


def _deal(best: Sequence[Mixture], count: int) -> Iterator[list[Mixture]]:
    """Yield cards, none with two mixtures that are alike; after the first none has only a few."""
    left, least = [*best], 1
    while len(card := _pick(left, count)) >= least:
        yield card
        left = [mixture for mixture in left if mixture not in card]
        least = min(_LEAST_OF_MORE, count)


def _pick(best: Sequence[Mixture], count: int) -> list[Mixture]:
    """Return a card: mixtures of both orders, or any if too few are of one."""
    card: list[Mixture] = []
    for has_both_orders in (True, False):
        for mixture in best:
            same_order = sum(other.first_begins is mixture.first_begins for other in card)
            if (
                len(card) < count
                and not any(_are_alike(mixture, other) for other in card)
                and not (has_both_orders and same_order >= _MAX_OF_ONE_ORDER * count)
            ):
                card.append(mixture)
    return card


def _are_alike(mixture: Mixture, other: Mixture) -> bool:
    """Return whether two mixtures differ by a letter, or in the middle alone."""
    name, other_name = mixture.name, other.name
    differ_within = any(
        name[:start] == other_name[:start] and name[-end:] == other_name[-end:]
        for start, end in _ALIKE
    )
    return differ_within or _differ_by_a_letter(name, other_name)


def _differ_by_a_letter(name: str, other: str) -> bool:
    """Return whether one letter more, less or another one makes a name of the other."""
    same = _count_shared(name, other)
    rest, other_rest = name[same:], other[same:]
    return rest[1:] in (other_rest, other_rest[1:]) or rest == other_rest[1:]


def _count_shared(name: str, other: str) -> int:
    """Return with how many letters both begin."""
    pairs = enumerate(zip(name, other, strict=False))
    differ = (place for place, (letter, another) in pairs if letter != another)
    return next(differ, min(len(name), len(other)))
