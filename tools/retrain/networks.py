"""Training the networks: each goes on from its checkpoint, and is published once it is complete."""

import logging
import shutil
from collections.abc import Sequence
from pathlib import Path

from model.inference.weights import ASSIGNMENT_WEIGHTS, SHIPPED_WEIGHTS
from model.origin.reversed_scorer import REVERSED_WEIGHTS
from model.training.batch_trainer import TrainingConfig
from model.training.loop import Trainer, fit, is_complete
from model.training.recipes import (
    assignment_trainer,
    from_scratch_trainer,
    progress_bar,
    student_trainer,
    train_teachers,
)
from tests.bench.peers.networks import PEER_KINDS
from tests.bench.peers.train import train as train_peer

BUILD = Path("build", "weights")


def teachers(configs: Sequence[TrainingConfig]) -> None:
    """Train the teachers; their weights stay in `build/` and are no part of the repository."""
    _log_progress()
    for _ in train_teachers(BUILD / SHIPPED_WEIGHTS.name, configs=configs):
        pass


def student(config: TrainingConfig, teacher_configs: Sequence[TrainingConfig]) -> None:
    """Distil the teachers into the shipped network, training those that are not in `build/`."""
    _log_progress()
    trained = train_teachers(BUILD / SHIPPED_WEIGHTS.name, configs=teacher_configs)
    _publish(student_trainer(list(trained), config=config), SHIPPED_WEIGHTS)


def reversed_network(config: TrainingConfig) -> None:
    """Train the network that reads names from behind."""
    _log_progress()
    _publish(from_scratch_trainer(config=config), REVERSED_WEIGHTS)


def assignment(epochs: int | None) -> None:
    """Train the assignment's network."""
    _log_progress()
    _publish(assignment_trainer(epochs), ASSIGNMENT_WEIGHTS)


def peers(epochs: int) -> None:
    """Train the peers that the card compares with; their weights stay in `build/`."""
    _log_progress()
    for kind in PEER_KINDS:
        train_peer(kind, epochs)


def _publish(trainer: Trainer, path: Path) -> None:
    out = BUILD / path.name
    out.parent.mkdir(parents=True, exist_ok=True)
    if not is_complete(trainer, out):
        fit(trainer, out, progress_bar)
    shutil.copyfile(out, path)


def _log_progress() -> None:
    logging.basicConfig(format="%(message)s", level=logging.INFO)
