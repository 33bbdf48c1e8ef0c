"""Trains by cross-entropy and by the assignment's loss: `python -m model.reports.loss_ablation`.

Both get a quarter of the recipe's epochs and differ in nothing else. The results are kept in
`ablation.json` in the card's folder, and go from there into the card and `ablation.png`. The
weights stay in build/ablation/, so that the same command resumes after an interruption.
"""

import argparse
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from model.evaluation.card import CardBlock
from model.inference.name_generator import NameGenerator
from model.network.weights import LearningCurve, Weights
from model.reports.card_file import ReportConfig, plot_learning_curves
from model.reports.model_card import mean_test_nll
from model.training.losses import LOSSES, Loss
from model.training.recipes import from_scratch_trainer, progress_bar
from model.training.train import TrainingConfig, fit, is_complete

BLOCK = CardBlock("losses", "python -m model.reports.loss_ablation")
RESULTS = "ablation.json"


@dataclass(frozen=True, slots=True)
class AblationConfig(ReportConfig):
    """How long to train.

    Attributes:
        epochs: of each loss; a quarter of the recipe's own.
        build: folder for the weights.
    """

    epochs: int = -(-TrainingConfig().epochs // 4)
    build: Path = Path("build", "ablation")


@dataclass(frozen=True, slots=True)
class AblationResult:
    """The outcome of training by one loss.

    Attributes:
        loss: that was minimised.
        test: nats per name of the test split, gender unknown, of the best epoch's weights.
        curve: the fields of every `loop.EpochResult`.
    """

    loss: Loss
    test: float
    curve: LearningCurve


def parse_config(arguments: Sequence[str] | None = None) -> AblationConfig:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m model.reports.loss_ablation", description=__doc__
    )
    parser.add_argument(
        "--passes",
        "--epochs",
        dest="epochs",
        type=int,
        default=AblationConfig().epochs,
        help="over the names [%(default)s]",
    )
    options = parser.parse_args(arguments)
    if options.epochs < 1:
        parser.error(f"--passes is 1 or more, not {options.epochs}.")
    return AblationConfig(epochs=options.epochs)


def main(config: AblationConfig) -> None:
    """Train by each loss, unless that is done, and write results, plot and card."""
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    config.build.mkdir(parents=True, exist_ok=True)
    results = [train(loss, config.epochs, config.build / f"{loss}.npz") for loss in LOSSES]
    text = json.dumps([asdict(result) for result in results], indent=1)
    (config.folder / RESULTS).write_text(f"{text}\n", "utf-8")
    plot(results, config.folder / "ablation.png")
    BLOCK.write(config.card, "\n".join(table(results)))


def train(loss: Loss, epochs: int, out: Path) -> AblationResult:
    """Train by one loss, unless `out` is the result of the same recipe and data."""
    trainer = from_scratch_trainer(epochs, loss)
    if not is_complete(trainer, out):
        fit(trainer, out, progress_bar)
    weights = Weights.load(out)
    return AblationResult(loss, mean_test_nll(NameGenerator(weights)), weights.curve)


def load_results(path: Path) -> list[AblationResult]:
    """Read results that `main` wrote."""
    return [AblationResult(**result) for result in json.loads(path.read_text("utf-8"))]


def table(results: Sequence[AblationResult]) -> Iterator[str]:
    """Yield a row per loss, and what the last one costs relative to the first."""
    yield "| loss | epochs | best epoch | minutes | validation | test |"
    yield "|---|--:|--:|--:|--:|--:|"
    for result in results:
        best = min(result.curve, key=lambda epoch: epoch["validation"])
        minutes = sum(epoch["seconds"] for epoch in result.curve) / 60
        yield (
            f"| {result.loss.replace('-', ' ')} | {len(result.curve)} | {best['number']:.0f} "
            f"| {minutes:.0f} | {best['validation']:.2f} | {result.test:.2f} |"
        )
    cost = results[-1].test - results[0].test
    yield ""
    yield (
        f"The assignment's loss {'costs' if cost > 0 else 'saves'} {abs(cost):.2f} nats per test "
        f"name after {len(results[-1].curve)} epochs."
    )


def plot(results: Sequence[AblationResult], path: Path) -> None:
    """Plot the learning curves of both losses, as a PNG."""
    plot_learning_curves({result.loss.replace("-", " "): result.curve for result in results}, path)


if __name__ == "__main__":
    main(parse_config())
