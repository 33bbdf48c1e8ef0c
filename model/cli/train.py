"""`train`: a network from data/finalNames.txt."""

import argparse
import logging
from collections.abc import Iterator
from pathlib import Path

from model.cli.parser import Parser, requires_train_extra
from model.domain.errors import InputError
from model.inference.weights import ASSIGNMENT_WEIGHTS, SHIPPED_WEIGHTS
from model.origin.reversed_scorer import REVERSED_WEIGHTS


def add_arguments(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--recipe", type=_recipe, choices=["assignment", "shipped"], default="shipped"
    )
    parser.add_argument(
        "--out",
        type=Path,
        help="file for the weights [in build/weights/, named as the released one]",
    )
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
        help="of the shipped recipe [cross-entropy]; the assignment's is always the binary one",
    )
    parser.add_argument(
        "--backwards",
        action="store_true",
        help="read names from behind, as the second network does, which only ranks origins",
    )


def run(options: argparse.Namespace) -> Iterator[str]:
    """Train, with a progress bar and the validation loss of each pass."""
    if options.passes is not None and options.passes < 1:
        message = f"--passes is 1 or more, not {options.passes}."
        raise InputError(message)
    if options.loss is not None and options.recipe == "assignment":
        message = "The assignment's recipe has its own loss: leave --loss out."
        raise InputError(message)
    if options.backwards and options.recipe == "assignment":
        message = "The assignment's recipe reads names forwards: leave --backwards out."
        raise InputError(message)
    # PyTorch is an extra, and slow to load: no other command pays for it.
    with requires_train_extra("Training"):
        from model.training.recipes import run as train  # noqa: PLC0415 - see above
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    out = options.out or _default_out(options)
    yield from train(
        options.recipe, out, options.passes, options.loss, reverse_names=options.backwards
    )


def _recipe(text: str) -> str:
    return "assignment" if text == "seed" else text


def _default_out(options: argparse.Namespace) -> Path:
    """Return a file named as the released weights, so that it can replace them."""
    if options.recipe == "assignment":
        released = ASSIGNMENT_WEIGHTS
    else:
        released = REVERSED_WEIGHTS if options.backwards else SHIPPED_WEIGHTS
    parts = filter(None, [released.stem, options.loss])
    return Path("build", "weights", f"{'-'.join(parts)}.npz")
