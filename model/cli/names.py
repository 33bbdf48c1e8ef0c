"""`names`: invent some for a country."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict

import numpy as np

from model.cli.parser import Commands, as_json
from model.condition import Condition
from model.countries import find
from model.errors import InputError
from model.namer import Namer
from model.wish import LONGEST, Style, Wish


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("names", help="invent names: names Netherlands --count 10")
    parser.add_argument("country", metavar="COUNTRY", help="NL, Netherlands, Holland, ...")
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--style", choices=[*Style], type=Style, default=Style.PLAIN)
    parser.add_argument("--gender", choices=["F", "M"])
    parser.add_argument("--starts-with", metavar="S", default="")
    parser.add_argument("--min-length", type=int, default=2, metavar="N")
    parser.add_argument("--max-length", type=int, default=16, metavar="N", help=f"up to {LONGEST}")
    parser.add_argument("--seed", type=int, metavar="N", help="the same seed, the same names")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Invent names, the nearest known one behind each."""
    country = find(options.country)
    wish = Wish(
        Condition.of(country.code, options.gender),
        count=options.count,
        sharpness=options.style.sharpness,
        starts_with=options.starts_with,
        min_length=options.min_length,
        max_length=options.max_length,
    )
    if options.seed is not None and options.seed < 0:
        message = f"A seed is 0 or more, not {options.seed}."
        raise InputError(message)
    suggestions = Namer.load().suggest(wish, np.random.default_rng(options.seed))
    if options.json:
        listed = [asdict(one) for one in suggestions]
        yield as_json([{"name": one["name"], "country": country.code, **one} for one in listed])
    else:
        for one in suggestions:
            near = f"nearest {one.nearest} ({one.distance})"
            yield f"{one.name:{LONGEST}}  {one.nats:5.1f} nats  {near}"
    if len(suggestions) < wish.count:
        print(f"No more than {len(suggestions)} new names were found.", file=sys.stderr)  # noqa: T201 - beside the answer, which may be JSON
