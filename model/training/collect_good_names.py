"""Collects the good new names for serving: `python -m model.training.collect_good_names`.

It follows `fit_ranker`. It prints how much of what one reader says of a new name another confirms,
which `TRUST` is set by, and how many names each country has; it writes
`model/weights/new_name_ratings.npz` and `model/weights/good_names.npz`.
"""

import math
from collections.abc import Sequence

import numpy as np

from data.attested.readings import NEW_NAMES, read_judgements
from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.generation import NameRequest
from model.domain.spelling import fold
from model.inference.name_generator import Candidates, NameGenerator
from model.origin.country_lists import CountryLists
from model.selection.blend_ranker import BlendRanker
from model.selection.deck import Deck
from model.selection.everyday_words import EverydayWords
from model.selection.good_names import GoodName, GoodNames
from model.selection.novelty import NoveltyModel
from model.selection.ranker import NameRanker
from model.selection.rater import NEW_NAME_RATINGS, Rankers
from model.selection.reader_ratings import Group, ReaderRatings
from model.selection.rounds import Round, RoundSampler
from model.selection.selector import NameSelector
from model.training.candidates import CandidateReader
from model.training.collect_ratings import confirmed, corrections, readings
from model.training.ratings import is_readable, load_ratings

TRUST = 0.6
"""How much of what a reader's judgement differs by from the ranker's another reader confirms."""
GOOD = 3.0
"""What a name is worth at least with which decks begin: others are served only if sampled."""


def main() -> None:
    """Print how far readers bear each other out, and write."""
    generator = NameGenerator.load()
    reader = CandidateReader(generator)
    unread, novelty = ReaderRatings.of({}), NoveltyModel.load()
    none = GoodNames.collect({})
    rankers = Rankers(NameRanker.load(), BlendRanker.load(), unread, unread, novelty, none)
    lists = CountryLists.load(generator.known)
    selector = NameSelector(generator, rankers, lists, EverydayWords.load())

    def expect(names: Sequence[str], codes: Group) -> DoubleArray:
        countries = selector.rater.countries
        return countries.worth(countries.inputs(reader.read(names, codes[0]), codes[0]))

    judged = [name for name in load_ratings(NEW_NAMES) if is_readable(name, generator)]
    read = [*readings(judged, expect)]
    for readers in (1, 2):
        print(confirmed(read, readers))  # noqa: T201 - this is a command
    shifts = corrections(read, TRUST)
    ReaderRatings.of(shifts).save(NEW_NAME_RATINGS)
    known = {(each.country, fold(each.name)) for each in read_judgements() if each.exists}
    good = {}
    for (code,), of_group in shifts.items():
        names = [name for name in of_group if (code, fold(name)) not in known]
        worth = expect(names, (code,)) + np.array([of_group[name] for name in names])
        worth[~generator.existence.are_new(names)] = -math.inf
        good[code] = choose(selector.rounds, reader.read(names, code), worth, code)
    GoodNames.collect(good).save()
    print({code: len(names) for code, names in good.items()})  # noqa: T201 - likewise
    print(f"wrote {NEW_NAME_RATINGS} and {GoodNames.shipped}")  # noqa: T201 - likewise


def choose(
    rounds: RoundSampler, names: Candidates, worth: DoubleArray, code: str
) -> list[GoodName]:
    """Return the good names that may be served for a country, the best first.

    Args:
        rounds: what else says which may be.
        names: that readers have read.
        worth: as new ones; −∞ of those that exist (names).
        code: of the country.
    """
    request = NameRequest(Condition.for_country(code))
    scores = np.where(worth >= GOOD, worth, -math.inf)
    best = rounds.best_of(Round(request, names, scores), Deck(np.random.default_rng(0)), None)
    rows = {name: row for row, name in enumerate(names.names)}
    leanings = rounds.traits([entry.name for entry in best], request.condition).leanings
    nll = names.nll_per_letter
    return [
        GoodName(entry.name, entry.score, float(nll[rows[entry.name]]), float(leaning))
        for entry, leaning in zip(best, leanings, strict=True)
    ]


if __name__ == "__main__":
    main()
