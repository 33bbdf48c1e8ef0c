"""How well the countries of names are told: by each feature alone, and by all together."""

from collections.abc import Iterator
from pathlib import Path

from model.domain import corpus
from model.domain.arrays import BoolArray, DoubleArray
from model.domain.ranking import ASSIGNMENT_COUNTRIES
from model.evaluation.metrics import OriginMetrics
from model.inference.name_generator import NameGenerator
from model.origin.calibration import Calibration
from model.origin.features import FEATURES
from model.origin.parameters import OriginParameters
from model.origin.reversed_scorer import load_scorers
from model.reports.report import Cell, few, table
from model.training.fit_origin import LabelledNames, compute_features


def origins(_folder: Path, *, small: bool) -> Iterator[str]:
    """How well the origins of the test split are told, and what was fitted for it."""
    parameters, scorers = OriginParameters.load(), load_scorers(NameGenerator.load())
    fitted, sizes = parameters.calibration, parameters.list_sizes
    test = LabelledNames.from_entries(corpus.select("test", corpus.entries()), parameters.countries)
    rows = few(range(len(test.names)), small=small)
    test = LabelledNames([test.names[row] for row in rows], test.labels[rows])
    features = compute_features(scorers, parameters, test)
    methods = {
        "plain loss": Calibration((1, 0, 0, 0), prior=0),
        "Bayes' rule, with the list sizes as prior": Calibration((1, 0, 0, 0)),
        "the reversed network alone": Calibration((0, 1, 0, 0), prior=0),
        "n-grams alone": Calibration((0, 0, 1, 0), prior=0),
        "similar names alone": Calibration((0, 0, 0, 1), prior=0),
        "all four, with fitted weights and prior": Calibration(fitted.weights, fitted.prior),
        "fitted inverse temperatures too: as served": fitted,
    }
    predicted = {by: method.probabilities(features, sizes) for by, method in methods.items()}
    six = [parameters.countries.index(code) for code in ASSIGNMENT_COUNTRIES]
    listed = test.labels[:, six].any(axis=1)
    of_six = fitted.probabilities(features[:, listed][:, :, six], sizes[six])
    measured = [measure("all", by, shares, test.labels) for by, shares in predicted.items()]
    yield table(
        "among | by | names:, | top-1:.3f | top-3:.3f | calibration error:.3f",
        [
            *measured,
            measure("the assignment's six", "as served", of_six, test.labels[listed][:, six]),
        ],
    )
    weights = zip(FEATURES, fitted.weights, strict=True)
    yield (
        f"Fitted weights: {', '.join(f'{feature} {weight:.2f}' for feature, weight in weights)}, "
        f"prior {fitted.prior:.2f}; "
        f"inverse temperatures {fitted.flat_inverse_temperature:.2f} (flat) "
        f"to {fitted.sharp_inverse_temperature:.2f} (sharp); "
        f"*no idea* above {parameters.nll_threshold:.2f} nats per letter."
    )


def measure(among: str, by: str, probabilities: DoubleArray, labels: BoolArray) -> list[Cell]:
    """Return a row of the table; probabilities and labels are (names, countries)."""
    metrics = OriginMetrics.compute(probabilities, labels)
    hits = metrics.origin_top1, metrics.origin_top3
    return [among, by, metrics.origins_tested, *hits, metrics.calibration_error]
