"""Makes names of pieces of two names, and chooses the best of them.

A mixture is a piece of one name and then a piece of the other. Some people have already, such as
Alma of Alba and Marcos; others are new. What readers gave mixtures says how good one is. They are
dealt into cards: the same names and country always give the same ones, and the seed says which.
"""

import math
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, product, starmap
from typing import TypeVar

import numpy as np
from rapidfuzz.distance import OSA

from model.domain.arrays import BoolArray, DoubleArray
from model.domain.condition import Condition, RequestedGender
from model.domain.countries import countries
from model.domain.errors import InputError, gettext_noop
from model.domain.generation import DEFAULT_MAX_LENGTH, NameRequest
from model.domain.mixture import (
    LEAST_HEARD,
    MIN_PIECE,
    MixedCard,
    Mixture,
    heard_of,
    is_at_edge,
    read_mixture,
    require_mixable,
)
from model.domain.ranking import Ranking, homes_of_both
from model.domain.spelling import capitalise, fold
from model.domain.steps import Steps
from model.inference.bearers import UseKind
from model.inference.name_generator import NameGenerator, is_writable
from model.inference.packed_strings import join_lines
from model.origin.country_lists import CountryLists
from model.selection.country_names import CountryNames
from model.selection.filtered import FilteredSampler
from model.selection.rater import NameRater
from model.selection.rounds import RoundSampler

MAX_NEW, MAX_EXISTING = 3, 5
"""Mixtures on a card that are new, and that exist."""
_MIN_LETTERS, _MAX_MORE = 3, 2
"""Letters of a mixture, and how many more than the longer name has."""

FEATURES = (
    "worth as a new name",
    "nats a letter",
    "letters",
    "begins as one of the two does",
    "has a letter of neither",
    "is common somewhere",
    "the country lists it",
    "countries that list it (log10 of one more)",
)
_OF_EXISTING = np.array((2.77, 0.55, -0.48, -0.09, 0.19, -0.13, 0.34, 0.86, 0.27))
_OF_NEW = np.array((1.47, 0.78, -0.25, -0.08, 0.19, -0.13, 0.0, 0.0, 0.0))
"""Points of each mixture that exists, or is new, and for each of its `FEATURES`: those of a
regression on what readers gave such mixtures, 1 to 5, which `python -m model.training.fit_mixing`
prints, rounded."""

_GOOD, _PASSABLE = (2.7, 1.9), (2.2, 1.5)
"""Points of mixtures that are shown: of those that exist and of new ones. The others are shown
where none that exists is good."""
_LEAST_BEARERS = 10
"""People somewhere who have a name that the country does not list."""
_SHARES_OF_WOMEN: Mapping[RequestedGender, tuple[float, float]] = {
    "F": (0.3, 1),
    "M": (0, 0.7),
    "N": (0.1, 0.9),
}
"""Share of women among those who have a name, at least and at most, by the gender asked for."""
_ENOUGH = 5
"""Mixtures from which on no country is tried that suits the two names less."""
_LEAST_OF_MORE = 3
"""Mixtures on each card after the first, at least."""
_ALIKE_BEGINNING, _ALIKE_END = 3, 4
"""Letters with which no two mixtures of a card both begin, or end."""
_LATEST_PAIRS = 16
"""Pairs of names whose cards are kept: who mixes two, often asks for more."""
_MOST_JOINED = 1_500
"""Pieces of two names put together that are looked at, the shortest first: two names of ten letters
have no more."""
_BATCH = 100
"""Mixtures that are read, or rated, before others may come in between."""

_Each = TypeVar("_Each")
_Dealt = tuple[tuple[Mixture, ...], tuple[Mixture, ...]]
"""The mixtures of a card that exist, and the new ones."""


@dataclass(frozen=True, slots=True)
class _Rated:
    """A mixture, how good it is, and whether it is new or a name that the country lists."""

    mixture: Mixture
    points: float
    is_new: bool
    is_listed: bool


