"""`mix`: names made of two names."""

import argparse
import sys
from collections.abc import Iterator

from model.cli.generation_options import check_seed, load_selector
from model.cli.parser import Parser, to_json
from model.domain.countries import countries, find_country
from model.domain.errors import InputError
from model.domain.generation import MAX_NAME_LENGTH
from model.domain.mixture import MixedCard, Mixture
from model.domain.ranking import Ranking
from model.domain.steps import finish
from model.domain.validation import validate_name
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier, WeightsMismatchError
from model.selection.mixing import MAX_NEW


def add_arguments(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("names", metavar="NAME", nargs=2)
    parser.add_argument(
        "--country",
        metavar="COUNTRY",
        help="that they are spelled for [one that suits both]",
    )
    parser.add_argument("--gender", choices=["F", "M", "N"], help="N: for both alike")
    parser.add_argument(
        "--count",
        type=int,
        default=MAX_NEW,
        help=f"of new ones [{MAX_NEW}]",
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="0 for the best, 1 for the next [0]"
    )
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> Iterator[str]:
    """Mix two names, and show which piece of each mixture is whose."""
    check_seed(options.seed)
    generator = NameGenerator.load()
    first, second = (validate_name(name, generator.alphabet) for name in options.names)
    mixer = load_selector(generator).mixer
    if options.country is None:
        rankings = _rank(generator, first, second)
        steps = mixer.mix_at_home(*rankings, options.seed, options.count, options.gender)
    else:
        country = find_country(options.country).code
        steps = mixer.mix((first, second), country, options.seed, options.count, options.gender)
    card = finish(steps)
    if options.json:
        yield to_json([_to_row(card, mixture) for mixture in card.mixtures])
    else:
        yield from _format(card)
    if len(card.new) < options.count:
        print(f"No more than {len(card.new)} new mixtures are left.", file=sys.stderr)  # noqa: T201 - as the output may be JSON


def _rank(generator: NameGenerator, first: str, second: str) -> tuple[Ranking, Ranking]:
    try:
        classifier = OriginClassifier.load(generator)
    except (FileNotFoundError, WeightsMismatchError) as error:
        raise InputError(str(error)) from error
    return classifier.rank(first), classifier.rank(second)


def _format(card: MixedCard) -> Iterator[str]:
    yield (
        f"{' and '.join(card.names)}, spelled for {countries()[card.country].name}; "
        f"card {card.number + 1} of {card.cards}"
    )
    for mixture in card.mixtures:
        (one, beginning), (other, end) = card.pieces(mixture)
        parts = f"{beginning.of(one)} of {one}", mixture.between, f"{end.of(other)} of {other}"
        pieces = ", ".join(filter(None, (*parts, mixture.rest)))
        exists = "; exists" if mixture in card.existing else ""
        yield f"  {mixture.name:{MAX_NAME_LENGTH}}  {pieces}{exists}"


def _to_row(card: MixedCard, mixture: Mixture) -> dict[str, object]:
    (one, beginning), (other, end) = card.pieces(mixture)
    return {
        "name": mixture.name,
        "country": card.country,
        "begins_like": one,
        "beginning": beginning.of(one),
        "ends_like": other,
        "end": end.of(other),
        "exists": mixture in card.existing,
    }
