"""`evaluate`: the shipped network's figures on names that it never saw."""

import argparse
import logging
from collections.abc import Iterator

from model.cli.parser import Commands, as_json
from model.domain import corpus
from model.domain.countries import find
from model.domain.errors import InputError
from model.evaluation.evaluation import Evaluation, HeldOut, Report
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier

log = logging.getLogger(__name__)

MOST = 100_000
"""Names that may be drawn for a country."""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("evaluate", help="measure the network on names it never saw")
    parser.add_argument("--names", type=int, default=2000, metavar="N", help="drawn a country")
    parser.add_argument("--countries", metavar="NL,PL,...", help="[all]")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the names drawn")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Iterator[str]:
    """Measure, and say on standard error how far it is."""
    _check(options)
    countries = corpus.countries()
    if options.countries is not None:
        countries = tuple(dict.fromkeys(find(one).code for one in options.countries.split(",")))
    # Scikit-learn is an extra, and slow to load: no other command pays for it.
    try:
        from model.training.reference_classifier import ReferenceClassifier  # noqa: PLC0415 - see above
    except ModuleNotFoundError as error:
        message = f"Evaluating needs {error.name}: pip install -c constraints.txt -e '.[train]'"
        raise InputError(message) from error
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    names = corpus.entries()
    log.info("training a judge of spellings")
    judge = ReferenceClassifier(corpus.select("train", names), corpus.countries())
    evaluation = Evaluation(HeldOut(names), judge, countries, options.names, options.seed)
    namer = NameGenerator.load()
    together, each = evaluation.run(namer, OriginClassifier.load(namer))
    if options.json:
        asked = {"seed": options.seed, "names": options.names}
        by_country = {code: report.flat() for code, report in each.items()}
        yield as_json({**asked, **together.flat(), "countries": by_country})
        return
    yield from table({"all": together, **each})


def table(reports: dict[str, Report]) -> Iterator[str]:
    """Show the figures people ask for first, a report a line."""
    yield (
        "      tested  nats/name  /letter  perplexity  top 1  top 3  calibration"
        "  distinct  novel  unseen   hits    own  style"
    )
    for title, report in reports.items():
        spelling, origin, invention = report.spelling, report.origin, report.invention
        style = invention.style_agreement
        yield (
            f"{title:4}{spelling.names_tested:8}{spelling.nats_per_name:11.3f}"
            f"{spelling.nats_per_letter:9.3f}{spelling.perplexity:12.2f}"
            f"{origin.origin_top1:7.3f}{origin.origin_top3:7.3f}{origin.calibration_error:13.3f}"
            f"{invention.distinct_share:10.3f}{invention.novel_share:7.3f}{invention.unseen:8.0f}"
            f"{invention.held_out_hits:7.1f}{invention.held_out_hits_own:7.1f}"
            + ("      -" if style is None else f"{style:7.3f}")
        )


def _check(options: argparse.Namespace) -> None:
    if not 1 <= options.names <= MOST:
        message = f"--names is 1 to {MOST:,}, not {options.names}."
        raise InputError(message)
    if options.seed < 0:
        message = f"A seed is 0 or more, not {options.seed}."
        raise InputError(message)
    if not corpus.NAMES.exists():
        message = f"The names are in the repository, at {corpus.NAMES}, not in the wheel."
        raise InputError(message)
