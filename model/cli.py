"""The commands of `python -m model`; `--help` of each is its manual."""

import argparse
import json
import logging
import math
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Literal, NoReturn

import numpy as np

from model.assignment import gradient_clip
from model.assignment.plot_labels import PlotLabels
from model.domain import corpus
from model.domain.condition import BlendMethod, Condition
from model.domain.countries import countries, find_country, require_distinct
from model.domain.errors import InputError
from model.domain.generation import (
    DEFAULT_MAX_LENGTH,
    MAX_NAME_LENGTH,
    MAX_SEED,
    GenerationResult,
    NameKind,
    NameRequest,
    RequestedKind,
    Style,
    Suggestion,
)
from model.domain.ranking import ASSIGNMENT_COUNTRIES, RankBy, Ranking
from model.evaluation.evaluation import Evaluation, HeldOut, Report
from model.inference.name_generator import NameGenerator
from model.network.weights import ASSIGNMENT_WEIGHTS, SHIPPED_WEIGHTS, Weights
from model.origin.classifier import OriginClassifier, WeightsMismatchError
from model.origin.reversed_scorer import REVERSED_WEIGHTS
from model.selection.selector import NameSelector

log = logging.getLogger(__name__)

USAGE_ERROR = 2
"""Exit code for unusable arguments or input."""
_INTERRUPTED = 130
"""What shells return for a command that Ctrl-C has ended."""


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Exit with the error and a pointer to the help."""
        self.exit(USAGE_ERROR, f"{message}; see {self.prog} --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = Parser(
        prog="python -m model", description="Invent names, tell their origin, train the networks."
    )
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (add_arguments, run, description) in _COMMANDS.items():
        subparser = subparsers.add_parser(name, help=description, description=description)
        add_arguments(subparser)
        subparser.set_defaults(run=run)
    options = parser.parse_args(arguments)
    try:
        for line in options.run(options):
            print(line)
    except InputError as error:
        print(error, file=sys.stderr)
        return USAGE_ERROR
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader, such as `head`, has closed the pipe; nothing may be flushed to it at exit.
        sys.stdout = None
    return 0


def find_codes(text: str) -> tuple[str, ...]:
    """Return the codes of countries that are given with commas between them, each once.

    Raises:
        InputError: a country is unknown.
    """
    return tuple(dict.fromkeys(find_country(name.strip()).code for name in text.split(",")))


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@contextmanager
def _requires_train_extra(activity: str) -> Iterator[None]:
    """Name the extra `train`, and how to install it, where an import of it fails."""
    try:
        yield
    except ModuleNotFoundError as error:
        message = f"{activity} needs {error.name}: pip install -c constraints.txt -e '.[train]'"
        raise InputError(message) from error


# names

_MAX_COUNTRIES = 3


def _add_names_arguments(parser: Parser) -> None:
    parser.add_argument(
        "countries", metavar="COUNTRY", nargs="+", help="NL, Netherlands, Holland, ...; up to three"
    )
    parser.add_argument("--shares", metavar="S,S", help="a number each, such as 0.75,0.25 [equal]")
    parser.add_argument(
        "--method",
        choices=[*BlendMethod],
        type=BlendMethod,
        help="how countries share the letters [balanced; with --raw distinct]; the model card "
        "compares them",
    )
    parser.add_argument("--count", type=int, default=10, metavar="N", help="[10]")
    parser.add_argument("--gender", choices=["F", "M", "N"], help="N: for both alike")
    parser.add_argument("--style", choices=[*Style], type=Style, default=Style.PLAIN)
    parser.add_argument(
        "--kind",
        choices=[*RequestedKind],
        type=RequestedKind,
        default=RequestedKind.NEW,
        help="new: nobody is known to bear them; rare: few do [new]",
    )
    parser.add_argument("--starts-with", metavar="S", default="")
    parser.add_argument("--ends-with", metavar="S", default="")
    parser.add_argument(
        "--max-length",
        type=int,
        default=DEFAULT_MAX_LENGTH,
        metavar="N",
        help=f"up to {MAX_NAME_LENGTH}",
    )
    parser.add_argument(
        "--raw", action="store_true", help="names as the network samples them, not chosen"
    )
    parser.add_argument(
        "--weights", type=Path, default=SHIPPED_WEIGHTS, metavar="FILE", help="of another network"
    )
    parser.add_argument("--seed", type=int, metavar="N", help="the same seed, the same names")
    parser.add_argument("--json", action="store_true")


def _names(options: argparse.Namespace) -> Iterator[str]:
    """Generate names, each with the nearest known one and its share of each country."""
    condition = _condition(options)
    generator = _load_generator(options.weights, [code for code, _ in condition.countries])
    try:
        selector = NameSelector.load(generator)
    except FileNotFoundError as error:
        raise InputError(str(error)) from error
    result = _generate(generator, selector, options, condition)
    nats = generator.nll([(suggestion.name, condition) for suggestion in result]).tolist()
    names = [suggestion.name for suggestion in result]
    rows = zip(result, nats, selector.rater.shares(names, condition), strict=True)
    if options.json:
        yield _to_json(
            [{**asdict(each), "nats": of_name, "shares": by} for each, of_name, by in rows]
        )
    else:
        for each, of_name, by in rows:
            line = f"{each.name:{MAX_NAME_LENGTH}}  {of_name:5.1f} nats  {_note(each)}"
            percentages = [f"{code} {share:.0%}" for code, share in by.items() if len(by) > 1]
            yield "  ".join([line, *percentages])
    if len(result) < options.count:
        kind = "" if options.kind is RequestedKind.ANY else f"{options.kind} "
        found = f"No more than {len(result)} {kind}names were found: {result.reason}."
        print(found, file=sys.stderr)


def _condition(options: argparse.Namespace) -> Condition:
    found = [find_country(text) for text in options.countries]
    if len(found) > _MAX_COUNTRIES:
        message = f"Names can be of up to three countries, not {len(found)}."
        raise InputError(message)
    require_distinct(found)
    codes = [country.code for country in found]
    method = options.method or (None if options.raw else BlendMethod.BALANCED)
    return Condition.blend(_parse_shares(options.shares, codes), options.gender, method)


def _parse_shares(text: str | None, codes: Sequence[str]) -> dict[str, float]:
    if text is None:
        return dict.fromkeys(codes, 1.0)
    fields = text.split(",")
    if len(fields) != len(codes):
        message = f"--shares has a number for each of the {len(codes)} countries, not {text!r}."
        raise InputError(message)
    try:
        weights = [float(field) for field in fields]
    except ValueError:
        weights = []
    total = sum(weights)
    # A share is 0 where the sum overflows, or where a number is far smaller than another.
    if not weights or not all(0 < weight < math.inf and weight / total > 0 for weight in weights):
        message = f"Each of --shares is a number above 0, such as 0.75,0.25, not {text!r}."
        raise InputError(message)
    return dict(zip(codes, weights, strict=True))


def _load_generator(path: Path, codes: Iterable[str]) -> NameGenerator:
    try:
        weights = Weights.load(path)
        generator = NameGenerator(weights)
    except OSError as error:
        message = f"{path}: {error.strerror}."
        raise InputError(message) from error
    except (KeyError, ValueError) as error:
        message = f"{path} holds no network for names: those of `model train` do."
        raise InputError(message) from error
    learnt = weights.learnt_countries
    if not set(codes) <= {*learnt}:
        message = f"The network in {path} has learnt names of {', '.join(learnt)} only."
        raise InputError(message)
    return generator


def _generate(
    generator: NameGenerator,
    selector: NameSelector,
    options: argparse.Namespace,
    condition: Condition,
) -> GenerationResult:
    request = NameRequest(
        condition,
        count=options.count,
        inverse_temperature=options.style.inverse_temperature,
        starts_with=options.starts_with,
        ends_with=options.ends_with,
        max_length=options.max_length,
        kind=options.kind,
    )
    _check_seed(options.seed)
    if options.raw and options.ends_with:
        message = "Names that are --raw cannot be chosen by their last letters."
        raise InputError(message)
    if options.raw:
        return generator.suggest(request, np.random.default_rng(options.seed))
    cards = request.cards_per_deck
    first_card = secrets.randbelow(MAX_SEED // cards) * cards
    return selector.suggest(request, first_card if options.seed is None else options.seed)


def _check_seed(seed: int | None) -> None:
    if seed is not None and seed < 0:
        message = f"A seed is 0 or more, not {seed}."
        raise InputError(message)


def _note(suggestion: Suggestion) -> str:
    if suggestion.is_new:
        return f"nearest {suggestion.nearest} ({suggestion.distance})"
    kind = "a rare name" if suggestion.kind is NameKind.RARE else "a real name already"
    bearing = suggestion.bearing
    if bearing is None:
        return kind
    return f"{kind}: {bearing.bearers:,} in {countries()[bearing.country].name}"


# origin

_SHOWN = 5
"""Countries in the output for people; JSON has all."""
_BAR_WIDTH = 20
"""Characters of a bar for probability 1."""


def _add_origin_arguments(parser: Parser) -> None:
    parser.add_argument("names", metavar="NAME", nargs="+")
    parser.add_argument(
        "--among",
        metavar="COUNTRY,COUNTRY",
        help="choose among these, or `assignment` for the assignment's six, "
        f"{','.join(ASSIGNMENT_COUNTRIES)} [all]",
    )
    parser.add_argument("--by", choices=[*RankBy], type=RankBy, default=RankBy.PROBABILITY)
    parser.add_argument("--json", action="store_true")


def _origin(options: argparse.Namespace) -> Iterator[str]:
    """Rank countries for each name, in the order given."""
    try:
        classifier = OriginClassifier.load()
    except (FileNotFoundError, WeightsMismatchError) as error:
        raise InputError(str(error)) from error
    among = None if options.among is None else options.among.split(",")
    if among == ["assignment"]:
        among = ASSIGNMENT_COUNTRIES
    # All are ranked first, so that an unreadable name is reported before any output.
    for ranking in [classifier.rank(name, among, options.by) for name in options.names]:
        if options.json:
            yield _to_json(asdict(ranking))
        else:
            yield from _format_ranking(ranking)


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


# clip


def _add_clip_arguments(parser: Parser) -> None:
    parser.add_argument("number", metavar="NUMBER", type=float, help="0 and up")
    parser.add_argument("--threshold", type=float, metavar="T", help="[the optimal one]")
    parser.add_argument("--epochs", type=int, default=50, metavar="N", help="[50]")
    parser.add_argument("--plot", type=Path, metavar="FILE.png", help="plot both descents")


def _clip(options: argparse.Namespace) -> Iterator[str]:
    """Descend without and with clipping; report the optimal threshold."""
    demo = gradient_clip.demonstrate(options.number, options.epochs, options.threshold)
    number, threshold = demo.number, demo.threshold
    if options.plot:
        try:
            from model.assignment.clip_plot import plot  # noqa: PLC0415 - matplotlib is slow to load

            labels = PlotLabels.in_english(number, threshold)
            plot(number, demo.epochs, threshold, labels, options.plot)
        except (OSError, ValueError) as error:
            message = f"No plot could be drawn: {error}"
            raise InputError(message) from error
    for title, descent in (
        ("not clipped", demo.unclipped),
        (f"clipped at ± {threshold:g}", demo.clipped),
    ):
        yield f"√{number:.10g}, {title}: epoch, gradient, value"
        rows = zip(descent.gradients.tolist(), descent.values.tolist(), strict=True)
        yield from (f"{epoch:5}  {row[0]:<24}{row[1]}" for epoch, row in enumerate(rows))
        yield ""
    yield gradient_clip.summarise(number, demo.epochs, demo.search_result)


# train

_Recipe = Literal["single", "tiny", "shipped", "reversed", "tiny-reversed", "assignment"]
_FORWARDS: Mapping[str, _Recipe] = {"full": "single", "tiny": "tiny"}
_BACKWARDS: Mapping[str, _Recipe] = {"full": "reversed", "tiny": "tiny-reversed"}
"""Recipes without teachers, by the size of the network."""


def _add_train_arguments(parser: Parser) -> None:
    recipe = parser.add_mutually_exclusive_group()
    recipe.add_argument(
        "--size",
        choices=[*_FORWARDS],
        default="full",
        help="full: as the shipped network, a quarter of an hour; tiny: seconds [full]",
    )
    recipe.add_argument(
        "--recipe",
        choices=["assignment", "shipped"],
        help="shipped: five networks first, from which one then learns, two hours; "
        "assignment: the assignment's own network",
    )
    parser.add_argument(
        "--backwards",
        action="store_true",
        help="read names from behind, as the second network does, for origins and for endings",
    )
    parser.add_argument(
        "--countries", metavar="CODE,...", help="whose names to learn, without a recipe [all]"
    )
    parser.add_argument("--out", type=Path, help="file for the weights [one in build/weights/]")
    parser.add_argument(
        "--passes", type=int, metavar="N", help="over the names, at most [the recipe's own]"
    )
    parser.add_argument(
        "--loss",
        choices=["cross-entropy", "binary-cross-entropy"],
        help="of a network without a recipe [cross-entropy]",
    )
    parser.add_argument(
        "--precision",
        choices=["bfloat16", "float32"],
        help="of matrix products; many processors are faster in float32 [the recipe's own]",
    )


def _train(options: argparse.Namespace) -> Iterator[str]:
    """Train, with a progress bar and the validation loss of each pass."""
    if options.passes is not None and options.passes < 1:
        message = f"--passes is 1 or more, not {options.passes}."
        raise InputError(message)
    for name in ("backwards", "loss", "precision", "countries") if options.recipe else ():
        if getattr(options, name):
            message = f"--recipe {options.recipe} decides this itself: leave --{name} out."
            raise InputError(message)
    codes = () if options.countries is None else find_codes(options.countries)
    # PyTorch is an extra, and slow to load: no other command pays for it.
    with _requires_train_extra("Training"):
        from model.training.recipes import Changes  # noqa: PLC0415 - see above
        from model.training.recipes import run as train  # noqa: PLC0415 - see above
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    recipe = options.recipe or (_BACKWARDS if options.backwards else _FORWARDS)[options.size]
    out = options.out or _default_out(recipe, options.loss, codes)
    yield from train(recipe, out, Changes(options.passes, options.loss, options.precision, codes))
    if recipe in _FORWARDS.values():
        country = codes[0] if codes else "NL"
        yield f"Names from it: python -m model names {country} --raw --weights {out}"


def _default_out(recipe: str, loss: str | None, codes: Sequence[str]) -> Path:
    """Return a file, named as the released weights where it can replace them."""
    released = {
        "assignment": ASSIGNMENT_WEIGHTS,
        "reversed": REVERSED_WEIGHTS,
        "shipped": SHIPPED_WEIGHTS,
    }
    stem = released[recipe].stem if recipe in released else recipe
    return Path("build", "weights", f"{'-'.join(filter(None, [stem, loss, *codes]))}.npz")


# evaluate

MAX_NAMES = 100_000
"""Names to sample for a country, at most."""


def _add_evaluate_arguments(parser: Parser) -> None:
    parser.add_argument("--names", type=int, default=2000, metavar="N", help="samples per country")
    parser.add_argument("--countries", metavar="NL,PL,...", help="[all]")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the samples")
    parser.add_argument("--json", action="store_true")


def _evaluate(options: argparse.Namespace) -> Iterator[str]:
    """Measure; progress goes to standard error."""
    if not 1 <= options.names <= MAX_NAMES:
        message = f"--names is 1 to {MAX_NAMES:,}, not {options.names}."
        raise InputError(message)
    _check_seed(options.seed)
    corpus.require_names_file()
    codes = corpus.country_codes() if options.countries is None else find_codes(options.countries)
    # Scikit-learn is an extra, and slow to load: no other command pays for it.
    with _requires_train_extra("Evaluating"):
        from model.training.reference_classifier import ReferenceClassifier  # noqa: PLC0415 - see above
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    names = corpus.entries()
    log.info("training the reference classifier")
    reference = ReferenceClassifier(corpus.select("train", names), corpus.country_codes())
    evaluation = Evaluation(HeldOut(names), reference, codes, options.names, options.seed)
    generator = NameGenerator.load()
    overall, by_country = evaluation.run(generator, OriginClassifier.load(generator))
    if options.json:
        settings = {"seed": options.seed, "names": options.names}
        reports = {code: report.to_dict() for code, report in by_country.items()}
        yield _to_json({**settings, **overall.to_dict(), "countries": reports})
    else:
        yield from _format_reports({"all": overall, **by_country})


def _format_reports(reports: Mapping[str, Report]) -> Iterator[str]:
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


_COMMANDS: Mapping[
    str,
    tuple[Callable[[Parser], None], Callable[[argparse.Namespace], Iterator[str]], str],
] = {
    "names": (
        _add_names_arguments,
        _names,
        "invent names of a country, or of two or three at once: names NL PL --count 10",
    ),
    "origin": (_add_origin_arguments, _origin, "rank countries for names: origin Marieke"),
    "clip": (_add_clip_arguments, _clip, "find a square root by clipped descent: clip 312"),
    "train": (_add_train_arguments, _train, "train a network from data/finalNames.txt"),
    "evaluate": (_add_evaluate_arguments, _evaluate, "evaluate the network on held-out names"),
}
"""By name: what adds its arguments, what runs it and yields its output by line, and its help."""
