"""`score`: how likely names are for countries."""

import argparse
import sys
from collections.abc import Iterator

from model.cli.parser import Parser, to_json
from model.domain.condition import Condition
from model.domain.countries import find_country
from model.domain.errors import InputError
from model.inference.name_generator import NameGenerator


def add_arguments(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> Iterator[str]:
    """Score every line of standard input, gender unknown, in the order read."""
    pairs = [_pair(line.rstrip("\r\n")) for line in sys.stdin]
    losses = NameGenerator.load().nll([(name, Condition.for_country(code)) for name, code in pairs])
    for (name, code), nats in zip(pairs, losses, strict=True):
        if options.json:
            yield to_json({"name": name, "country": code, "nats": float(nats)})
        else:
            yield f"{name}\t{code}\t{nats:.4f}"


def _pair(line: str) -> tuple[str, str]:
    name, tab, country = line.partition("\t")
    if not tab:
        message = f"Each line is a name, a tab and a country, not {line!r}."
        raise InputError(message)
    return name, find_country(country).code
