"""`names`: invent some for a country."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict

from model.cli.generation_options import add_options, generator_of, say_if_few, told, wish_of
from model.cli.parser import Commands, as_json
from model.domain.condition import Condition
from model.domain.countries import find
from model.inference.name_generator import NameGenerator


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("names", help="invent names: names Netherlands --count 10")
    parser.add_argument("country", metavar="COUNTRY", help="NL, Netherlands, Holland, ...")
    add_options(parser, count=30)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Invent names, the nearest known one behind each."""
    country = find(options.country)
    wish = wish_of(options, Condition.for_country(country.code, options.gender))
    answer = NameGenerator.load().suggest(wish, generator_of(options))
    if options.json:
        listed = [asdict(one) for one in answer]
        yield as_json([{"name": one["name"], "country": country.code, **one} for one in listed])
    else:
        yield from told(answer)
    say_if_few(answer, wish)
