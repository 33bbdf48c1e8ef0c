"""Compares the shipped network with its peers: `python bench/peers/table.py`.

The metrics are those of `python -m model evaluate`, with the same seed, names and reference
classifier. Sharpening trades distinct names for real ones, so ours is also shown at the inverse
temperature at which it repeats itself about as often as the five-gram does. The last row is the
reference classifier itself, which only ranks origins.
"""

import argparse
import logging
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from time import monotonic

from bench.peers.networks import PEER_KINDS
from bench.peers.ngram import FiveGramModel
from bench.peers.origins import LossClassifier
from bench.peers.recipe import EPOCHS
from bench.peers.serving import PeerModel
from bench.peers.train import FOLDER, train
from model.domain import corpus
from model.evaluation.card import CARD, CardBlock
from model.evaluation.evaluation import (
    Classifier,
    Evaluation,
    HeldOut,
    NameModel,
    SharpenedModel,
    mean_metrics,
)
from model.evaluation.metrics import GenerationMetrics, OriginMetrics
from model.inference.name_generator import NameGenerator
from model.network.weights import SHIPPED_WEIGHTS, Weights
from model.origin.classifier import OriginClassifier
from model.training.fit_origin import LabelledNames
from model.training.reference_classifier import ReferenceClassifier

log = logging.getLogger(__name__)

BLOCK = CardBlock("peers", "python -m bench.peers.table --card")
SAMPLES = 2000
"""Names to sample for a country."""
SHARPENED_INVERSE_TEMPERATURE = 1.15
"""At which ours repeats itself about as often as the five-gram does."""
NO_ORIGIN_CELLS = " | | "
"""The last columns of a row about sampling alone."""
COLUMNS = (
    *("model", "weights", "minutes", "nats a name", "unseen", "hits", "own", "names hit"),
    *("distinct", "style", "top 1", "top 3", "calibration"),
)


def main() -> None:
    """Measure every trained model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=SAMPLES, help="samples per country")
    parser.add_argument(
        "--card",
        action="store_true",
        help="train the peers that are not, and write the table into the card",
    )
    parser.add_argument("--passes", type=int, default=EPOCHS, help="of that training")
    options = parser.parse_args()
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    for kind in PEER_KINDS if options.card else ():
        train(kind, options.passes)
    lines = []
    for line in table(options.names, FOLDER):
        print(line, flush=True)  # noqa: T201 - printing is a benchmark's work
        lines.append(line)
    if options.card:
        BLOCK.write(CARD, "\n".join(lines))


def table(names: int, folder: Path) -> Iterator[str]:
    """Yield a Markdown table, a line as soon as it is measured."""
    entries, countries = corpus.entries(), corpus.country_codes()
    train, validation = corpus.select("train", entries), corpus.select("validation", entries)
    reference = ReferenceClassifier(train, countries)
    evaluation = Evaluation(HeldOut(entries), reference, countries, names)
    yield f"| {' | '.join(COLUMNS)} |"
    yield f"|---|{'--:|' * (len(COLUMNS) - 1)}"
    for title, size, minutes, model in models(train, validation, folder):
        log.info("measuring %s", title)
        report, _ = evaluation.run(model, origin_classifier(model, train, validation, countries))
        nats = f"{report.language_model.nats_per_name:.3f}"
        yield row([title, size, minutes, nats], report.generation, origin_cells(report.origin))
    sharpened = SharpenedModel(NameGenerator.load(), SHARPENED_INVERSE_TEMPERATURE)
    first = [f"ours, s = {SHARPENED_INVERSE_TEMPERATURE}", "", "", ""]
    yield row(first, measure_sharpened(evaluation, sharpened), NO_ORIGIN_CELLS)
    test = LabelledNames.from_entries(corpus.select("test", entries), countries)
    metrics = OriginMetrics.compute(reference.probabilities(test.names), test.labels)
    yield f"| the reference classifier |{' |' * 9} {origin_cells(metrics)} |"


def models(
    train: Sequence[corpus.Entry], validation: Sequence[corpus.Entry], folder: Path
) -> Iterator[tuple[str, str, str, NameModel]]:
    """Yield title, number of weights, minutes of training and model."""
    shipped = Weights.load(SHIPPED_WEIGHTS)
    yield "ours", *training_cost(shipped), NameGenerator(shipped)
    started = monotonic()
    ngram = FiveGramModel(train, validation, corpus.alphabet())
    yield "five-gram", "", f"{(monotonic() - started) / 60:.2f}", ngram
    for kind in PEER_KINDS:
        path = folder / f"{kind}.npz"
        if path.exists():
            weights = Weights.load(path)
            yield kind, *training_cost(weights), PeerModel.load(kind, weights)


def origin_classifier(
    model: NameModel,
    train: Sequence[corpus.Entry],
    validation: Sequence[corpus.Entry],
    countries: tuple[str, ...],
) -> Classifier:
    """Return a model's origin classifier; ours was fitted before, on the same names."""
    if isinstance(model, NameGenerator):
        return OriginClassifier.load(model)
    return LossClassifier(model, train, validation, countries)


def training_cost(weights: Weights) -> tuple[str, str]:
    """Return the number of weights and the minutes of training, the teachers' included."""
    epochs = chain(weights.curve, *(teacher.curve for teacher in weights.teachers))
    minutes = sum(epoch["seconds"] for epoch in epochs) / 60
    return f"{weights.size:,}", f"{minutes:.0f}"


def measure_sharpened(evaluation: Evaluation, model: SharpenedModel) -> GenerationMetrics:
    """Measure samples of a sharpened model, averaged over the countries."""
    return mean_metrics(
        [
            evaluation.generation_metrics(evaluation.sample(model, code), code)
            for code in evaluation.countries
        ]
    )


def row(first: Sequence[str], metrics: GenerationMetrics, last: str) -> str:
    """Format a row: its first cells, the metrics of its samples, and its last cells."""
    return (
        f"| {' | '.join(first)} "
        f"| {metrics.unseen:.0f} | {metrics.held_out_hits:.1f} | {metrics.held_out_hits_own:.1f} "
        f"| {metrics.held_out_names:.1f} "
        f"| {metrics.distinct_share:.3f} | {metrics.style_agreement:.3f} | {last} |"
    )


def origin_cells(origin: OriginMetrics) -> str:
    """Format the cells of origin metrics."""
    return f"{origin.origin_top1:.3f} | {origin.origin_top3:.3f} | {origin.calibration_error:.3f}"


if __name__ == "__main__":
    main()
