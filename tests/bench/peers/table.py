"""The race on paper: `python tests/bench/peers/table.py` prints ours and every trained peer.

The figures are those of `python -m model evaluate`, which says what each means, from the same
draws' seed, names and judge. Sharpening trades names that differ for names that are real, so ours
is also shown where it repeats itself about as often as the five-gram does. The judge itself stands
in the last line: it only tells origins.
"""

import argparse
import logging
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from time import monotonic

from model.domain import corpus
from model.evaluation.evaluation import Classifier, Evaluation, HeldOut, NameModel, mean
from model.evaluation.metrics import GenerationMetrics, OriginMetrics
from model.inference.name_generator import NameGenerator
from model.inference.weights import SHIPPED_WEIGHTS, Weights
from model.origin.classifier import OriginClassifier as OurOrigin
from model.reports.sharpness import SharpenedModel
from model.training.fit_origin import Sample
from model.training.reference_classifier import ReferenceClassifier
from tests.bench.peers.networks import KINDS
from tests.bench.peers.ngram import Ngram
from tests.bench.peers.origins import ByLoss
from tests.bench.peers.serving import Serving
from tests.bench.peers.train import FOLDER

log = logging.getLogger(__name__)

SHARPER = 1.15
"""Sharpness at which ours repeats itself about as often as the five-gram does."""
NO_ORIGINS = " | | "
"""What stands in the last columns where a model only draws."""
HEADS = (
    *("model", "weights", "minutes", "nats a name", "unseen", "hits", "own", "names hit"),
    *("distinct", "style", "top 1", "top 3", "calibration"),
)


def main() -> None:
    """Measure every model that is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=2000, help="drawn a country")
    options = parser.parse_args()
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    for line in table(options.names, FOLDER):
        print(line, flush=True)  # noqa: T201 - printing is a benchmark's work


def table(names: int, folder: Path) -> Iterator[str]:
    """Yield a Markdown table, a line as soon as it is measured."""
    entries, countries = corpus.entries(), corpus.countries()
    train, validation = corpus.select("train", entries), corpus.select("validation", entries)
    judge = ReferenceClassifier(train, countries)
    evaluation = Evaluation(HeldOut(entries), judge, countries, names)
    yield f"| {' | '.join(HEADS)} |"
    yield f"|---|{'--:|' * (len(HEADS) - 1)}"
    for title, size, minutes, model in models(train, validation, folder):
        log.info("measuring %s", title)
        report, _ = evaluation.run(model, origins(model, train, validation, countries))
        nats = f"{report.spelling.nats_per_name:.3f}"
        yield row([title, size, minutes, nats], report.invention, told(report.origin))
    drawn = sharp(evaluation, SharpenedModel(NameGenerator.load(), SHARPER))
    yield row([f"ours, s = {SHARPER}", "", "", ""], drawn, NO_ORIGINS)
    test = Sample.of(corpus.select("test", entries), countries)
    alone = OriginMetrics.of(judge.probabilities(test.names), test.lists)
    yield f"| the judge |{' |' * 9} {told(alone)} |"


def models(
    train: Sequence[corpus.Entry], validation: Sequence[corpus.Entry], folder: Path
) -> Iterator[tuple[str, str, str, NameModel]]:
    """Yield each model's title, weights, minutes of training, and itself."""
    shipped = Weights.load(SHIPPED_WEIGHTS)
    yield "ours", *cost(shipped), NameGenerator(shipped)
    began = monotonic()
    ngram = Ngram(train, validation, corpus.alphabet())
    yield "five-gram", "", f"{(monotonic() - began) / 60:.2f}", ngram
    for kind in KINDS:
        path = folder / f"{kind}.npz"
        if path.exists():
            weights = Weights.load(path)
            yield kind, *cost(weights), Serving.load(kind, weights)


def origins(
    model: NameModel,
    train: Sequence[corpus.Entry],
    validation: Sequence[corpus.Entry],
    countries: tuple[str, ...],
) -> Classifier:
    """Return what tells origins by a model; ours was fitted before, on the same names."""
    if isinstance(model, NameGenerator):
        return OurOrigin.load(model)
    return ByLoss(model, train, validation, countries)


def cost(weights: Weights) -> tuple[str, str]:
    """Return how many weights there are, and the minutes of all passes, teachers' too."""
    passes = chain(weights.curve, *(one.curve for one in weights.teachers))
    minutes = sum(one["seconds"] for one in passes) / 60
    return f"{weights.size:,}", f"{minutes:.0f}"


def sharp(evaluation: Evaluation, model: SharpenedModel) -> GenerationMetrics:
    """Measure what names come of sharpening."""
    codes = evaluation.countries
    return mean([evaluation.invention(evaluation.draw(model, code), code) for code in codes])


def row(first: Sequence[str], drawn: GenerationMetrics, last: str) -> str:
    """Show a model's figures."""
    return (
        f"| {' | '.join(first)} "
        f"| {drawn.unseen:.0f} | {drawn.held_out_hits:.1f} | {drawn.held_out_hits_own:.1f} "
        f"| {drawn.held_out_names:.1f} "
        f"| {drawn.distinct_share:.3f} | {drawn.style_agreement:.3f} | {last} |"
    )


def told(origin: OriginMetrics) -> str:
    """Show how well origins are told."""
    return f"{origin.origin_top1:.3f} | {origin.origin_top3:.3f} | {origin.calibration_error:.3f}"


if __name__ == "__main__":
    main()
