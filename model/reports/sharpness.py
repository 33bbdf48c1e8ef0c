"""What squaring the probabilities does to names, among other powers."""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path

from model.domain import corpus
from model.domain.condition import Condition
from model.evaluation.evaluation import Evaluation, HeldOut, SharpenedModel, mean_metrics
from model.inference.name_generator import NameGenerator
from model.reports.report import Cell, few, plot, show, table
from model.training.reference_classifier import ReferenceClassifier

SCORED_NAMES = 50
"""Names of each country, from the first, whose nats are computed."""
FORMATS = {"style": ".3f", "distinct": ".3f", "novel": ".3f", "names hit": ".1f"}
"""What plain and squared names are compared by."""

Metrics = Mapping[str, float]
"""Means over countries, by the columns of the table."""


def sharpness(folder: Path, *, small: bool) -> Iterator[str]:
    """Metrics of raw names at several inverse temperatures s, and whether squares are better."""
    entries, generator = corpus.entries(), NameGenerator.load()
    powers: tuple[float, ...] = (0.5, 0.7, 1, 1.5, 2, 3, 4)
    codes, samples = generator.countries, 300
    if small:
        powers, codes, samples = (1, 2), ("NL", "CN"), 20
    train = few(corpus.select("train", entries), small=small)
    reference = ReferenceClassifier(train, generator.countries)
    evaluation = Evaluation(HeldOut(entries), reference, codes, samples)
    measured = {power: measure(evaluation, SharpenedModel(generator, power)) for power in powers}
    yield table(
        "s:g | style:.3f | unseen:.0f | hits:.1f | names hit:.1f | distinct:.3f | novel:.3f "
        "| nats per name:.2f",
        ([power, *metrics.values()] for power, metrics in measured.items()),
    )
    yield table(
        "metric | plain:> | squared:> | squares are", compare_squares(measured[1], measured[2])
    )
    panels = {
        "share": ("style", "distinct", "novel"),
        f"of {samples} names": ("hits", "names hit"),
        "nats per name": ("nats per name",),
    }
    titles: dict[float, str] = {1: "1\nplain", 2: "2\nsquared"}
    with plot(folder / "sharpness.png", 11, 3.6, panels=len(panels)) as figure:
        for axes, (unit, curves) in zip(figure, panels.items(), strict=True):
            for curve in curves:
                values = [metrics[curve] for metrics in measured.values()]
                axes.plot(powers, values, "o-", markersize=4, label=curve)
            axes.set(xscale="log", xlabel="inverse temperature s", ylabel=unit, ylim=(0, None))
            axes.set_xticks(powers, [titles.get(power, f"{power:g}") for power in powers])
            axes.minorticks_off()


def measure(evaluation: Evaluation, model: SharpenedModel) -> Metrics:
    """Measure raw samples; their nats are −log P(name, stop | country) before sharpening."""
    drawn = {code: evaluation.sample(model, code) for code in evaluation.countries}
    metrics = mean_metrics([evaluation.generation_metrics(drawn[code], code) for code in drawn])
    scored = [
        (name, Condition.for_country(code))
        for code, names in drawn.items()
        for name in names[:SCORED_NAMES]
    ]
    return {
        "style": metrics.style_agreement or 0.0,
        "unseen": metrics.unseen,
        "hits": metrics.held_out_hits,
        "names hit": metrics.held_out_names,
        "distinct": metrics.distinct_share,
        "novel": metrics.novel_share,
        "nats per name": float(model.nll(scored).mean()),
    }


def compare_squares(plain: Metrics, squared: Metrics) -> Iterator[list[Cell]]:
    """Answer the assignment's question: are squared probabilities better, worse or the same?"""
    for title, form in FORMATS.items():
        before, after = plain[title], squared[title]
        cells = [show(before, form), show(after, form)]
        if title == "style":
            # Names as typical as real ones are best; of all else, more is better.
            before, after = 1 - abs(1 - before), 1 - abs(1 - after)
        yield [title, *cells, compare(before, after)]


def compare(before: float, after: float) -> str:
    """Return whether the second of two is better, that is larger; within 2 % they are the same."""
    if math.isclose(before, after, rel_tol=0.02):
        return "the same"
    return "better" if after > before else "worse"
