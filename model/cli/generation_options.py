"""What the commands that invent names share: their options, and what becomes of them."""

import argparse
import sys
from collections.abc import Iterable, Iterator

import numpy as np

from model.cli.parser import Parser
from model.domain.condition import Condition
from model.domain.errors import InputError
from model.domain.generation import (
    MAX_INVERSE_TEMPERATURE,
    MAX_NAME_LENGTH,
    MIN_INVERSE_TEMPERATURE,
    GenerationResult,
    NameRequest,
    Style,
    Suggestion,
)


def add_options(parser: Parser, count: int) -> None:
    """Add the options of a wish, which asks for `count` names where nothing is said."""
    parser.add_argument("--count", type=int, default=count)
    sharpness = parser.add_mutually_exclusive_group()
    sharpness.add_argument("--style", choices=[*Style], type=Style, default=Style.PLAIN)
    sharpness.add_argument(
        "--sharpness",
        type=float,
        metavar="S",
        help=f"{MIN_INVERSE_TEMPERATURE} to {MAX_INVERSE_TEMPERATURE:g}; instead of --style",
    )
    parser.add_argument("--gender", choices=["F", "M"])
    parser.add_argument("--starts-with", metavar="S", default="")
    parser.add_argument("--min-length", type=int, default=2, metavar="N")
    parser.add_argument(
        "--max-length", type=int, default=16, metavar="N", help=f"up to {MAX_NAME_LENGTH}"
    )
    parser.add_argument("--known-too", action="store_true", help="not only names that are new")
    parser.add_argument("--seed", type=int, metavar="N", help="the same seed, the same names")
    parser.add_argument("--json", action="store_true")


def wish_of(options: argparse.Namespace, condition: Condition) -> NameRequest:
    """Make the wish that was typed; the errors are those of `Wish`."""
    sharpness = options.style.sharpness if options.sharpness is None else options.sharpness
    return NameRequest(
        condition,
        count=options.count,
        inverse_temperature=sharpness,
        starts_with=options.starts_with,
        min_length=options.min_length,
        max_length=options.max_length,
        novel=not options.known_too,
    )


def generator_of(options: argparse.Namespace) -> np.random.Generator:
    """Make the source of randomness.

    Raises:
        InputError: the seed is negative.
    """
    if options.seed is not None and options.seed < 0:
        message = f"A seed is 0 or more, not {options.seed}."
        raise InputError(message)
    return np.random.default_rng(options.seed)


def told(suggestions: Iterable[Suggestion]) -> Iterator[str]:
    """Write each name for people, the nearest known one behind it."""
    for one in suggestions:
        behind = f"nearest {one.nearest} ({one.distance})" if one.novel else "a known name"
        yield f"{one.name:{MAX_NAME_LENGTH}}  {one.nats:5.1f} nats  {behind}"


def say_if_few(answer: GenerationResult, wish: NameRequest) -> None:
    """Say beside the answer, which may be JSON, that more were asked for than found, and why."""
    if len(answer) < wish.count:
        names = "new names" if wish.novel else "names"
        print(f"No more than {len(answer)} {names} were found: {answer.reason}.", file=sys.stderr)  # noqa: T201 - see above
