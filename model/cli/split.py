"""`split`: the lines of one split of the data."""

import argparse
from collections.abc import Iterator

from model.cli.parser import Parser
from model.domain import corpus


def add_arguments(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("split", choices=corpus.SPLITS)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Print the split's lines as in the file."""
    corpus.require_names_file()
    for entry in corpus.select(options.split, corpus.entries()):
        yield f"{entry.name}\t{entry.country}\t{entry.gender}"
