"""Options and output shared by the commands that generate names."""

import argparse
import secrets
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np

from model.cli.parser import Parser
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.errors import InputError
from model.domain.generation import (
    DEFAULT_MAX_LENGTH,
    MAX_INVERSE_TEMPERATURE,
    MAX_NAME_LENGTH,
    MAX_SEED,
    MIN_INVERSE_TEMPERATURE,
    GenerationResult,
    NameKind,
    NameRequest,
    RequestedKind,
    Style,
    Suggestion,
)
from model.inference.name_generator import NameGenerator
from model.network.weights import Weights
from model.selection.selector import NameSelector


def add_options(parser: Parser, count: int) -> None:
    """Add the options of a name request; `count` is the default number of names."""
    parser.add_argument("--count", type=int, default=count)
    sharpness = parser.add_mutually_exclusive_group()
    sharpness.add_argument("--style", choices=[*Style], type=Style, default=Style.PLAIN)
    sharpness.add_argument(
        "--sharpness",
        type=float,
        metavar="S",
        help=f"{MIN_INVERSE_TEMPERATURE} to {MAX_INVERSE_TEMPERATURE:g}; instead of --style",
    )
    parser.add_argument("--gender", choices=["F", "M", "N"], help="N: for both alike")
    parser.add_argument("--starts-with", metavar="S", default="")
    parser.add_argument("--ends-with", metavar="S", default="")
    parser.add_argument(
        "--max-length",
        type=int,
        default=DEFAULT_MAX_LENGTH,
        metavar="N",
        help=f"up to {MAX_NAME_LENGTH}",
    )
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument(
        "--kind",
        choices=[*RequestedKind],
        type=RequestedKind,
        default=RequestedKind.NEW,
        help="new: nobody is known to bear them; rare: few do",
    )
    kind.add_argument(
        "--known-too",
        dest="kind",
        action="store_const",
        const=RequestedKind.ANY,
        help="the same as --kind any",
    )
    parser.add_argument(
        "--raw", action="store_true", help="names as the network samples them, not chosen"
    )
    parser.add_argument("--seed", type=int, metavar="N", help="the same seed, the same names")
    parser.add_argument("--json", action="store_true")


def load_generator(path: Path, country: str) -> NameGenerator:
    """Load a network that has learnt the names of a country.

    Raises:
        InputError: the file cannot be read, holds no such network, or one of other countries.
    """
    try:
        weights = Weights.load(path)
        generator = NameGenerator(weights)
    except OSError as error:
        message = f"{path}: {error.strerror}."
        raise InputError(message) from error
    except ValueError as error:
        message = f"{path} holds no network for names: those of `model train` do."
        raise InputError(message) from error
    except KeyError as error:
        message = f"{path} holds no network of this version, as it has no {error}: train one."
        raise InputError(message) from error
    learnt = weights.learnt_countries
    if country not in learnt:
        message = f"The network in {path} has learnt names of {', '.join(learnt)} only."
        raise InputError(message)
    return generator


def load_selector(generator: NameGenerator) -> NameSelector:
    """Load the selector.

    Raises:
        InputError: a file is missing.
    """
    try:
        return NameSelector.load(generator)
    except FileNotFoundError as error:
        raise InputError(str(error)) from error


def generate(
    generator: NameGenerator,
    selector: NameSelector,
    options: argparse.Namespace,
    condition: Condition,
) -> GenerationResult:
    """Generate names by the options, with a seeded random generator if asked for.

    Raises:
        InputError: an option is out of bounds.
    """
    sharpness, style = options.sharpness, options.style
    request = NameRequest(
        condition,
        count=options.count,
        inverse_temperature=style.inverse_temperature if sharpness is None else sharpness,
        starts_with=options.starts_with,
        ends_with=options.ends_with,
        max_length=options.max_length,
        kind=options.kind,
    )
    check_seed(options.seed)
    if options.raw and options.ends_with:
        message = "Names that are --raw cannot be chosen by their last letters."
        raise InputError(message)
    if options.raw:
        return generator.suggest(request, np.random.default_rng(options.seed))
    cards = request.cards_per_deck
    first_card = secrets.randbelow(MAX_SEED // cards) * cards
    seed = first_card if options.seed is None else options.seed
    return selector.suggest(request, seed)


def check_seed(seed: int | None) -> None:
    """Check the random generator's seed, if there is one.

    Raises:
        InputError: it is negative.
    """
    if seed is not None and seed < 0:
        message = f"A seed is 0 or more, not {seed}."
        raise InputError(message)


def nats_of(
    generator: NameGenerator, suggestions: Iterable[Suggestion], condition: Condition
) -> list[float]:
    """Return −log P(name, stop | condition) of each name, in nats."""
    nats = generator.nll([(suggestion.name, condition) for suggestion in suggestions])
    return [float(of_name) for of_name in nats]


def to_row(suggestion: Suggestion) -> dict[str, object]:
    """Return the fields of a suggestion in JSON, without its name and nats."""
    row = asdict(suggestion)
    fields = ("nearest", "distance", "abroad", "kind", "bearing")
    return {
        "novel": suggestion.is_new,
        **{field: row[field] for field in fields},
    }


def format_suggestions(suggestions: Iterable[Suggestion], nats: Iterable[float]) -> Iterator[str]:
    """Format each name for people, followed by the nearest known one, or who bears it."""
    for suggestion, of_name in zip(suggestions, nats, strict=True):
        yield f"{suggestion.name:{MAX_NAME_LENGTH}}  {of_name:5.1f} nats  {_note(suggestion)}"


def _note(suggestion: Suggestion) -> str:
    if suggestion.is_new:
        return f"nearest {suggestion.nearest} ({suggestion.distance})"
    kind = "a rare name" if suggestion.kind is NameKind.RARE else "a real name already"
    bearing = suggestion.bearing
    if bearing is None:
        return kind
    return f"{kind}: {bearing.bearers:,} in {countries()[bearing.country].name}"


def warn_if_fewer(result: GenerationResult, options: argparse.Namespace) -> None:
    """Warn on standard error, as the output may be JSON, if fewer names were found than asked."""
    if len(result) < options.count:
        names = {RequestedKind.ANY: "names"}.get(options.kind, f"{options.kind} names")
        print(f"No more than {len(result)} {names} were found: {result.reason}.", file=sys.stderr)  # noqa: T201 - see above
