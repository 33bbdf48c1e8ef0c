"""Writes how well origins are predicted into the card: `python -m model.reports.origin_card`.

The block in the card and `reliability.png` depend on nothing but the weights, the origin parameters
and the test split. It takes half a minute.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from model.domain import corpus
from model.domain.arrays import BoolArray, DoubleArray
from model.domain.ranking import ASSIGNMENT_COUNTRIES
from model.evaluation.card import CardBlock
from model.evaluation.metrics import CALIBRATION_BINS, OriginMetrics
from model.inference.name_generator import NameGenerator
from model.origin.calibration import Calibration
from model.origin.features import FEATURES
from model.origin.parameters import OriginParameters
from model.origin.reversed_scorer import load_scorers
from model.reports.card_file import ReportConfig
from model.training.fit_origin import LabelledNames, compute_features

BLOCK = CardBlock("origins", "python -m model.reports.origin_card")
_SINGLE_FEATURES = {
    "plain loss": Calibration((1, 0, 0, 0), prior=0),
    "Bayes' rule, with the list sizes as prior": Calibration((1, 0, 0, 0)),
    "the reversed network alone": Calibration((0, 1, 0, 0), prior=0),
    "n-grams alone": Calibration((0, 0, 1, 0), prior=0),
    "similar names alone": Calibration((0, 0, 0, 1), prior=0),
}


def main(config: ReportConfig) -> None:
    """Compute the features of the test split, plot, and write."""
    scorers, parameters = load_scorers(NameGenerator.load()), OriginParameters.load()
    test = LabelledNames.from_entries(corpus.select("test", corpus.entries()), parameters.countries)
    write(config, parameters, compute_features(scorers, parameters, test), test.labels)


def write(
    config: ReportConfig, parameters: OriginParameters, features: DoubleArray, labels: BoolArray
) -> None:
    """Write the table into the card, and plot the reliability diagram.

    Args:
        config: where to.
        parameters: what was fitted.
        features: log-scale evidence for each country (features, names, countries).
        labels: whether each country lists each name (names, countries).
    """
    probabilities = {
        "plain loss": _SINGLE_FEATURES["plain loss"].probabilities(features, parameters.list_sizes),
        "calibrated": parameters.calibration.probabilities(features, parameters.list_sizes),
    }
    _plot_reliability(probabilities, labels, config.folder / "reliability.png")
    BLOCK.write(config.card, "\n".join(table(parameters, features, labels)))


def table(parameters: OriginParameters, features: DoubleArray, labels: BoolArray) -> Iterator[str]:
    """Compare each feature alone with all together; the arguments are those of `write`."""
    fitted, sizes = parameters.calibration, parameters.list_sizes
    methods = {
        **_SINGLE_FEATURES,
        "all four, with fitted weights and prior": Calibration(fitted.weights, fitted.prior),
        "fitted inverse temperatures too: as served": fitted,
    }
    yield "| among | by | names | top-1 | top-3 | calibration error |"
    yield "|---|---|--:|--:|--:|--:|"
    for method, calibration in methods.items():
        yield _row("all", method, calibration.probabilities(features, sizes), labels)
    six = [parameters.countries.index(code) for code in ASSIGNMENT_COUNTRIES]
    listed = labels[:, six].any(axis=1)
    probabilities = fitted.probabilities(features[:, listed][:, :, six], sizes[six])
    yield _row("the assignment's six", "as served", probabilities, labels[listed][:, six])
    yield ""
    weights = ", ".join(
        f"{feature} {weight:.2f}" for feature, weight in zip(FEATURES, fitted.weights, strict=True)
    )
    yield (
        f"Fitted weights: {weights}, prior {fitted.prior:.2f}; "
        f"inverse temperatures {fitted.flat_inverse_temperature:.2f} (flat) "
        f"to {fitted.sharp_inverse_temperature:.2f} (sharp); "
        f"*no idea* above {parameters.nll_threshold:.2f} nats per letter."
    )


def _row(among: str, method: str, probabilities: DoubleArray, labels: BoolArray) -> str:
    metrics = OriginMetrics.compute(probabilities, labels)
    return (
        f"| {among} | {method} | {metrics.origins_tested:,} | {metrics.origin_top1:.3f} "
        f"| {metrics.origin_top3:.3f} | {metrics.calibration_error:.3f} |"
    )


def _plot_reliability(rows: Mapping[str, DoubleArray], labels: BoolArray, path: Path) -> None:
    # Matplotlib is slow to load, and only plots need it.
    from matplotlib.figure import Figure  # noqa: PLC0415 - see above

    figure = Figure(figsize=(4.5, 4.5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    for title, probabilities in rows.items():
        top = probabilities.max(axis=1)
        hits = labels[np.arange(len(labels)), probabilities.argmax(axis=1)]
        bins = np.minimum((top * CALIBRATION_BINS).astype(np.intp), CALIBRATION_BINS - 1)
        filled = [bins == number for number in np.unique(bins)]
        means = [float(top[members].mean()) for members in filled]
        shares = [float(hits[members].mean()) for members in filled]
        axes.plot(means, shares, "o-", label=title)
    axes.set(xlabel="probability of the first country", ylabel="share of names that it lists")
    axes.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=120)


if __name__ == "__main__":
    main(ReportConfig())
