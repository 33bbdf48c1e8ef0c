"""`origin`: where names sound from."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from model.cli.parser import Commands, as_json
from model.domain.countries import countries
from model.domain.errors import InputError
from model.domain.ranking import ASSIGNMENT_COUNTRIES, RankBy, Ranking
from model.origin.classifier import OriginClassifier, WeightsMismatchError

_SHOWN = 5
"""Countries that people are shown; JSON has them all."""
_BAR = 20
"""Characters of a bar for certainty."""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("origin", help="tell where names sound from: origin Marieke")
    parser.add_argument("names", metavar="NAME", nargs="+")
    parser.add_argument(
        "--among",
        metavar="COUNTRY,COUNTRY",
        help="choose among these, or `seed` for the assignment's six, "
        f"{','.join(ASSIGNMENT_COUNTRIES)} [all]",
    )
    parser.add_argument("--by", choices=[*RankBy], type=RankBy, default=RankBy.PROBABILITY)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Rank countries for each name, in the order given."""
    try:
        origin = OriginClassifier.load()
    except (FileNotFoundError, WeightsMismatchError) as error:
        raise InputError(str(error)) from error
    among = _among(options.among)
    # All of them, so that one that cannot be read is told before any answer.
    rankings = [origin.rank(name, among, options.by) for name in options.names]
    for ranking in rankings:
        if options.json:
            yield as_json(asdict(ranking))
        else:
            yield from _told(ranking)


def _among(text: str | None) -> Sequence[str] | None:
    if text is None:
        return None
    return ASSIGNMENT_COUNTRIES if text.strip().lower() == "seed" else text.split(",")


def _told(ranking: Ranking) -> Iterator[str]:
    homes = [countries()[code].name for code in ranking.known_in]
    yield f"{ranking.name}: {ranking.verdict}; known in {', '.join(homes) or 'no country here'}"
    by_nats = sorted(ranking.ranking, key=lambda place: place.nats)
    for place in ranking.ranking[:_SHOWN]:
        bar = "█" * round(place.probability * _BAR)
        country = countries()[place.country].name
        least = f"no. {by_nats.index(place) + 1} by nats"
        yield f"  {country:24}{place.probability:7.1%}  {place.nats:5.1f} nats  {least:15} {bar}"
    first, second = (countries()[place.country].name for place in ranking.ranking[:2])
    bits = "  ".join(f"{each.letter} {each.bits:+.1f}" for each in ranking.letters)
    yield f"  bits for {first} over {second}:  {bits}"
    yield ""
