"""Collects the good new names for serving: `python -m model.training.collect_good_names`.

It follows `fit_ranker`. It prints how much of what one reader says of a new name another confirms,
which `TRUST` is set by, and how many names each country has; it writes
`model/weights/new_name_ratings.npz` and `model/weights/good_names.npz`.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from data.attested.readings import (
    IMPRESSIONS,
    NEW_BLENDS,
    NEW_NAMES,
    NOT_SPELLED,
    read_judgements,
)
from model.domain.arrays import BoolArray, DoubleArray
from model.domain.condition import Condition
from model.domain.generation import NameRequest
from model.domain.spelling import fold
from model.inference.name_generator import NameGenerator
from model.origin.country_lists import CountryLists
from model.origin.parameters import OriginParameters
from model.selection.blend_ranker import BlendRanker
from model.selection.deck import Deck
from model.selection.everyday_words import EverydayWords
from model.selection.good_names import GoodName, GoodNames
from model.selection.novelty import NoveltyModel
from model.selection.ranker import AGE, APPEAL, QUALITY, WORTH, NameRanker
from model.selection.rater import NEW_NAME_RATINGS, Rankers
from model.selection.reader_ratings import Group, ReaderRatings
from model.selection.rounds import Round
from model.selection.selector import NameSelector
from model.selection.spelling_check import SpellingCheck
from model.training.candidates import CandidateReader
from model.training.collect_ratings import confirmed, corrections, readings
from model.training.ratings import RatedName, is_readable, load_ratings

TRUST = {QUALITY: 0.66, APPEAL: 0.35, AGE: 0.35}
"""How much of what a reader's judgement differs by from the ranker's another reader confirms."""
GOOD, GOOD_OF_BLENDS = 2.2, 1.8
"""What a name is worth at least with which decks begin, of a country and of a blend: more than what
the best five names are worth of a round that nobody has read."""
_MIN_SHARE = 0.1
"""How much such a name of a blend sounds like each of two countries at least."""


def main() -> None:
    """Print how far readers bear each other out, and write."""
    generator = NameGenerator.load()
    unread, novelty = ReaderRatings({}), NoveltyModel.load()
    none = GoodNames.collect({})
    rankers = Rankers(NameRanker.load(), BlendRanker.load(), unread, unread, novelty, none)
    lists = CountryLists.load(generator.known)
    chooser = Chooser(NameSelector(generator, rankers, lists, EverydayWords.load()), generator)
    shifts: dict[Group, dict[str, DoubleArray]] = defaultdict(lambda: defaultdict(_none))
    for column, trust in TRUST.items():
        judged = [name for name in _load(column) if is_readable(name, generator)]
        read = [*readings(judged, partial(chooser.expect, column))]
        for readers in (1, 2, 3):
            print(column, confirmed(read, readers))  # noqa: T201 - this is a command
        for codes, names in corrections(read, trust).items():
            for name, shift in names.items():
                shifts[codes][name][column] = shift
    ReaderRatings(
        {
            codes: {name: float(shift @ WORTH) for name, shift in names.items()}
            for codes, names in shifts.items()
        }
    ).save(NEW_NAME_RATINGS)
    good = {"+".join(codes): chooser.choose(codes, said) for codes, said in shifts.items()}
    GoodNames.collect(good).save()
    print({group: len(names) for group, names in good.items()})  # noqa: T201 - likewise
    print(f"wrote {NEW_NAME_RATINGS} and {GoodNames.shipped}")  # noqa: T201 - likewise


def _none() -> DoubleArray:
    return np.zeros(len(WORTH))


def _load(column: int) -> Iterator[RatedName]:
    """Yield all readings of a column of `NameRanker.judge`."""
    if column == QUALITY:
        yield from (*load_ratings(NEW_NAMES), *load_ratings(NEW_BLENDS))
    else:
        for name in load_ratings(IMPRESSIONS):
            yield name if column == APPEAL else replace(name, rating=name.age)


class Chooser:
    """Chooses the good names of countries and of blends among those that readers have read."""

    def __init__(self, selector: NameSelector, generator: NameGenerator) -> None:
        """Take what expects something of names, and says which may be served."""
        self._selector, self._generator = selector, generator
        self._reader = CandidateReader(generator)
        self._spelling = SpellingCheck(OriginParameters.load())
        judgements = (*read_judgements(NEW_NAMES), *read_judgements(NEW_BLENDS))
        self._known = {fold(judged.name) for judged in judgements if judged.exists}
        self._spelled = {
            (frozenset(judged.country.split("+")), fold(judged.name))
            for judged in judgements
            if judged.made not in NOT_SPELLED
        }

    def expect(self, column: int, names: Sequence[str], codes: Group) -> DoubleArray:
        """Return what readers are expected to say of lower-case names as new ones (names).

        Args:
            column: of what `NameRanker.judge` returns.
            names: in lower case.
            codes: of their countries.
        """
        return self.judge(names, codes)[:, column]

    def judge(self, names: Sequence[str], codes: Group) -> DoubleArray:
        """Return the same of all columns (names, 3)."""
        condition = _condition(codes)
        candidates = self._reader.read(names, condition.dominant_country)
        return self._selector.rater.judge(candidates, condition)

    def choose(self, codes: Group, said: Mapping[str, DoubleArray]) -> list[GoodName]:
        """Return the names that the network spelled, are good and may be served, the best first.

        Args:
            codes: of the countries.
            said: what readers add to what is expected of each name, which is in lower case (3).
        """
        names = [name for name in said if self._is_new_of_the_network(codes, fold(name))]
        if not names:
            return []
        judged = self.judge(names, codes) + np.array([said[name] for name in names])
        worth = judged @ WORTH
        worth[~self._generator.existence.are_new(names)] = -math.inf
        worth[~self._are_of_all(names, codes)] = -math.inf
        least = GOOD if len(codes) == 1 else GOOD_OF_BLENDS
        scores = np.where(worth >= least, worth, -math.inf)
        request = NameRequest(_condition(codes))
        candidates = self._generator.score(names, request.condition)
        part, deck = Round(request, candidates, scores), Deck(np.random.default_rng(0))
        best = self._selector.rounds.best_of(part, deck, most=None)
        chosen = [name for name, _ in best]
        leanings = self._selector.rounds.traits(chosen, request.condition).leanings.tolist()
        homes = self._spelling.shares(chosen, codes).tolist() if chosen else []
        of_name = zip(judged[:, AGE].tolist(), candidates.nll_per_letter.tolist(), strict=True)
        age_and_nll = dict(zip(names, of_name, strict=True))
        return [
            GoodName(name, score, *age_and_nll[name], leaning, home)
            for (name, score), leaning, home in zip(best, leanings, homes, strict=True)
        ]

    def _is_new_of_the_network(self, codes: Group, folded: str) -> bool:
        return folded not in self._known and (frozenset(codes), folded) in self._spelled

    def _are_of_all(self, names: Sequence[str], codes: Group) -> BoolArray:
        """Return whether each name sounds enough like every country of a blend (names)."""
        if len(codes) == 1:
            return np.ones(len(names), np.bool_)
        shares = self._selector.rater.shares(names, _condition(codes))
        return np.array([min(of_name.values()) >= _MIN_SHARE for of_name in shares])


def _condition(codes: Group) -> Condition:
    return Condition.blend(dict.fromkeys(codes, 1.0))


if __name__ == "__main__":
    main()
