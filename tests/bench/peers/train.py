"""Trains a peer: `python tests/bench/peers/train.py gru`; Ctrl-C and again goes on.

The weights go to build/peers/KIND.npz, a checkpoint beside them until the last pass is done. The
five-gram is counted anew in two seconds whenever it is needed.
"""

import argparse
import logging
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from model.domain import corpus
from model.training.dataset import NameDataset
from model.training.loop import fit
from tests.bench.peers.networks import KINDS
from tests.bench.peers.recipe import PASSES, PeerRecipe

FOLDER = Path(__file__).parents[3] / "build" / "peers"


def main() -> None:
    """Train and tell the validation figure of every pass."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument(
        "--passes", type=int, default=PASSES, help="the race's peers have %(default)s"
    )
    options = parser.parse_args()
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    FOLDER.mkdir(parents=True, exist_ok=True)
    names = corpus.entries()
    train = NameDataset.of(corpus.select("train", names))
    validation = NameDataset.of(corpus.select("validation", names))
    recipe = PeerRecipe(options.kind, train, validation, options.passes)
    fit(recipe, FOLDER / f"{options.kind}.npz", watch)


def watch(losses: Iterator[float], steps: int, title: str) -> Iterator[float]:
    """Show a pass as a bar."""
    yield from tqdm(losses, title, steps, unit=" steps", mininterval=5)


if __name__ == "__main__":
    main()
