"""`train`: a network from data/finalNames.txt."""

import argparse
import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from model.cli.parser import Parser, find_codes, requires_train_extra
from model.domain.errors import InputError
from model.network.weights import ASSIGNMENT_WEIGHTS, SHIPPED_WEIGHTS
from model.origin.reversed_scorer import REVERSED_WEIGHTS

_Recipe = Literal["single", "tiny", "shipped", "reversed", "tiny-reversed", "assignment"]
_FORWARDS: Mapping[str, _Recipe] = {"full": "single", "tiny": "tiny"}
_BACKWARDS: Mapping[str, _Recipe] = {"full": "reversed", "tiny": "tiny-reversed"}
"""Recipes without teachers, by the size of the network."""


def add_arguments(parser: Parser) -> None:
    """Add the arguments."""
    recipe = parser.add_mutually_exclusive_group()
    recipe.add_argument(
        "--size",
        choices=[*_FORWARDS],
        default="full",
        help="full: as the shipped network, a quarter of an hour; tiny: seconds [full]",
    )
    recipe.add_argument(
        "--teachers",
        dest="recipe",
        action="store_const",
        const="shipped",
        help="the shipped recipe: five networks first, from which one then learns; two hours",
    )
    recipe.add_argument(
        "--recipe",
        type=_recipe,
        choices=["assignment", "shipped"],
        help="shipped is the same as --teachers",
    )
    parser.add_argument(
        "--backwards",
        action="store_true",
        help="read names from behind, as the second network does, for origins and for endings",
    )
    parser.add_argument(
        "--countries", metavar="CODE,...", help="whose names to learn, without teachers [all]"
    )
    parser.add_argument("--out", type=Path, help="file for the weights [one in build/weights/]")
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
        help="of a network without teachers [cross-entropy]",
    )
    parser.add_argument(
        "--precision",
        choices=["bfloat16", "float32"],
        help="of matrix products; many processors are faster in float32 [the recipe's own]",
    )


def run(options: argparse.Namespace) -> Iterator[str]:
    """Train, with a progress bar and the validation loss of each pass."""
    if options.passes is not None and options.passes < 1:
        message = f"--passes is 1 or more, not {options.passes}."
        raise InputError(message)
    if options.recipe in {"assignment", "shipped"}:
        for name in ("loss", "precision", "countries"):
            if getattr(options, name) is not None:
                message = f"This recipe has its own {name}: leave --{name} out."
                raise InputError(message)
        if options.backwards:
            message = "This recipe reads names forwards: leave --backwards out."
            raise InputError(message)
    countries = () if options.countries is None else find_codes(options.countries)
    # PyTorch is an extra, and slow to load: no other command pays for it.
    with requires_train_extra("Training"):
        from model.training.recipes import Changes  # noqa: PLC0415 - see above
        from model.training.recipes import run as train  # noqa: PLC0415 - see above
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    recipe = options.recipe or (_BACKWARDS if options.backwards else _FORWARDS)[options.size]
    out = options.out or _default_out(recipe, options.loss, countries)
    changes = Changes(options.passes, options.loss, options.precision, countries)
    yield from train(recipe, out, changes)
    if recipe in _FORWARDS.values():
        country = countries[0] if countries else "NL"
        yield f"Names from it: python -m model names {country} --raw --weights {out}"


def _recipe(text: str) -> str:
    return "assignment" if text == "seed" else text


def _default_out(recipe: str, loss: str | None, countries: Sequence[str]) -> Path:
    """Return a file, named as the released weights where it can replace them."""
    released = {
        "assignment": ASSIGNMENT_WEIGHTS,
        "reversed": REVERSED_WEIGHTS,
        "shipped": SHIPPED_WEIGHTS,
    }
    stem = released[recipe].stem if recipe in released else recipe
    return Path("build", "weights", f"{'-'.join(filter(None, [stem, loss, *countries]))}.npz")
