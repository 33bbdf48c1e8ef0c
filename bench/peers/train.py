"""Trains a peer: `python bench/peers/train.py gru`; after Ctrl-C the same command resumes.

The weights go to build/peers/KIND.npz, with a checkpoint beside them until the last epoch is done.
The five-gram needs no training: it is counted in two seconds.
"""

import argparse
import logging
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from bench.peers.networks import PEER_KINDS, PeerKind
from bench.peers.recipe import EPOCHS, PeerTrainer
from model.domain import corpus
from model.training.dataset import NameDataset
from model.training.train import fit, is_complete

FOLDER = Path(__file__).parents[2] / "build" / "peers"


def main() -> None:
    """Train, and log the validation loss of every epoch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=PEER_KINDS)
    parser.add_argument(
        "--passes", type=int, default=EPOCHS, help="the peers compared have %(default)s"
    )
    options = parser.parse_args()
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    train(options.kind, options.passes)


def train(kind: PeerKind, epochs: int = EPOCHS) -> None:
    """Train a peer, unless that is done."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    entries = corpus.entries()
    training = NameDataset.from_entries(corpus.select("train", entries))
    validation = NameDataset.from_entries(corpus.select("validation", entries))
    trainer = PeerTrainer(kind, training, validation, epochs)
    path = FOLDER / f"{kind}.npz"
    if not is_complete(trainer, path):
        fit(trainer, path, progress_bar)


def progress_bar(losses: Iterator[float], steps: int, title: str) -> Iterator[float]:
    """Show an epoch as a bar; a `train.ProgressReporter`."""
    yield from tqdm(losses, title, steps, unit=" steps", mininterval=5)


if __name__ == "__main__":
    main()
