"""Fits how likely a name is to exist: `python -m model.training.fit_novelty`, in a minute.

It is fitted to names that passed for new and that readers have read.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import PredefinedSplit, cross_val_predict

from data.attested.readings import read, read_judgements
from model.domain.arrays import BoolArray, FloatArray, IntArray
from model.domain.spelling import fold
from model.inference.name_generator import NameGenerator
from model.selection.novelty import NoveltyModel
from model.selection.ranker import NameRanker
from model.selection.rater import CountryRater
from model.training.candidates import CandidateReader
from model.training.ratings import draw_folds, rows_by

SERVED = "served as new"
"""What `existence.tsv` says of names that passed for new when they were read."""
_INVERSE_DECAY = 0.1
_FOLDS = 5
_EPSILON = 1e-6

StringArray = npt.NDArray[np.str_]


def main() -> None:
    """Fit, print how well it tells spellings that no fold has seen, and write.

    What the ranker makes of a name is the input, though, and the ranker is fitted to what readers
    said of all these names, if not of their existence.
    """
    generator = NameGenerator.load()
    reader = CandidateReader(generator)
    rater = CountryRater(generator, NameRanker.load(), reader.country_names)
    are_known = known_by_readers()
    names = sorted(are_known)
    codes, is_known = np.array([code for code, _ in names]), np.array([are_known[n] for n in names])
    folds = draw_folds([fold(name) for _, name in names], _FOLDS, np.random.default_rng(0))
    weights, bias = fit_existence(
        _inputs(reader, rater, names), codes, is_known, generator.countries, folds
    )
    countries = np.array(generator.countries)
    NoveltyModel(countries, weights, bias).save()
    print(f"{len(names):,} names, {is_known.mean():.3f} of them known")  # noqa: T201 - a command


def known_by_readers() -> dict[tuple[str, str], bool]:
    """Return whether a reader knows each name that passed for new, by country and spelling."""
    are_known = {
        (reading.country, reading.name): reading.is_known
        for reading in read()
        if reading.made == SERVED
    }
    for judged in read_judgements():
        key = judged.country, judged.name
        are_known[key] = are_known.get(key, False) or judged.exists > 0
    return are_known


def fit_existence(
    inputs: FloatArray,
    codes: StringArray,
    is_known: BoolArray,
    countries: tuple[str, ...],
    folds: IntArray,
) -> tuple[FloatArray, FloatArray]:
    """Return the weights and each country's bias for names whose existence is known.

    Args:
        inputs: features and hidden layers (names, both).
        codes: the country of each (names).
        is_known: whether a reader knows it (names).
        countries: codes of all countries.
        folds: which are left out in turn, to print how well the others tell (names).
    """
    mean, scale = inputs.mean(axis=0), inputs.std(axis=0) + _EPSILON
    one_hot = codes[:, None] == np.array(countries)
    scaled = np.concatenate([(inputs - mean) / scale, one_hot], axis=1)
    regression = LogisticRegression(C=_INVERSE_DECAY, max_iter=1000)
    split = PredefinedSplit(folds)
    guessed = cross_val_predict(regression, scaled, is_known, cv=split, method="predict_proba")
    print(f"area under the curve: {roc_auc_score(is_known, guessed[:, 1]):.3f}")  # noqa: T201 - a command
    regression.fit(scaled, is_known)
    coefficients = regression.coef_[0]
    weights = coefficients[: len(mean)] / scale
    bias = coefficients[len(mean) :] + regression.intercept_[0] - weights @ mean
    return weights.astype(np.float32), bias.astype(np.float32)


def _inputs(
    reader: CandidateReader, rater: CountryRater, names: Sequence[tuple[str, str]]
) -> FloatArray:
    """Return the inputs of names, given in the order of their countries."""
    parts = [
        rater.inputs(reader.read([names[row][1] for row in rows], country), country)
        for country, rows in rows_by(country for country, _ in names).items()
    ]
    return np.concatenate(parts)


if __name__ == "__main__":
    main()
