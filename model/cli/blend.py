"""`blend`: invent names of two or three countries at once."""

import argparse
import math
from collections.abc import Iterator, Sequence

from model.cli.generation_options import add_options, generator_of, say_if_few, told, wish_of
from model.cli.parser import Commands, as_json
from model.domain.condition import BlendMethod, Condition
from model.domain.countries import find, require_distinct
from model.domain.errors import InputError
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier, WeightsMismatchError

_FEWEST, _MOST = 2, 3
"""Countries that a blend may have."""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("blend", help="invent names of several countries: blend NL PL")
    parser.add_argument("countries", metavar="COUNTRY", nargs="+", help="two or three")
    parser.add_argument("--weights", metavar="W,W", help="a number each, such as 0.75,0.25 [equal]")
    parser.add_argument(
        "--method",
        choices=[*BlendMethod],
        type=BlendMethod,
        default=BlendMethod.DISTINCT,
        help="how they share the letters [%(default)s]; the model card compares them",
    )
    add_options(parser, count=10)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Invent names; behind each, how much it sounds like each of the countries."""
    codes = _codes(options.countries)
    blend = Condition.blend(_weights(options.weights, codes), options.gender, options.method)
    wish = wish_of(options, blend)
    rng = generator_of(options)
    namer = NameGenerator.load()
    try:
        origin = OriginClassifier.load(namer)
    except (FileNotFoundError, WeightsMismatchError) as error:
        raise InputError(str(error)) from error
    answer = namer.suggest(wish, rng)
    rows = origin.probabilities([one.name for one in answer], codes).tolist()
    shares = [dict(zip(codes, row, strict=True)) for row in rows]
    if options.json:
        yield as_json(
            [
                {
                    "name": one.name,
                    "nats": one.nats,
                    "shares": each,
                    "novel": one.novel,
                    "nearest": one.nearest,
                    "distance": one.distance,
                }
                for one, each in zip(answer, shares, strict=True)
            ]
        )
    else:
        for line, each in zip(told(answer), shares, strict=True):
            yield f"{line}  {'  '.join(f'{code} {share:.0%}' for code, share in each.items())}"
    say_if_few(answer, wish)


def _codes(texts: Sequence[str]) -> Sequence[str]:
    countries = [find(text) for text in texts]
    if not _FEWEST <= len(countries) <= _MOST:
        message = f"A blend has two or three countries, not {len(countries)}."
        raise InputError(message)
    require_distinct(countries)
    return [country.code for country in countries]


def _weights(text: str | None, codes: Sequence[str]) -> dict[str, float]:
    if text is None:
        return dict.fromkeys(codes, 1.0)
    fields = text.split(",")
    if len(fields) != len(codes):
        message = f"--weights has a number for each of the {len(codes)} countries, not {text!r}."
        raise InputError(message)
    try:
        weights = [float(field) for field in fields]
    except ValueError:
        weights = []
    total = sum(weights)
    # A sum beyond all numbers, or a weight next to nothing beside another, leaves no share.
    if not weights or not all(0 < each < math.inf and each / total > 0 for each in weights):
        message = f"Each of --weights is a number above 0, such as 0.75,0.25, not {text!r}."
        raise InputError(message)
    return dict(zip(codes, weights, strict=True))