class NameMixer:
    """Mixes two names."""

    def __init__(
        self,
        generator: NameGenerator,
        rater: NameRater,
        rounds: RoundSampler,
        lists: CountryLists,
        country_names: Callable[[str], CountryNames],
    ) -> None:
        """Take the networks, what rates names and says which may be shown, and the lists."""
        self._generator, self._rater, self._rounds = generator, rater, rounds
        self._lists, self._country_names = lists, country_names
        self._filtered = FilteredSampler(generator)
        self._latest: OrderedDict[tuple[tuple[str, str], NameRequest], Sequence[_Dealt]]
        self._latest = OrderedDict()

    def mix(
        self,
        names: tuple[str, str],
        country: str,
        seed: int,
        count: int = MAX_NEW,
        gender: RequestedGender | None = None,
    ) -> Steps[MixedCard]:
        """Mix two names, and yield after some work, so that others may come in between.

        That is up to some 0.3 s, and hardly any for more of the latest pairs.

        Args:
            names: as validated.
            country: code of the one that the mixtures are spelled for.
            seed: which of the cards; after the last comes the first again.
            count: the most new mixtures on a card.
            gender: of whom the mixtures are the names; None for any.

        Raises:
            InputError: it is the same name twice, one is too long, no mixture of the two is good,
                or the count is out of bounds.
            KeyError: the network was not trained on the country.
        """
        require_mixable(*names)
        spelled = self._spelled(names, country)
        request = NameRequest(Condition.for_country(country, gender), count)
        cards = yield from self._cards(spelled, request)
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
        written = capitalise(spelled[0], country), capitalise(spelled[1], country)
        return MixedCard(names, written, request.condition, *cards[number], number, len(cards))

    def mix_at_home(
        self,
        first: Ranking,
        second: Ranking,
        seed: int,
        count: int = MAX_NEW,
        gender: RequestedGender | None = None,
    ) -> Steps[MixedCard]:
        """Mix two names for a country that suits both, as `mix` does.

        It is the one that suits them best of those that give enough mixtures, or else the most.

        Args:
            first: says where the one name is from.
            second: likewise.
            seed: see `mix`.
            count: likewise.
            gender: likewise.

        Raises:
            InputError: see `mix`.
        """
        names = first.name, second.name
        require_mixable(*names)
        mixtures: dict[str, int] = {}
        for home in homes_of_both(first, second):
            request = NameRequest(Condition.for_country(home, gender), count)
            cards = yield from self._cards(self._spelled(names, home), request)
            mixtures[home] = sum(len(existing) + len(new) for existing, new in cards)
            if mixtures[home] >= _ENOUGH:
                break
        country = max(mixtures, key=mixtures.__getitem__)
        card = yield from self.mix(names, country, seed, count, gender)
        return replace(card, suits_both=True)

    def _spelled(self, names: tuple[str, str], country: str) -> tuple[str, str]:
        return self.spell(names[0], country), self.spell(names[1], country)

    def spell(self, name: str, country: str) -> str:
        """Spell a typed name in lower case, without diacritics that the country does not use."""
        letters = self._country_names(country).letters
        typed = self._generator.normalise_case(name, country)
        return "".join(each if each in letters else fold(each) or each for each in typed)

    def _cards(self, spelled: tuple[str, str], request: NameRequest) -> Steps[Sequence[_Dealt]]:
        """Return the mixtures of each card, which are made unless they are of the latest pairs."""
        key = spelled, request
        cards = self._latest.pop(key, None)
        if cards is None:
            cards = yield from self._make_cards(spelled, request)
        self._latest[key] = cards
        if len(self._latest) > _LATEST_PAIRS:
            self._latest.popitem(last=False)
        return cards

    def _make_cards(
        self, spelled: tuple[str, str], request: NameRequest
    ) -> Steps[Sequence[_Dealt]]:
        mixtures = yield from self._make(spelled, request.condition.dominant_country)
        rated: list[_Rated] = []
        for batch in _batches(mixtures):
            rated += self._rate(batch, spelled, request)
            yield
        rated.sort(key=lambda each: -each.points)
        existing, new = self._choose(rated, spelled, request, _GOOD)
        if existing:
            return [*_deal(existing, new, request.count)]
        return [*_deal(*self._choose(rated, spelled, request, _PASSABLE), request.count)][:1]

    def _rate(
        self, mixtures: Sequence[Mixture], spelled: tuple[str, str], request: NameRequest
    ) -> Iterator[_Rated]:
        """Return mixtures, at least one, with how good they are."""
        names = [mixture.name for mixture in mixtures]
        of_any = Condition.for_country(request.condition.dominant_country)
        features = self.compute_features(mixtures, spelled, of_any)
        are_new = self._generator.existence.are_new(names)
        weights = np.where(are_new[:, None], _OF_NEW, _OF_EXISTING)
        points = weights[:, 0] + (weights[:, 1:] * features).sum(axis=1)
        # Of names that exist, it is those who have them that count.
        points[are_new & ~self._are_of_gender(names, request)] = -math.inf
        are_listed = features[:, FEATURES.index("the country lists it")] > 0
        columns = (mixtures, points.tolist(), are_new.tolist(), are_listed.tolist())
        return starmap(_Rated, zip(*columns, strict=True))

    def _are_of_gender(self, names: Sequence[str], request: NameRequest) -> BoolArray:
        """Return whether names sound of the gender asked for, if any is (names)."""
        if not request.condition.gender:
            return np.ones(len(names), np.bool_)
        leanings = self._filtered.leanings(names, request.condition)
        return np.asarray(self._filtered.points(names, request, leanings) > -math.inf)

    def _choose(
        self,
        rated: Sequence[_Rated],
        spelled: tuple[str, str],
        request: NameRequest,
        least: tuple[float, float],
    ) -> tuple[Sequence[Mixture], Sequence[Mixture]]:
        """Return the mixtures to show of those that exist, and of the new ones.

        They have so many points at least.
        """
        of_existing, of_new = least
        country = request.condition.dominant_country
        existing = [
            written
            for each in rated
            if not each.is_new and each.points >= of_existing
            for written in self._as_written(each, spelled, request)
        ]
        new = [
            replace(each.mixture, name=capitalise(each.mixture.name, country), home=country)
            for each in rated
            if each.is_new
            and each.points >= of_new
            and self._rounds.may_be_shown(each.mixture.name, [country])
        ]
        return existing, new

    def _make(self, spelled: tuple[str, str], country: str) -> Steps[Sequence[Mixture]]:
        """Return the mixtures of two names that begin and end as some of a country's names do."""
        joined: list[str] = []
        known: list[str] = []
        for one, other in (spelled, spelled[::-1]):
            joined += _join(one, other)
            known += self._known_with(one, other, country)
            yield
        joined.sort(key=len)
        made: dict[str, str] = {}
        for name in chain(joined[:_MOST_JOINED], known):
            made.setdefault(fold(name), name)
        are_usual = self._country_names(country).have_usual_ends([*made]) if made else ()
        usual = [
            name
            for (folded, name), is_usual in zip(made.items(), are_usual, strict=True)
            if is_usual and is_writable(name, folded)
        ]
        mixtures: list[Mixture] = []
        for batch in _batches(usual):
            mixtures += filter(None, (read_mixture(name, spelled) for name in batch))
            yield
        # Those that begin alike are rated together, for their beginnings to be read once.
        return sorted(mixtures, key=lambda mixture: mixture.name)

    def _known_with(self, one: str, other: str, country: str) -> Iterator[str]:
        """Yield the country's names that begin as some piece of one name and go on as the other."""
        known = self._lists.known_in([country])
        one, other = fold(one), fold(other)
        begin = "|".join([*_pieces(one, MIN_PIECE), one[:1]])
        go_on = "|".join(_pieces(other, MIN_PIECE))
        pattern = re.compile(rf"^(?:{begin}).*(?:{go_on}).*$", re.MULTILINE)
        folded = pattern.findall(join_lines(known.folded))
        rows, _ = known.find(folded)
        return (self.spell(known.written[row].decode(), country) for row in rows.tolist())

    def _is_borne_by(self, name: str, request: NameRequest) -> bool:
        """Return whether people of the gender asked for have a name, as far as they are counted."""
        gender = request.condition.gender
        if gender is None:
            return True
        found = self._generator.existence.bearers.find(name)
        uses = () if found is None else found.uses
        counted = [use for use in uses if use.kind is UseKind.REGISTER]
        bearers = sum(use.bearers for use in counted)
        if not bearers:
            return bool(self._are_of_gender([name], request)[0])
        least, most = _SHARES_OF_WOMEN[gender]
        return least <= sum(use.women for use in counted) / bearers <= most

    def compute_features(
        self, mixtures: Sequence[Mixture], spelled: tuple[str, str], condition: Condition
    ) -> DoubleArray:
        """Return the `FEATURES` of some mixtures, at least one (mixtures, features).

        Args:
            mixtures: with their names in lower case.
            spelled: the two names that they are of, likewise.
            condition: the country.
        """
        names = [mixture.name for mixture in mixtures]
        candidates = self._generator.score(names, condition)
        is_listed, lists = self._lists.listed(names, condition.dominant_country)
        return np.column_stack(
            [
                self._rater.rate(candidates, condition, only_new=True),
                candidates.nll_per_letter,
                [len(name) for name in names],
                [name[0] in (spelled[0][0], spelled[1][0]) for name in names],
                [bool(mixture.between + mixture.rest) for mixture in mixtures],
                self._generator.existence.are_common(names),
                is_listed,
                np.log10(1 + lists),
            ]
        )

    def _as_written(
        self, rated: _Rated, spelled: tuple[str, str], request: NameRequest
    ) -> Iterator[Mixture]:
        """Yield a mixture that exists as people write it, and who bears it, if it may be shown.

        Of names that the country does not list, that takes a few people somewhere. There is none
        where what people write is no mixture.
        """
        known, existence = self._lists.known, self._generator.existence
        country = request.condition.dominant_country
        row = known.index(fold(rated.mixture.name))
        name = (
            rated.mixture.name if row is None else self.spell(known.written[row].decode(), country)
        )
        bearing = existence.bearing(name, [country] if rated.is_listed else [])
        is_borne = bearing is not None and bearing.bearers >= _LEAST_BEARERS
        may_be_shown = (
            not self._generator.blocklist.blocks(name)
            if rated.is_listed
            else is_borne and self._rounds.may_be_shown(name, [country])
        )
        read = read_mixture(name, spelled)
        if may_be_shown and read is not None and self._is_borne_by(name, request):
            home = country
            if bearing is not None and not rated.is_listed:
                home = bearing.country
            yield replace(
                read,
                name=capitalise(name, country),
                bearing=bearing if is_borne else None,
                home=home if home in self._generator.countries else country,
            )


