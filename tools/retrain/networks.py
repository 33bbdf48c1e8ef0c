"""Training the networks: each goes on from its checkpoint, and is published once it is complete."""

import logging
import shutil
from collections.abc import Sequence
from pathlib import Path

from model.network.weights import ASSIGNMENT_WEIGHTS, SHIPPED_WEIGHTS
from model.origin.reversed_scorer import REVERSED_WEIGHTS
from model.training.recipes import (
    assignment_trainer,
    from_scratch_trainer,
    progress_bar,
    student_trainer,
    train_teacher,
    train_teachers,
)
from model.training.train import Trainer, TrainingConfig, fit, is_complete
from tests.bench.peers import table
from tests.bench.peers.networks import PEER_KINDS, PeerKind
from tests.bench.peers.train import train as train_peer

BUILD = Path("build", "weights")


def teacher(number: int, config: TrainingConfig) -> None:
    """Train a teacher; its weights stay in `build/` and are no part of the repository."""
    _log_progress()
    train_teacher(BUILD / SHIPPED_WEIGHTS.name, number, config)


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


def peer(kind: PeerKind, epochs: int) -> None:
    """Train a peer that the card compares with; its weights stay in `build/`."""
    _log_progress()
    train_peer(kind, epochs)


def peer_table(samples: int, epochs: int) -> None:
    """Compare with the peers in the card, after training those that are not in `build/`."""
    for kind in PEER_KINDS:
        peer(kind, epochs)
    table.write(names=samples)


def _publish(trainer: Trainer, path: Path) -> None:
    out = BUILD / path.name
    out.parent.mkdir(parents=True, exist_ok=True)
    if not is_complete(trainer, out):
        fit(trainer, out, progress_bar)
    shutil.copyfile(out, path)


def _log_progress() -> None:
    logging.basicConfig(format="%(message)s", level=logging.INFO)
