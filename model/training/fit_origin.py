"""Fits the atlas of the shipped weights: `python -m model.training.fit_origin`, after training.

Runs of letters are learnt from the training part, all else is fitted to the validation part. It
takes two minutes or three.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from model.domain import corpus
from model.domain.arrays import BoolArray, DoubleArray
from model.domain.corpus import Entry
from model.domain.spelling import fold
from model.inference.name_generator import NameGenerator
from model.origin.calibration import Calibration
from model.origin.features import OriginFeatures
from model.origin.ngram_classifier import NGramClassifier, runs
from model.origin.parameters import ORIGIN_PARAMETERS, OriginParameters, pack
from model.origin.reversed_scorer import Scorer, identities, load_scorers

FOUND_LIKELY = 0.99
"""The share of validation names that are not unlikely everywhere."""
_LEAST = 1e-12
"""Keeps a logarithm finite."""


def main() -> None:
    """Learn runs, weigh the validation part for all countries, fit, and write."""
    both, names = load_scorers(NameGenerator.load()), corpus.entries()
    runs = learn(corpus.select("train", names), both[0].countries)
    validation = Sample.of(corpus.select("validation", names), both[0].countries)
    atlas = make(both, names, validation, runs)
    atlas.save()
    fitted = f"{atlas.calibration}, unlikely above {atlas.unlikely:.3f} nats a letter"
    print(f"{ORIGIN_PARAMETERS}: {fitted}")  # noqa: T201 - this is a command


@dataclass(frozen=True, slots=True)
class Sample:
    """Names of known origin, each folded name once.

    Attributes:
        names: in lower case; of several spellings the first in the data.
        lists: which country lists which name (names, countries).
    """

    names: Sequence[str]
    lists: BoolArray

    @classmethod
    def of(cls, entries: Sequence[corpus.Entry], countries: Sequence[str]) -> Self:
        """Gather entries; all spellings of a name must be among them, as they are in a part."""
        spelt = {fold(entry.name): entry.letters for entry in reversed(entries)}
        listed = _listed(entries)
        lists = [[code in listed[key] for code in countries] for key in spelt]
        return cls(tuple(spelt.values()), np.array(lists))


def make(
    both: tuple[NameGenerator, Scorer],
    entries: Sequence[corpus.Entry],
    validation: Sample,
    runs: NGramClassifier,
) -> OriginParameters:
    """Fit to the validation part, and note which country lists which name."""
    namer = both[0]
    train = _listed(corpus.select("train", entries))
    sizes = np.array([sum(code in codes for codes in train.values()) for code in namer.countries])
    atlas = OriginParameters(
        weights=identities(both),
        countries=namer.countries,
        sizes=sizes.astype(float),
        calibration=Calibration(),
        unlikely=0.0,
        lists=pack(namer.known, namer.countries, _listed(entries)),
        trained=np.array([name in train for name in namer.known.folded]),
        runs=runs,
    )
    evidence = gather(both, atlas, validation)
    letters = np.array([len(name) + 1 for name in validation.names])
    least = -evidence[0].max(axis=1) / letters
    return replace(
        atlas,
        calibration=fit(evidence, atlas.sizes, validation.lists),
        unlikely=float(np.quantile(least, FOUND_LIKELY)),
    )


def gather(
    both: tuple[NameGenerator, Scorer], atlas: OriginParameters, sample: Sample
) -> DoubleArray:
    """Weigh every name of a sample for every country (kinds, names, countries)."""
    evidence = OriginFeatures(both, atlas.runs, atlas.alike(both[0].known))
    return evidence.of(sample.names, both[0].countries)


def _listed(entries: Sequence[corpus.Entry]) -> Mapping[str, set[str]]:
    countries: dict[str, set[str]] = {}
    for entry in entries:
        countries.setdefault(fold(entry.name), set()).add(entry.country)
    return countries


def fit(evidence: DoubleArray, sizes: DoubleArray, lists: BoolArray) -> Calibration:
    """Fit to names whose countries are known.

    First weights and prior, by the mean of −log of what the countries that list a name have
    together. Then the powers, by the log loss of "the likeliest country lists it".

    Args:
        evidence: logarithms of how much speaks for each country (kinds, names, countries).
        sizes: how many names each country has (countries).
        lists: which country lists which name (names, countries).
    """

    def of(point: Sequence[float]) -> Calibration:
        *weights, prior = point
        return Calibration(tuple(weights), prior)

    def outside(point: Sequence[float]) -> float:
        likely = of(point).probabilities(evidence, sizes)
        return float(-np.log((likely * lists).sum(axis=1).clip(_LEAST)).mean())

    bayes = of(minimise(outside, [*[1 / len(evidence)] * len(evidence), 0.5]))

    def powered(point: Sequence[float]) -> Calibration:
        sure, unsure = np.exp(point).tolist()
        return replace(bayes, sure=sure, unsure=unsure)

    def surprise(point: Sequence[float]) -> float:
        likely = powered(point).probabilities(evidence, sizes)
        rows, first = np.arange(len(lists)), likely.argmax(axis=1)
        hits, chance = lists[rows, first], likely[rows, first].clip(_LEAST, 1 - _LEAST)
        return float(-np.log(np.where(hits, chance, 1 - chance)).mean())

    return powered(minimise(surprise, [0.0, 0.0]))


def minimise(loss: Callable[[Sequence[float]], float], start: Sequence[float]) -> list[float]:
    """Find where a smooth loss of few numbers is least: ever smaller steps along each axis."""
    point, least, step = list(start), loss(start), 0.5
    while step > 1e-4:  # noqa: PLR2004 - far finer than what names can tell
        tried = [
            [*point[:axis], point[axis] + move, *point[axis + 1 :]]
            for axis in range(len(point))
            for move in (step, -step)
        ]
        losses = [loss(one) for one in tried]
        if min(losses) < least:
            least = min(losses)
            point = tried[losses.index(least)]
        else:
            step /= 2
    return point


KEPT = 0.1
"""Share of the weights kept: on the validation part all did no better, half as many worse."""
RARELY = 2
"""Names that a run must be in: one name alone teaches nothing about others."""


def learn(entries: Sequence[Entry], countries: Sequence[str]) -> NGramClassifier:
    """Train on entries of two countries or more; on the training part that takes half a minute."""
    vectorizer = TfidfVectorizer(analyzer=_spell, min_df=RARELY, dtype=np.float32)
    counts = vectorizer.fit_transform([entry.letters for entry in entries])
    # Averaged over its steps (Polyak & Juditsky 1992), it may be regularised the less.
    regression = SGDClassifier(loss="log_loss", alpha=5e-7, average=True, random_state=0)
    regression.fit(counts, [countries.index(entry.country) for entry in entries])
    known = vectorizer.get_feature_names_out()
    return _pack(
        np.array([int(number) for number in known], np.uint32),
        vectorizer.idf_,
        regression.coef_.T,
        regression.intercept_,
    )


def _spell(name: str) -> list[str]:
    return [str(run.number) for run in runs(name)]


def _pack(
    numbers: npt.NDArray[np.uint32],
    rarity: npt.NDArray[np.float32],
    weights: npt.NDArray[np.float64],
    bias: npt.NDArray[np.float64],
) -> NGramClassifier:
    """Keep the weights (runs, countries) that are farthest from what most countries have."""
    # What all countries have in common cancels where they are compared.
    own = weights - np.median(weights, axis=1, keepdims=True)
    unit = np.abs(own).max() / 127
    own[np.abs(own) < np.quantile(np.abs(own), 1 - KEPT)] = 0
    order = np.argsort(numbers)
    steps = np.rint(own[order] / unit).astype(np.int8)
    rows, places = np.nonzero(steps)
    return NGramClassifier(
        numbers[order],
        rarity[order].astype(np.float16),
        np.bincount(rows, minlength=len(numbers)).cumsum().astype(np.int32),
        places.astype(np.uint8),
        steps[rows, places],
        bias.astype(np.float32),
        np.array(unit, np.float32),
    )


if __name__ == "__main__":
    main()