def _join(one: str, other: str) -> Iterator[str]:
    """Yield pieces of a name with pieces of the other in which both are heard.

    One of the pieces at least begins or ends its name, as `read_mixture` has it.
    """
    longest = min(max(len(one), len(other)) + _MAX_MORE, DEFAULT_MAX_LENGTH)
    for sizes in product(range(1, len(one) + 1), range(MIN_PIECE, len(other) + 1)):
        heard = heard_of(sizes, (len(one), len(other)))
        if heard < LEAST_HEARD or not _MIN_LETTERS <= sum(sizes) <= longest:
            continue
        beginnings = _pieces(one, sizes[0]) if sizes[0] >= MIN_PIECE else [one[:1]]
        for beginning, end in product(beginnings, _pieces(other, sizes[1])):
            if is_at_edge(beginning, one) or is_at_edge(end, other):
                yield beginning + end


def _pieces(name: str, size: int) -> Iterator[str]:
    """Yield the pieces of a name that have so many letters."""
    return (name[start : start + size] for start in range(len(name) - size + 1))


def _batches(each: Sequence[_Each]) -> Iterator[Sequence[_Each]]:
    """Yield parts of a sequence that are some work each."""
    return (each[start : start + _BATCH] for start in range(0, len(each), _BATCH))


def _deal(existing: Sequence[Mixture], new: Sequence[Mixture], count: int) -> Iterator[_Dealt]:
    """Yield what exists and what is new on each card, which has no two that are alike."""
    least = 1
    while True:
        shown = _pick(existing, MAX_EXISTING, [])
        shown_new = _pick(new, count, shown)
        if len(shown) + len(shown_new) < least:
            return
        yield tuple(shown), tuple(shown_new)
        existing = [mixture for mixture in existing if mixture not in shown]
        new = [mixture for mixture in new if mixture not in shown_new]
        least = _LEAST_OF_MORE


def _pick(best: Sequence[Mixture], count: int, others: Sequence[Mixture]) -> list[Mixture]:
    """Return the best that are not alike, nor like others."""
    picked: list[Mixture] = []
    for mixture in best:
        if len(picked) < count and not any(
            _are_alike(fold(mixture.name), fold(other.name)) for other in (*others, *picked)
        ):
            picked.append(mixture)
    return picked


def _are_alike(name: str, other: str) -> bool:
    """Return whether two folded names begin or end alike, or differ by a letter."""
    return (
        name[:_ALIKE_BEGINNING] == other[:_ALIKE_BEGINNING]
        or name[-_ALIKE_END:] == other[-_ALIKE_END:]
        or OSA.distance(name, other) <= 1
    )
