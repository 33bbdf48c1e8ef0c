"""Fits how the use of known names tells their origin: `python -m model.training.fit_use`.

It is fitted to the lists of `data/attested/archetypes.tsv`, each name with the tradition that
readers wrote down and without, so that names that no reader wrote down are ranked well, too. The
lists kept for tests tell how good the ranking is, and so do those of their names that no fitted
list has; and names of countries' lists that have diacritics, of which the right countries are those
that write them so. It takes a minute.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import optimize

from data.attested.rows import Row, home_level
from data.attested.traditions import TEST_LISTS, Archetype, read_archetypes, read_traditions
from model.domain.arrays import BoolArray, DoubleArray
from model.domain.corpus import entries
from model.domain.errors import InputError
from model.domain.spelling import fold
from model.domain.validation import validate_name
from model.evaluation.metrics import OriginMetrics
from model.inference.bearers import Bearers, BearersFile, Use, UseKind
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier
from model.origin.parameters import OriginParameters
from model.origin.reversed_scorer import load_scorers
from model.origin.use import USE_FEATURES, UseModel

_WEIGHT_DECAY, _BIAS_DECAY = 1e-3, 3e-4
"""Of the squares of the weights and the biases, beside the mean loss of a name."""
_EPSILON = 1e-12
_SHOWN = 3
"""Countries that a card names of those that share a name."""
_SPELLED = 1000
"""Names with diacritics that are drawn, if there are as many."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Names whose origins are known.

    Attributes:
        lists: the letter of each name's list (names).
        names: folded (names).
        features: of `UseFeatures` (names, countries, features).
        right: whether each country is right (names, countries).
    """

    lists: Sequence[str]
    names: Sequence[str]
    features: DoubleArray
    right: BoolArray

    def select(self, letters: str, without: Container[str] = ()) -> "Sample":
        """Return the names of some lists, without some names."""
        rows = [
            row
            for row, (letter, name) in enumerate(zip(self.lists, self.names, strict=True))
            if letter in letters and name not in without
        ]
        lists, names = [self.lists[row] for row in rows], [self.names[row] for row in rows]
        return Sample(lists, names, self.features[rows], self.right[rows])


def main() -> None:
    """Fit, print how good it is on the lists kept for tests, and write."""
    scorers, parameters = load_scorers(NameGenerator.load()), OriginParameters.load()
    blank = UseModel(
        np.zeros(len(USE_FEATURES)), np.zeros(len(parameters.countries)), np.array(1.0)
    )
    classifier = OriginClassifier(scorers, parameters, BearersFile(), blank)
    archetypes = [each for each in read_archetypes() if _is_readable(each, classifier)]
    spelling = classifier.probabilities([archetype.name for archetype in archetypes])
    told, untold = (
        make_sample(classifier, archetypes, spelling, homes)
        for homes in (_rows_by_name(read_traditions()), {})
    )
    letters = "".join(sorted({*told.lists} - {*TEST_LISTS}))
    model = fit(told, untold, letters)
    model = replace(model, inverse_temperature=fit_temperature(told, untold, letters))
    fitted = {*told.select(letters).names}
    samples = {
        f"{letter}{which}, {how} traditions": sample.select(letter, left_out)
        for letter in TEST_LISTS
        for which, left_out in (("", ()), (" on no fitted list", fitted))
        for how, sample in (("with", told), ("without", untold))
    }
    for name, sample in {**samples, "the lists with diacritics": draw_spelled(classifier)}.items():
        top1, top3, error = measure(model, sample)
        print(  # noqa: T201 - a command
            f"{len(sample.names)} names of {name}: {top1:.3f} first, {top3:.3f} among three, "
            f"calibration error {error:.3f}"
        )
    print(dict(zip(USE_FEATURES, model.weights.round(2).tolist(), strict=True)))  # noqa: T201 - a command
    model.save()
    classifier = OriginClassifier(scorers, parameters, BearersFile(), model)
    for letter in ("E", "G"):
        share = measure_named(classifier, [each for each in archetypes if each.list == letter])
        print(f"{letter} as members read it: {share:.3f}")  # noqa: T201 - a command


def make_sample(
    classifier: OriginClassifier,
    archetypes: Sequence[Archetype],
    spelling: DoubleArray,
    homes: Mapping[str, Sequence[Row]],
) -> Sample:
    """Compute the features of archetypes.

    Args:
        classifier: that computes them.
        archetypes: the names.
        spelling: P(country) by their spelling (names, countries).
        homes: the traditions by folded name; the file of bearers has the archetypes' own, too.
    """
    file = BearersFile()
    features = []
    for archetype, probabilities in zip(archetypes, spelling, strict=True):
        found = file.find(archetype.name)
        uses = () if found is None else found.uses
        counted = [use for use in uses if use.kind is not UseKind.TRADITION]
        written = archetype.name if found is None else found.name
        told = [
            Use(row.country, row.kind, home_level(row.women, row.name, written))
            for row in homes.get(fold(archetype.name), ())
        ]
        bearers = Bearers(
            archetype.name, (*counted, *told), {} if found is None else found.spellings
        )
        features.append(classifier.use_features(archetype.name, probabilities, bearers))
    right = [[code in archetype.right for code in classifier.countries] for archetype in archetypes]
    lists = [archetype.list for archetype in archetypes]
    names = [fold(archetype.name) for archetype in archetypes]
    return Sample(lists, names, np.array(features), np.array(right))


def fit(told: Sample, untold: Sample, letters: str) -> UseModel:
    """Return the model that gives the right countries of some lists the highest probability."""
    samples = [sample.select(letters) for sample in (told, untold)]
    inputs = np.concatenate([sample.features for sample in samples])
    right = np.concatenate([sample.right for sample in samples])
    countries, features = inputs.shape[1:]
    decay = np.repeat([_WEIGHT_DECAY, _BIAS_DECAY], [features, countries])

    def loss(point: DoubleArray) -> tuple[float, DoubleArray]:
        probabilities = _softmax(inputs @ point[:features] + point[features:])
        of_right = np.where(right, probabilities, 0)
        total = of_right.sum(axis=1, keepdims=True).clip(_EPSILON)
        by_logit = (probabilities - of_right / total) / len(inputs)
        gradient = np.concatenate([np.einsum("ncf,nc->f", inputs, by_logit), by_logit.sum(axis=0)])
        value = -np.log(total).mean() + (decay * point**2).sum()
        return float(value), gradient + 2 * decay * point

    start = np.zeros(features + countries)
    point = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return UseModel(point[:features], point[features:], np.array(1.0))


def fit_temperature(told: Sample, untold: Sample, letters: str) -> DoubleArray:
    """Return the inverse temperature that is best for each list, fitted to all others."""
    left_out = []
    for letter in letters:
        model = fit(told, untold, letters.replace(letter, ""))
        left_out += [
            (sample.features @ model.weights + model.bias, sample.right)
            for sample in (told.select(letter), untold.select(letter))
        ]
    logits = np.concatenate([part for part, _ in left_out])
    right = np.concatenate([part for _, part in left_out])

    def loss(point: DoubleArray) -> float:
        return _top1_log_loss(_softmax(np.exp(point[0]) * logits), right)

    return np.array(np.exp(optimize.minimize(loss, [0.0], method="Nelder-Mead").x[0]))


def draw_spelled(classifier: OriginClassifier) -> Sample:
    """Draw names of the countries' lists that have diacritics."""
    writing: dict[str, set[str]] = {}
    for entry in entries():
        if not entry.name.isascii():
            writing.setdefault(entry.name, set()).add(entry.country)
    file, rng = BearersFile(), np.random.default_rng(0)
    borne = [name for name in sorted(writing) if file.find(name) is not None]
    names = rng.permutation(borne)[:_SPELLED].tolist()
    features = [
        classifier.use_features(name, probabilities, file.find(name))
        for name, probabilities in zip(names, classifier.probabilities(names), strict=True)
    ]
    right = [[code in writing[name] for code in classifier.countries] for name in names]
    return Sample([""] * len(names), names, np.array(features), np.array(right))


