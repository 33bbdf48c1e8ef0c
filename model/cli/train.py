"""`train`: a network from data/finalNames.txt."""

import argparse
import logging
from collections.abc import Iterator
from pathlib import Path

from model.cli.parser import Commands
from model.errors import InputError


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("train", help="train a network from data/finalNames.txt")
    parser.add_argument("--recipe", choices=["seed", "shipped"], default="shipped")
    parser.add_argument("--out", type=Path, help="where the weights go [build/weights/RECIPE.npz]")
    parser.add_argument("--epochs", type=int, help="passes over the names [the recipe's own]")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Train, with a bar and the validation figure after each pass."""
    if options.epochs is not None and options.epochs < 1:
        message = f"--epochs is 1 or more, not {options.epochs}."
        raise InputError(message)
    # PyTorch is an extra, and slow to load: no other command pays for it.
    try:
        from model.recipes import run as train  # noqa: PLC0415 - see above
    except ModuleNotFoundError as error:
        message = f"Training needs {error.name}: pip install -c constraints.txt -e '.[train]'"
        raise InputError(message) from error
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    out = options.out or Path("build", "weights", f"{options.recipe}.npz")
    yield from train(options.recipe, out, options.epochs)
