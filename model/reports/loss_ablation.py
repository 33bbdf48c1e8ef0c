"""Trains by cross-entropy and by the assignment's loss: `python -m model.reports.loss_ablation`.

Both get a quarter of the recipe's passes, and are alike in all else. What came of it is kept in
`ablation.json` in the model card's folder, and from there goes between two marks of the card and
into `ablation.png`. The weights stay in build/ablation/; stopped, the same command goes on.
"""

import argparse
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from model.inference.name_generator import NameGenerator
from model.inference.weights import LearningCurve, Weights
from model.reports.card_file import HERE, draw, write_between
from model.reports.model_card import shipped_nats
from model.training.batch_trainer import TrainingConfig
from model.training.loop import finished, fit
from model.training.losses import LOSSES, Loss
from model.training.recipes import alone, bar

BEGIN, END = "<!-- losses: python -m model.reports.loss_ablation -->", "<!-- end of losses -->"
LOG = "ablation.json"
BUILD = Path("build", "ablation")


@dataclass(frozen=True, slots=True)
class Run:
    """What training by one loss came to.

    Attributes:
        loss: what was lowered.
        test: nats a name of the test part, gender unknown, of the best pass's weights.
        curve: the fields of every `training.Pass`.
    """

    loss: Loss
    test: float
    curve: LearningCurve


def main(arguments: Sequence[str] | None = None, here: Path = HERE) -> None:
    """Train by each loss where that was not done yet; write the log, the curves and the card."""
    parser = argparse.ArgumentParser(
        prog="python -m model.reports.loss_ablation", description=__doc__
    )
    quarter = -(-TrainingConfig().passes // 4)
    parser.add_argument("--passes", type=int, default=quarter, help="over the names [%(default)s]")
    options = parser.parse_args(arguments)
    if options.passes < 1:
        parser.error(f"--passes is 1 or more, not {options.passes}.")
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    BUILD.mkdir(parents=True, exist_ok=True)
    runs = [train(loss, options.passes, BUILD / f"{loss}.npz") for loss in LOSSES]
    log = json.dumps([asdict(run) for run in runs], indent=1)
    (here / LOG).write_text(f"{log}\n", "utf-8")
    draw({run.loss.replace("-", " "): run.curve for run in runs}, here / "ablation.png")
    write_between(here / "README.md", BEGIN, END, table(runs))


def train(loss: Loss, passes: int, out: Path) -> Run:
    """Train by one loss, unless `out` holds what the same recipe and data came to."""
    recipe = alone(passes, loss)
    if not finished(recipe, out):
        fit(recipe, out, bar)
    weights = Weights.load(out)
    return Run(loss, shipped_nats(NameGenerator(weights)), weights.curve)


def read(log: Path) -> list[Run]:
    """Read the runs that a log holds."""
    return [Run(**one) for one in json.loads(log.read_text("utf-8"))]


def table(runs: Sequence[Run]) -> Iterator[str]:
    """Compare the runs, a line each, and say what the last loss costs beside the first."""
    yield "| loss | passes | best | minutes | validation | test |"
    yield "|---|--:|--:|--:|--:|--:|"
    for run in runs:
        best = min(run.curve, key=lambda one: one["validation"])
        minutes = sum(one["seconds"] for one in run.curve) / 60
        yield (
            f"| {run.loss.replace('-', ' ')} | {len(run.curve)} | {best['number']:.0f} "
            f"| {minutes:.0f} | {best['validation']:.2f} | {run.test:.2f} |"
        )
    cost = runs[-1].test - runs[0].test
    yield ""
    yield (
        f"The seed's loss {'costs' if cost > 0 else 'saves'} {abs(cost):.2f} nats a test name "
        f"after {len(runs[-1].curve)} passes."
    )


if __name__ == "__main__":
    main()
