"""`train`: a network from data/finalNames.txt."""

import argparse
import logging
from collections.abc import Iterator
from pathlib import Path

from model.cli.parser import Commands
from model.domain.errors import InputError


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("train", help="train a network from data/finalNames.txt")
    parser.add_argument("--recipe", choices=["seed", "shipped"], default="shipped")
    parser.add_argument("--out", type=Path, help="where the weights go [build/weights/RECIPE.npz]")
    parser.add_argument(
        "--passes",
        "--epochs",
        type=int,
        metavar="N",
        help="over the names, at most [the recipe's own]",
    )
    parser.add_argument(
        "--loss",
        choices=["cross-entropy", "binary-cross-entropy"],
        help="of the shipped recipe [cross-entropy]; the seed's is always the binary one",
    )
    parser.add_argument(
        "--backwards",
        action="store_true",
        help="read names from behind, as the second network does that only tells origins",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Train, with a bar and the validation figure after each pass."""
    if options.passes is not None and options.passes < 1:
        message = f"--passes is 1 or more, not {options.passes}."
        raise InputError(message)
    if options.loss is not None and options.recipe == "seed":
        message = "The seed's recipe has its own loss: leave --loss out."
        raise InputError(message)
    if options.backwards and options.recipe == "seed":
        message = "The seed's recipe reads names as they are: leave --backwards out."
        raise InputError(message)
    # PyTorch is an extra, and slow to load: no other command pays for it.
    try:
        from model.training.recipes import run as train  # noqa: PLC0415 - see above
    except ModuleNotFoundError as error:
        message = f"Training needs {error.name}: pip install -c constraints.txt -e '.[train]'"
        raise InputError(message) from error
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    name = "backwards" if options.backwards else options.recipe
    parts = filter(None, [name, options.loss])
    out = options.out or Path("build", "weights", f"{'-'.join(parts)}.npz")
    yield from train(options.recipe, out, options.passes, options.loss, backwards=options.backwards)
