"""Fits how likely unattested names are to exist: `python -m model.training.fit_novelty`.

It is fitted to the names that the network invented and two readers have read. It takes a minute.
"""

from itertools import groupby

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold, cross_val_predict

from data.attested.readings import Reading, read
from model.domain.arrays import BoolArray, FloatArray
from model.domain.condition import Condition
from model.domain.spelling import fold, lower
from model.inference.name_generator import NameGenerator
from model.selection.country_names import CountryLists
from model.selection.features import Candidates
from model.selection.novelty import NoveltyModel
from model.selection.ranker import NameRanker
from model.selection.rater import CountryRater

SERVED = "served as new"
"""What `existence.tsv` says of names that passed for new when they were read."""
_INVERSE_DECAY = 0.1
_FOLDS = 5


def main() -> None:
    """Fit, print how well it tells names that no fold has seen, and write."""
    generator = NameGenerator.load()
    lists = CountryLists.load(generator.known, generator.countries)
    rater = CountryRater(generator, NameRanker.load(), lists.country_names)
    readings = sorted(
        (reading for reading in read() if reading.made == SERVED),
        key=lambda reading: reading.country,
    )
    inputs = np.concatenate(
        [
            _inputs(generator, rater, country, [*of_country])
            for country, of_country in groupby(readings, key=lambda reading: reading.country)
        ]
    )
    is_known = np.array([max(reading.first, reading.second) > 0 for reading in readings])
    codes = np.array([reading.country for reading in readings])
    model = fit(inputs, codes, is_known, generator.countries)
    model.save()
    print(f"{len(readings):,} names, {is_known.mean():.3f} of them known")  # noqa: T201 - a command


def fit(
    inputs: FloatArray, codes: np.ndarray, is_known: BoolArray, countries: tuple[str, ...]
) -> NoveltyModel:
    """Fit to names whose existence is known.

    Args:
        inputs: features and hidden layers (names, both).
        codes: the country of each (names).
        is_known: whether a reader knows it (names).
        countries: codes of all countries.
    """
    mean, scale = inputs.mean(axis=0), inputs.std(axis=0) + 1e-6
    one_hot = codes[:, None] == np.array(countries)
    scaled = np.concatenate([(inputs - mean) / scale, one_hot], axis=1)
    regression = LogisticRegression(C=_INVERSE_DECAY, max_iter=1000)
    folds = KFold(_FOLDS, shuffle=True, random_state=0)
    guessed = cross_val_predict(regression, scaled, is_known, cv=folds, method="predict_proba")
    print(f"area under the curve: {roc_auc_score(is_known, guessed[:, 1]):.3f}")  # noqa: T201 - a command
    regression.fit(scaled, is_known)
    coefficients = regression.coef_[0]
    weights = coefficients[: len(mean)] / scale
    bias = coefficients[len(mean) :] + regression.intercept_[0] - weights @ mean
    return NoveltyModel(np.array(countries), weights.astype(np.float32), bias.astype(np.float32))


def _inputs(
    generator: NameGenerator, rater: CountryRater, country: str, readings: list[Reading]
) -> FloatArray:
    spelled = [lower(reading.name, country) for reading in readings]
    letter_nll = generator.batch_letter_nll(spelled, [Condition.for_country(country)])[0]
    candidates = Candidates(spelled, [*map(fold, spelled)], letter_nll.astype(np.float32))
    return rater.inputs(candidates, country)


if __name__ == "__main__":
    main()
