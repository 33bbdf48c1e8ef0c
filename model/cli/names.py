"""`names`: generate names for a country."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from model.cli.generation_options import (
    add_options,
    format_suggestions,
    generate,
    load_generator,
    load_selector,
    nats_of,
    to_row,
    warn_if_fewer,
)
from model.cli.parser import Parser, to_json
from model.domain.condition import Condition
from model.domain.countries import find_country
from model.network.weights import SHIPPED_WEIGHTS


def add_arguments(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("country", metavar="COUNTRY", help="NL, Netherlands, Holland, ...")
    parser.add_argument(
        "--weights", type=Path, default=SHIPPED_WEIGHTS, metavar="FILE", help="of another network"
    )
    add_options(parser, count=30)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Generate names, each with the nearest known one."""
    country = find_country(options.country)
    condition = Condition.for_country(country.code, options.gender)
    generator = load_generator(options.weights, country.code)
    result = generate(generator, load_selector(generator), options, condition)
    nats = nats_of(generator, result, condition)
    if options.json:
        yield to_json(
            [
                {"name": each.name, "country": country.code, "nats": of_name, **to_row(each)}
                for each, of_name in zip(result, nats, strict=True)
            ]
        )
    else:
        yield from format_suggestions(result, nats)
    warn_if_fewer(result, options)
