"""`evaluate`: the shipped network's metrics on held-out names."""

import argparse
import logging
from collections.abc import Iterator

from model.cli.generation_options import check_seed
from model.cli.parser import Parser, find_codes, requires_train_extra, to_json
from model.domain import corpus
from model.domain.errors import InputError
from model.evaluation.evaluation import Evaluation, HeldOut, Report
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier

log = logging.getLogger(__name__)

MAX_NAMES = 100_000
"""Names to sample for a country, at most."""


def add_arguments(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("--names", type=int, default=2000, metavar="N", help="samples per country")
    parser.add_argument("--countries", metavar="NL,PL,...", help="[all]")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the samples")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> Iterator[str]:
    """Measure; progress goes to standard error."""
    if not 1 <= options.names <= MAX_NAMES:
        message = f"--names is 1 to {MAX_NAMES:,}, not {options.names}."
        raise InputError(message)
    check_seed(options.seed)
    corpus.require_names_file()
    countries = corpus.country_codes()
    if options.countries is not None:
        countries = find_codes(options.countries)
    # Scikit-learn is an extra, and slow to load: no other command pays for it.
    with requires_train_extra("Evaluating"):
        from model.training.reference_classifier import ReferenceClassifier  # noqa: PLC0415 - see above
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    names = corpus.entries()
    log.info("training the reference classifier")
    reference = ReferenceClassifier(corpus.select("train", names), corpus.country_codes())
    evaluation = Evaluation(HeldOut(names), reference, countries, options.names, options.seed)
    generator = NameGenerator.load()
    overall, by_country = evaluation.run(generator, OriginClassifier.load(generator))
    if options.json:
        settings = {"seed": options.seed, "names": options.names}
        reports = {code: report.to_dict() for code, report in by_country.items()}
        yield to_json({**settings, **overall.to_dict(), "countries": reports})
        return
    yield from table({"all": overall, **by_country})


def table(reports: dict[str, Report]) -> Iterator[str]:
    """Format the main metrics, a report a line."""
    yield (
        "      tested  nats/name  /letter  perplexity  top 1  top 3  calibration"
        "  distinct  novel  unseen   hits    own  style"
    )
    for title, report in reports.items():
        language, origin, generation = report.language_model, report.origin, report.generation
        style = generation.style_agreement
        yield (
            f"{title:4}{language.names_tested:8}{language.nats_per_name:11.3f}"
            f"{language.nats_per_letter:9.3f}{language.perplexity:12.2f}"
            f"{origin.origin_top1:7.3f}{origin.origin_top3:7.3f}{origin.calibration_error:13.3f}"
            f"{generation.distinct_share:10.3f}{generation.novel_share:7.3f}{generation.unseen:8.0f}"
            f"{generation.held_out_hits:7.1f}{generation.held_out_hits_own:7.1f}"
            + ("      -" if style is None else f"{style:7.3f}")
        )
