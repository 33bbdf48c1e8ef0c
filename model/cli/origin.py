"""`origin`: which countries names sound from."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from model.cli.parser import Parser, to_json
from model.domain.countries import countries
from model.domain.errors import InputError
from model.domain.ranking import ASSIGNMENT_COUNTRIES, RankBy, Ranking
from model.origin.classifier import OriginClassifier, WeightsMismatchError

_SHOWN = 5
"""Countries in the output for people; JSON has all."""
_BAR_WIDTH = 20
"""Characters of a bar for probability 1."""


def add_arguments(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("names", metavar="NAME", nargs="+")
    parser.add_argument(
        "--among",
        metavar="COUNTRY,COUNTRY",
        help="choose among these, or `assignment` for the assignment's six, "
        f"{','.join(ASSIGNMENT_COUNTRIES)} [all]",
    )
    parser.add_argument("--by", choices=[*RankBy], type=RankBy, default=RankBy.PROBABILITY)
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> Iterator[str]:
    """Rank countries for each name, in the order given."""
    try:
        classifier = OriginClassifier.load()
    except (FileNotFoundError, WeightsMismatchError) as error:
        raise InputError(str(error)) from error
    among = _parse_countries(options.among)
    # All are ranked first, so that an unreadable name is reported before any output.
    rankings = [classifier.rank(name, among, options.by) for name in options.names]
    for ranking in rankings:
        if options.json:
            yield to_json(asdict(ranking))
        else:
            yield from _format_ranking(ranking)


def _parse_countries(text: str | None) -> Sequence[str] | None:
    if text is None:
        return None
    if text.strip().lower() in {"assignment", "seed"}:
        return ASSIGNMENT_COUNTRIES
    return text.split(",")


def _format_ranking(ranking: Ranking) -> Iterator[str]:
    known_in = ", ".join(countries()[code].name for code in ranking.known_in)
    yield f"{ranking.name}: {ranking.verdict}; known in {known_in or 'no country here'}"
    by_nats = sorted(ranking.ranking, key=lambda score: score.nats)
    for score in ranking.ranking[:_SHOWN]:
        bar = "█" * round(score.probability * _BAR_WIDTH)
        country = countries()[score.country].name
        rank = f"no. {by_nats.index(score) + 1} by nats"
        yield f"  {country:24}{score.probability:7.1%}  {score.nats:5.1f} nats  {rank:15} {bar}"
    first, second = (countries()[score.country].name for score in ranking.ranking[:2])
    bits = "  ".join(f"{letter.letter} {letter.bits:+.1f}" for letter in ranking.letters)
    yield f"  bits for {first} over {second}:  {bits}"
    yield ""
