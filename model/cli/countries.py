"""`countries`: the countries of the data."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict

from model.cli.parser import Commands, to_json
from model.domain.countries import countries


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("countries", help="list the countries")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """List codes, English names and aliases."""
    if options.json:
        yield to_json([asdict(country) for country in countries().values()])
        return
    for country in countries().values():
        yield f"{country.code}  {country.name:24}{', '.join(country.aliases)}"
