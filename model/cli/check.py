"""`check`: what is known of names."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict

from model.cli.parser import Parser, to_json
from model.domain.countries import countries
from model.domain.errors import InputError
from model.domain.name_check import CountryCount, NameCheck, SurnameFit
from model.domain.validation import validate_surname
from model.inference.name_generator import NameGenerator
from model.selection.name_checker import NameChecker

_SHOWN = 5
"""Countries in the output for people; JSON has all."""


def add_arguments(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("names", metavar="NAME", nargs="+")
    parser.add_argument("--surname", metavar="SURNAME", default="", help="that they go with")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> Iterator[str]:
    """Check each name, in the order given."""
    try:
        checker = NameChecker.load(NameGenerator.load())
    except FileNotFoundError as error:
        raise InputError(str(error)) from error
    for check in checker.check(options.names, validate_surname(options.surname)):
        if options.json:
            yield to_json({"name": check.name, **asdict(check)})
        else:
            yield from _format(check)


def _format(check: NameCheck) -> Iterator[str]:
    yield (
        f"{check.name}: {check.kind}; syllables: {check.syllables}; on Wikipedia: {check.people:,}"
    )
    yield from _format_origin(check)
    if check.homes:
        yield f"  at home in {_names(check.homes)}"
    for count in check.counts[:_SHOWN]:
        yield f"  {countries()[count.country].name:24}{_count_text(count)}"
    if len(check.counts) > _SHOWN:
        yield f"  and in {len(check.counts) - _SHOWN} more registers"
    if check.spellings:
        yield f"  also spelled {', '.join(check.spellings)}"
    if check.lookalikes:
        yield f"  looks like {', '.join(check.lookalikes)}"
    if check.words:
        yield f"  an everyday word in: {', '.join(check.words)}"
    if check.is_blocked:
        yield "  a slur or an obscenity in some language"
    if check.fit is not None:
        yield f"  with {check.fit.surname}: {_fit_text(check, check.fit)}"
    yield ""


def _format_origin(check: NameCheck) -> Iterator[str]:
    if check.origin.read_as:
        yield f"  read as {check.origin.read_as}"
    first = check.origin.ranking[0]
    yield f"  from {countries()[first.country].name} ({check.origin.verdict})"
    if check.uncounted:
        yield f"  no figures from {countries()[check.uncounted].name}"


def _count_text(count: CountryCount) -> str:
    sexes = {"F": "women", "M": "men", None: f"{count.share_of_women:.0%} women"}
    peak = f", most in the {count.peak}s" if count.peak else ""
    return f"{count.bearers:9,}  {count.per_million:8.1f} in a million, {sexes[count.sex]}{peak}"


def _fit_text(check: NameCheck, fit: SurnameFit) -> str:
    parts = [fit.initials, f"syllables: {check.syllables} + {fit.syllables}"]
    parts += ["both begin alike"] if fit.alliterates else []
    parts += ["both end alike"] if fit.rhymes else []
    parts += ["the end runs into the surname"] if fit.runs_together else []
    return ", ".join(parts)


def _names(codes: tuple[str, ...]) -> str:
    return ", ".join(countries()[code].name for code in codes)
