"""`countries`: the countries of the data."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict

from model.cli.parser import Parser, to_json
from model.domain.countries import countries


def add_arguments(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> Iterator[str]:
    """List codes, English names and aliases."""
    if options.json:
        yield to_json([asdict(country) for country in countries().values()])
        return
    for country in countries().values():
        yield f"{country.code}  {country.name:24}{', '.join(country.aliases)}"
