"""Fits the origin parameters: `python -m model.training.fit_origin`, after training the networks.

The n-gram classifier is trained on the training split; all else is fitted to the validation split.
It takes two to three minutes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from scipy import optimize
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from model.domain import corpus
from model.domain.arrays import BoolArray, DoubleArray
from model.domain.corpus import Entry
from model.domain.spelling import fold
from model.inference.known_names import KnownNames
from model.inference.name_generator import NameGenerator
from model.origin.calibration import Calibration
from model.origin.country_lists import CountryLists
from model.origin.features import OriginFeatures
from model.origin.ngram_classifier import NGramClassifier, ngrams
from model.origin.parameters import ORIGIN_PARAMETERS, OriginParameters, pack_labels
from model.origin.reversed_scorer import Scorer, joint_fingerprint, load_scorers

RECOGNISED_SHARE = 0.99
"""Share of the validation names below the threshold of "no idea"."""
KEPT_SHARE = 0.1
"""Share of the n-gram weights kept: on validation all did no better, and half as many worse."""
MIN_NAMES = 2
"""Names that an n-gram must occur in: one that occurs in a single name does not generalise."""
_EPSILON = 1e-12
"""Keeps logarithms finite."""


def main() -> None:
    """Collect the known names, fit to the shipped weights, and write both."""
    entries = corpus.entries()
    KnownNames.from_names(entry.name for entry in entries).save()
    scorers = load_scorers(NameGenerator.load())
    countries = scorers[0].countries
    ngram_classifier = train_ngram_classifier(corpus.select("train", entries), countries)
    validation = LabelledNames.from_entries(corpus.select("validation", entries), countries)
    parameters = fit_parameters(scorers, entries, validation, ngram_classifier)
    parameters.save()
    fitted = f"{parameters.calibration}, threshold {parameters.nll_threshold:.3f} nats per letter"
    print(f"{ORIGIN_PARAMETERS}: {fitted}")  # noqa: T201 - this is a command


@dataclass(frozen=True, slots=True)
class LabelledNames:
    """Names and the countries that list them, each folded name once.

    Attributes:
        names: in lower case; of several spellings the first in the data.
        labels: whether each country lists each name (names, countries).
    """

    names: Sequence[str]
    labels: BoolArray

    @classmethod
    def from_entries(cls, entries: Sequence[Entry], countries: Sequence[str]) -> Self:
        """Group entries by folded name; all spellings of each must be among them, as in a split."""
        spellings = {fold(entry.name): entry.letters for entry in reversed(entries)}
        countries_by_name = _countries_by_name(entries)
        labels = [[code in countries_by_name[key] for code in countries] for key in spellings]
        return cls(tuple(spellings.values()), np.array(labels))


def fit_parameters(
    scorers: tuple[NameGenerator, Scorer],
    entries: Sequence[Entry],
    validation: LabelledNames,
    ngram_classifier: NGramClassifier,
) -> OriginParameters:
    """Fit calibration and threshold to the validation split, and record who lists each name."""
    generator = scorers[0]
    train = _countries_by_name(corpus.select("train", entries))
    list_sizes = [sum(code in codes for codes in train.values()) for code in generator.countries]
    parameters = OriginParameters(
        fingerprint=joint_fingerprint(scorers),
        countries=generator.countries,
        list_sizes=np.array(list_sizes, np.float64),
        calibration=Calibration(),
        nll_threshold=0.0,
        packed_labels=pack_labels(
            generator.known, generator.countries, _countries_by_name(entries)
        ),
        in_training=np.array([name.decode() in train for name in generator.known.folded]),
        ngram_classifier=ngram_classifier,
    )
    features = compute_features(scorers, parameters, validation)
    lengths = np.array([len(name) + 1 for name in validation.names])
    lowest_nll = -features[0].max(axis=1) / lengths
    return replace(
        parameters,
        calibration=fit_calibration(features, parameters.list_sizes, validation.labels),
        nll_threshold=float(np.quantile(lowest_nll, RECOGNISED_SHARE)),
    )


def compute_features(
    scorers: tuple[NameGenerator, Scorer], parameters: OriginParameters, sample: LabelledNames
) -> DoubleArray:
    """Return the features of a sample for every country (features, names, countries)."""
    features = OriginFeatures(scorers, CountryLists(scorers[0].known, parameters))
    return features.compute(sample.names, parameters.countries)


def _countries_by_name(entries: Sequence[Entry]) -> Mapping[str, set[str]]:
    countries: dict[str, set[str]] = {}
    for entry in entries:
        countries.setdefault(fold(entry.name), set()).add(entry.country)
    return countries


def fit_calibration(
    features: DoubleArray, list_sizes: DoubleArray, labels: BoolArray
) -> Calibration:
    """Fit to names whose countries are known.

    Weights and prior minimise `ranking_loss`; then the inverse temperatures, which change no order,
    minimise `top1_log_loss`.

    Args:
        features: log-scale evidence for each country (features, names, countries).
        list_sizes: how many names each country has (countries).
        labels: whether each country lists each name (names, countries).
    """

    def with_weights(point: DoubleArray) -> Calibration:
        *weights, prior = point.tolist()
        return Calibration(tuple(weights), prior)

    def with_temperatures(point: DoubleArray) -> Calibration:
        sharp, flat = np.exp(point).tolist()
        return replace(bayes, sharp_inverse_temperature=sharp, flat_inverse_temperature=flat)

    start = [*[1 / len(features)] * len(features), 0.5]
    sample = features, list_sizes, labels
    bayes = with_weights(minimise(lambda at: ranking_loss(with_weights(at), *sample), start))
    point = minimise(lambda at: top1_log_loss(with_temperatures(at), *sample), [0, 0])
    return with_temperatures(point)


def ranking_loss(
    calibration: Calibration, features: DoubleArray, list_sizes: DoubleArray, labels: BoolArray
) -> float:
    """Return the mean −log of the total probability of the countries that list a name."""
    probabilities = calibration.probabilities(features, list_sizes)
    return float(-np.log((probabilities * labels).sum(axis=1).clip(_EPSILON)).mean())


def top1_log_loss(
    calibration: Calibration, features: DoubleArray, list_sizes: DoubleArray, labels: BoolArray
) -> float:
    """Return the log loss of "the most likely country lists the name"."""
    probabilities = calibration.probabilities(features, list_sizes)
    rows, top = np.arange(len(labels)), probabilities.argmax(axis=1)
    predicted = probabilities[rows, top].clip(_EPSILON, 1 - _EPSILON)
    return float(-np.log(np.where(labels[rows, top], predicted, 1 - predicted)).mean())


def minimise(loss: Callable[[DoubleArray], float], start: Sequence[float]) -> DoubleArray:
    """Return a local minimum of a smooth loss, by L-BFGS with finite differences."""
    point: DoubleArray = optimize.minimize(loss, start, method="L-BFGS-B").x
    return point


def train_ngram_classifier(
    entries: Sequence[Entry], countries: Sequence[str], kept_share: float = KEPT_SHARE
) -> NGramClassifier:
    """Train on entries of two or more countries; the training split takes half a minute."""
    vectorizer = TfidfVectorizer(
        analyzer=lambda name: [str(ngram.hash) for ngram in ngrams(name)],
        min_df=MIN_NAMES,
        dtype=np.float32,
    )
    tfidf = vectorizer.fit_transform([entry.letters for entry in entries])
    # Averaging over the steps (Polyak & Juditsky 1992) allows for weaker regularisation.
    regression = SGDClassifier(loss="log_loss", alpha=5e-7, average=True, random_state=0)
    regression.fit(tfidf, [countries.index(entry.country) for entry in entries])
    hashes = np.array([int(text) for text in vectorizer.get_feature_names_out()], np.uint32)
    # The weights are quantised, and those closest to an n-gram's median pruned: whatever all
    # countries have in common cancels out between them.
    weights = regression.coef_.T
    centred = weights - np.median(weights, axis=1, keepdims=True)
    scale = np.abs(centred).max() / 127
    centred[np.abs(centred) < np.quantile(np.abs(centred), 1 - kept_share)] = 0
    order = np.argsort(hashes)
    quantised = np.rint(centred[order] / scale).astype(np.int8)
    rows, columns = np.nonzero(quantised)
    row_ends = np.bincount(rows, minlength=len(hashes)).cumsum()
    return NGramClassifier(
        hashes=hashes[order],
        idf=vectorizer.idf_[order].astype(np.float16),
        indptr=np.insert(row_ends, 0, 0).astype(np.int32),
        indices=columns.astype(np.uint8),
        data=quantised[rows, columns],
        bias=regression.intercept_.astype(np.float32),
        scale=np.array(scale, np.float32),
    )


if __name__ == "__main__":
    main()
