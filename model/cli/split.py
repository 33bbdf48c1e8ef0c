"""`split`: the lines of one split of the data."""

import argparse
from collections.abc import Iterator

from model.cli.parser import Commands
from model.domain import corpus


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("split", help="print the lines of one split of the data")
    parser.add_argument("split", choices=corpus.SPLITS)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Print the split's lines as in the file."""
    corpus.require_names_file()
    for entry in corpus.select(options.split, corpus.entries()):
        yield f"{entry.name}\t{entry.country}\t{entry.gender}"
