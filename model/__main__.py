"""`python -m model`: train the networks, invent names, score them, list data and countries."""

import argparse
import json
import logging
import math
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

import numpy as np

from model import corpus, gradient_clip
from model.condition import Condition
from model.countries import countries, find
from model.errors import InputError
from model.namer import Namer
from model.wish import LONGEST, Style, Wish

UNUSABLE = 2
"""Exit code for what cannot be used; argparse has the same."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], Iterable[str]] = options.run
    try:
        for line in run(options):
            print(line)
    except InputError as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        # The reader, `head` for one, has seen enough; nothing may be flushed to it at exit.
        sys.stdout = None
    return 0


class Parser(argparse.ArgumentParser):
    """A parser that refuses in one line, as everything here does."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and where to read what is right."""
        self.exit(UNUSABLE, f"{message}; see {self.prog} --help\n")


def parser() -> Parser:
    """Build the command line."""
    whole = Parser(prog="python -m model", description=__doc__)
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    train = commands.add_parser("train", help="train a network from data/finalNames.txt")
    train.add_argument("--recipe", choices=["seed", "shipped"], default="shipped")
    train.add_argument("--out", type=Path, help="where the weights go [build/weights/RECIPE.npz]")
    train.add_argument("--epochs", type=_positive, help="passes over the names [the recipe's own]")
    train.set_defaults(run=_train)

    names = commands.add_parser("names", help="invent names: names Netherlands --count 10")
    names.add_argument("country", metavar="COUNTRY", help="NL, Netherlands, Holland, ...")
    names.add_argument("--count", type=int, default=30)
    names.add_argument("--style", choices=[*Style], type=Style, default=Style.PLAIN)
    names.add_argument("--gender", choices=["F", "M"])
    names.add_argument("--starts-with", metavar="S", default="")
    names.add_argument("--min-length", type=int, default=2, metavar="N")
    names.add_argument("--max-length", type=int, default=16, metavar="N", help=f"up to {LONGEST}")
    names.add_argument("--seed", type=int, metavar="N", help="the same seed, the same names")
    names.add_argument("--json", action="store_true")
    names.set_defaults(run=_names)

    score = commands.add_parser("score", help="−log P of lines `name<TAB>country` read from input")
    score.add_argument("--json", action="store_true")
    score.set_defaults(run=_score)

    split = commands.add_parser("split", help="print the lines of one part of the data")
    split.add_argument("part", choices=corpus.PARTS)
    split.set_defaults(run=_split)

    clip = commands.add_parser("clip", help="find a square root by clipped descent: clip 312")
    clip.add_argument("number", metavar="NUMBER", type=float, help="0 and up")
    clip.add_argument("--threshold", type=float, metavar="T", help="[the optimal one]")
    clip.add_argument("--epochs", type=int, default=50)
    clip.add_argument("--plot", type=Path, metavar="FILE.png", help="draw both descents")
    clip.add_argument("--json", action="store_true")
    clip.set_defaults(run=_clip)

    listed = commands.add_parser("countries", help="list the countries")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=_countries)
    return whole


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _train(options: argparse.Namespace) -> Iterator[str]:
    # PyTorch is an extra, and slow to load: nothing else here pays for it.
    try:
        from model.recipes import run  # noqa: PLC0415 - see above
    except ModuleNotFoundError as error:
        message = f"Training needs {error.name}: pip install -c constraints.txt -e '.[train]'"
        raise InputError(message) from error
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    out = options.out or Path("build", "weights", f"{options.recipe}.npz")
    yield from run(options.recipe, out, options.epochs)


def _names(options: argparse.Namespace) -> Iterator[str]:
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
        yield _json([{"name": one["name"], "country": country.code, **one} for one in listed])
    else:
        for one in suggestions:
            near = f"nearest {one.nearest} ({one.distance})"
            yield f"{one.name:{LONGEST}}  {one.nats:5.1f} nats  {near}"
    if len(suggestions) < wish.count:
        print(f"No more than {len(suggestions)} new names were found.", file=sys.stderr)


def _score(options: argparse.Namespace) -> Iterator[str]:
    pairs = [_pair(line.rstrip("\n")) for line in sys.stdin]
    nats = Namer.load().score([(name, Condition.of(code)) for name, code in pairs])
    for (name, code), figure in zip(pairs, nats, strict=True):
        if options.json:
            yield _json({"name": name, "country": code, "nats": float(figure)})
        else:
            yield f"{name}\t{code}\t{figure:.4f}"


def _pair(line: str) -> tuple[str, str]:
    name, tab, country = line.partition("\t")
    if not tab:
        message = f"Each line is a name, a tab and a country, not {line!r}."
        raise InputError(message)
    return name, find(country).code


def _split(options: argparse.Namespace) -> Iterator[str]:
    try:
        names = corpus.entries()
    except FileNotFoundError as error:
        message = f"The names are in the repository, at {corpus.NAMES}, not in the wheel."
        raise InputError(message) from error
    for entry in corpus.select(options.part, names):
        yield f"{entry.name}\t{entry.country}\t{entry.gender}"


def _clip(options: argparse.Namespace) -> Iterator[str]:
    number, epochs = options.number, options.epochs
    gradient_clip.check(number, epochs, options.threshold)
    found = gradient_clip.search(number, epochs)
    threshold = found.threshold if options.threshold is None else options.threshold
    clipped = gradient_clip.descend(number, epochs, threshold)
    unclipped = gradient_clip.descend(number, epochs)
    error = float(gradient_clip.settled_error(clipped, number))
    if options.plot:
        _plot(options.plot, number, epochs, threshold)
    if options.json:
        yield _json(
            {
                "number": number,
                "root": math.sqrt(number),
                "threshold": threshold,
                "working": found.working,
                "epochs": epochs,
                "error": _finite(error),
                "clipped": _trace(clipped),
                "unclipped": _trace(unclipped),
            }
        )
        return
    for title, descent in (("not clipped", unclipped), (f"clipped at ± {threshold:g}", clipped)):
        yield f"√{number:g}, {title}: epoch, gradient, value"
        rows = zip(descent.gradients.tolist(), descent.values.tolist(), strict=True)
        yield from (f"{epoch:5}  {row[0]:<24}{row[1]}" for epoch, row in enumerate(rows))
        yield ""
    yield gradient_clip.verdict(number, epochs, found)


def _plot(path: Path, number: float, epochs: int, threshold: float) -> None:
    try:
        from model.clip_plot import draw  # noqa: PLC0415 - matplotlib is an extra, and slow to load

        draw(number, epochs, threshold, path)
    except (ModuleNotFoundError, OSError, ValueError) as error:
        message = f"No plot could be drawn: {error}"
        raise InputError(message) from error


def _trace(descent: gradient_clip.Descent) -> list[dict[str, object]]:
    rows = zip(descent.gradients.tolist(), descent.values.tolist(), strict=True)
    return [
        {"epoch": epoch, "gradient": _finite(gradient), "value": _finite(value)}
        for epoch, (gradient, value) in enumerate(rows)
    ]


def _finite(figure: float) -> float | str:
    return figure if math.isfinite(figure) else str(figure)


def _countries(options: argparse.Namespace) -> Iterator[str]:
    if options.json:
        yield _json([asdict(country) for country in countries().values()])
        return
    for country in countries().values():
        yield f"{country.code}  {country.name:24}{', '.join(country.aliases)}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
