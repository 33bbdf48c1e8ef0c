"""Writes how well origins are told into the model card: `python -m model.reports.origin_card`.

What stands between the two marks in `README.md` beside this file, and `reliability.png`, is made
from model.domain.arrays import DoubleArray
from the weights, their atlas and the test part alone. It takes half a minute.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from model.domain import corpus
from model.domain.arrays import BoolArray, DoubleArray
from model.domain.ranking import ASSIGNMENT_COUNTRIES
from model.evaluation.metrics import BINS
from model.evaluation.metrics import OriginMetrics as Figures
from model.inference.name_generator import NameGenerator
from model.origin.calibration import Calibration
from model.origin.features import FEATURES
from model.origin.parameters import OriginParameters
from model.origin.reversed_scorer import load_scorers
from model.reports.card_file import CARD, HERE, write_between
from model.training.fit_origin import Sample, gather

BEGIN, END = "<!-- origins: python -m model.reports.origin_card -->", "<!-- end of origins -->"
_ALONE = {
    "plain loss": Calibration((1, 0, 0, 0), prior=0),
    "Bayes' rule, the lists' sizes as prior": Calibration((1, 0, 0, 0)),
    "the network from behind alone": Calibration((0, 1, 0, 0), prior=0),
    "runs of letters alone": Calibration((0, 0, 1, 0), prior=0),
    "names alike alone": Calibration((0, 0, 0, 1), prior=0),
}


def main() -> None:
    """Score the test part under all countries, draw, and write."""
    namer, atlas = NameGenerator.load(), OriginParameters.load()
    test = Sample.of(corpus.select("test", corpus.entries()), namer.countries)
    write(atlas, gather(load_scorers(namer), atlas, test), test.lists)


def write(atlas: OriginParameters, evidence: DoubleArray, lists: BoolArray) -> None:
    """Put the figures of names into the card, and the plot beside it.

    Args:
        atlas: what was fitted.
        evidence: what speaks for each country (kinds, names, countries).
        lists: which country lists which name (names, countries).
    """
    rows = {
        "plain loss": _ALONE["plain loss"].probabilities(evidence, atlas.sizes),
        "calibrated": atlas.calibration.probabilities(evidence, atlas.sizes),
    }
    _draw(rows, lists, HERE / "reliability.png")
    write_between(CARD, BEGIN, END, [*table(atlas, evidence, lists), ""])


def table(atlas: OriginParameters, evidence: DoubleArray, lists: BoolArray) -> Iterator[str]:
    """Compare each kind of evidence alone with all together; arguments as of `write`."""
    fitted = atlas.calibration
    ways = {
        **_ALONE,
        "all four, weights and prior fitted": Calibration(fitted.weights, fitted.prior),
        "powers fitted too: as served": fitted,
    }
    yield "| among | by | names | top-1 | top-3 | calibration error |"
    yield "|---|---|--:|--:|--:|--:|"
    for way, calibration in ways.items():
        yield _row("all", way, calibration.probabilities(evidence, atlas.sizes), lists)
    six = [atlas.countries.index(code) for code in ASSIGNMENT_COUNTRIES]
    home = lists[:, six].any(axis=1)
    likely = fitted.probabilities(evidence[:, home][:, :, six], atlas.sizes[six])
    yield _row("the seed's six", "as served", likely, lists[home][:, six])
    yield ""
    weights = ", ".join(
        f"{kind} {weight:.2f}" for kind, weight in zip(FEATURES, fitted.weights, strict=True)
    )
    yield (
        f"Fitted weights: {weights}, prior {fitted.prior:.2f}; "
        f"powers {fitted.unsure:.2f} (unsure) to {fitted.sure:.2f} (sure); "
        f"*no idea* above {atlas.unlikely:.2f} nats a letter."
    )


def _row(among: str, way: str, likely: DoubleArray, lists: BoolArray) -> str:
    found = Figures.of(likely, lists)
    return (
        f"| {among} | {way} | {found.origins_tested:,} | {found.origin_top1:.3f} "
        f"| {found.origin_top3:.3f} | {found.calibration_error:.3f} |"
    )


def _draw(rows: Mapping[str, DoubleArray], lists: BoolArray, path: Path) -> None:
    # Matplotlib takes a while to load; the table goes without it.
    from matplotlib.figure import Figure  # noqa: PLC0415 - see above

    figure = Figure(figsize=(4.5, 4.5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    for name, likely in rows.items():
        chance = likely.max(axis=1)
        hits = lists[np.arange(len(lists)), likely.argmax(axis=1)]
        bins = np.minimum((chance * BINS).astype(np.intp), BINS - 1)
        filled = [bins == number for number in np.unique(bins)]
        means = [float(chance[one].mean()) for one in filled]
        axes.plot(means, [float(hits[one].mean()) for one in filled], "o-", label=name)
    axes.set(xlabel="probability of the first country", ylabel="share of names that it lists")
    axes.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=120)


if __name__ == "__main__":
    main()