def measure(model: UseModel, sample: Sample) -> tuple[float, float, float]:
    """Return how often the first country, or one of three, is right, and the calibration error."""
    metrics = OriginMetrics.compute(model.probabilities(sample.features), sample.right)
    return metrics.origin_top1, metrics.origin_top3, metrics.calibration_error


def measure_named(classifier: OriginClassifier, archetypes: Sequence[Archetype]) -> float:
    """Return the share of names whose best country is what a member reads.

    That is the first country, or one of the first three that share the name.
    """
    named = []
    for archetype in archetypes:
        ranking = classifier.rank(archetype.name)
        named.append(archetype.best in {ranking.ranking[0].country, *ranking.shared[:_SHOWN]})
    return float(np.mean(named))


def _is_readable(archetype: Archetype, classifier: OriginClassifier) -> bool:
    """Return whether the networks know a name's letters and one of its countries."""
    try:
        validate_name(archetype.name, classifier.alphabet)
    except InputError:
        return False
    return not archetype.right.isdisjoint(classifier.countries)


def _top1_log_loss(probabilities: DoubleArray, right: BoolArray) -> float:
    rows, first = np.arange(len(right)), probabilities.argmax(axis=1)
    of_first = probabilities[rows, first].clip(_EPSILON, 1 - _EPSILON)
    return float(-np.log(np.where(right[rows, first], of_first, 1 - of_first)).mean())


def _softmax(logits: DoubleArray) -> DoubleArray:
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities: DoubleArray = exponentials / exponentials.sum(axis=1, keepdims=True)
    return probabilities


def _rows_by_name(rows: Iterable[Row]) -> Mapping[str, Sequence[Row]]:
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        by_name.setdefault(fold(row.name), []).append(row)
    return by_name


if __name__ == "__main__":
    main()
