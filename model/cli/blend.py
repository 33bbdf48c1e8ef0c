"""`blend`: generate names of two or three countries at once."""

import argparse
import math
from collections.abc import Iterator, Sequence

from model.cli.generation_options import (
    add_options,
    format_suggestions,
    generate,
    load_selector,
    nats_of,
    to_row,
    warn_if_fewer,
)
from model.cli.parser import Parser, to_json
from model.domain.condition import BlendMethod, Condition
from model.domain.countries import find_country, require_distinct
from model.domain.errors import InputError
from model.inference.name_generator import NameGenerator

_MIN_COUNTRIES, _MAX_COUNTRIES = 2, 3


def add_arguments(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("countries", metavar="COUNTRY", nargs="+", help="two or three")
    parser.add_argument("--weights", metavar="W,W", help="a number each, such as 0.75,0.25 [equal]")
    parser.add_argument(
        "--method",
        choices=[*BlendMethod],
        type=BlendMethod,
        help="how they share the letters [balanced; with --raw distinct]; the model card compares "
        "them",
    )
    add_options(parser, count=10)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Generate names, each with how much it sounds like each of the countries."""
    codes = _codes(options.countries)
    method = options.method or (None if options.raw else BlendMethod.BALANCED)
    blend = Condition.blend(_weights(options.weights, codes), options.gender, method)
    generator = NameGenerator.load()
    selector = load_selector(generator)
    result = generate(generator, selector, options, blend)
    nats = nats_of(generator, result, blend)
    shares = selector.rater.shares([suggestion.name for suggestion in result], blend)
    if options.json:
        yield to_json(
            [
                {"name": each.name, "nats": of_name, "shares": by_country, **to_row(each)}
                for each, of_name, by_country in zip(result, nats, shares, strict=True)
            ]
        )
    else:
        for line, by_country in zip(format_suggestions(result, nats), shares, strict=True):
            percentages = "  ".join(f"{code} {share:.0%}" for code, share in by_country.items())
            yield f"{line}  {percentages}"
    warn_if_fewer(result, options)


def _codes(texts: Sequence[str]) -> Sequence[str]:
    countries = [find_country(text) for text in texts]
    if not _MIN_COUNTRIES <= len(countries) <= _MAX_COUNTRIES:
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
    # A share is 0 where the sum overflows, or where a weight is far smaller than another.
    if not weights or not all(0 < weight < math.inf and weight / total > 0 for weight in weights):
        message = f"Each of --weights is a number above 0, such as 0.75,0.25, not {text!r}."
        raise InputError(message)
    return dict(zip(codes, weights, strict=True))
