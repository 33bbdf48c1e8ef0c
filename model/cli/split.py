"""`split`: the lines of one part of the data."""

import argparse
from collections.abc import Iterator

from model.cli.parser import Commands
from model.domain import corpus
from model.domain.errors import InputError


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("split", help="print the lines of one part of the data")
    parser.add_argument("part", choices=corpus.PARTS)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Print a part's lines, as they stand in the file."""
    try:
        names = corpus.entries()
    except FileNotFoundError as error:
        message = f"The names are in the repository, at {corpus.NAMES}, not in the wheel."
        raise InputError(message) from error
    for entry in corpus.select(options.part, names):
        yield f"{entry.name}\t{entry.country}\t{entry.gender}"
