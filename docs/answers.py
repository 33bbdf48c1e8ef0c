"""Regenerates the output in `assignment.md`: `python docs/answers.py`.

It runs every line `$ command` of the page's console blocks and puts the output below it. Between
the lines `<!-- table: name -->` and `<!-- end -->` it puts a table of `TABLES`: computed from the
weights, or, where that takes long, quoted from the model card. Run it after training, when the card
is written; it takes half a minute. Then review what the page judges by eye, such as `TOP_FIVE`.
"""

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import Final

from model.domain.countries import countries
from model.domain.ranking import ASSIGNMENT_COUNTRIES, RankBy
from model.evaluation.card import CARD
from model.network.weights import ASSIGNMENT_WEIGHTS, Weights
from model.origin.classifier import OriginClassifier

PAGE = Path(__file__).with_name("assignment.md")
PYTHON = ".venv/bin/python"

TOP_FIVE_COMMAND = f"{PYTHON} -m model names NL PL --count 20 --seed 16 --raw"
"""Samples the names to choose the top five from."""
TOP_FIVE: Final = {
    "Sybron": "Sybren from Friesland, with the last letters of a Polish electron",
    "Pietek": "Piet, made small in Polish, by *-ek* instead of *-je*",
    "Dalentja": "Dalenta from Poland, with the *-tja* of a Frisian grandmother",
    "Wierkan": "*wierny*, faithful, on a boat from Harlingen",
    "Guerka": "Geert from Groningen, whose sister got the Polish *-ka*",
}
"""Our favourites, the best first, and why; choose again when the samples change."""

KNOWN_ORIGIN: Final = {
    "Gijsbertje": ("NL", "the feminine of Gijsbert"),
    "Hillegonda": ("NL", "Hildegund in Dutch"),
    "Golbarg": ("IR", "*gol*, flower, and *barg*, leaf"),
    "Gordafarid": ("IR", "a heroine of the Shahnameh"),
    "Cunégonde": ("FR", "the one whom Candide loves"),
    "Frédégonde": ("FR", "a queen of the Franks, in French"),
    "Dobrogniew": ("PL", "*dobry*, good, and *gniew*, anger"),
    "Bezprym": ("PL", "a duke who ruled Poland for a year"),
    "Xuesen": ("CN", "Qian Xuesen, who built rockets"),
    "Mariasole": ("IT", "*Maria* and *sole*, sun"),
}
"""Names that only one of the six countries would claim, and why; chosen before they were ranked."""

GENERATED = re.compile(
    r"^(?P<source>\$ .+|<!-- table: .+ -->)\n(?P<output>(?s:.*?))(?=^\$ |^```$|^<!-- end -->$)",
    re.MULTILINE,
)
"""A command or the name of a table, and the output below it."""


def main() -> None:
    """Regenerate the page; fail if a favourite is no longer sampled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", action="store_true", help="only these, whatever is sampled")
    if parser.parse_args().tables:
        regenerate(commands=False)
        return
    regenerate()
    names = sample_names()
    if missing := [name for name in TOP_FIVE if name not in names]:
        sys.exit(
            f"{', '.join(missing)}: no longer sampled. Choose TOP_FIVE among {', '.join(names)}."
        )


def regenerate(*, commands: bool = True) -> None:
    """Put every table, and the output of every command unless without, into the page."""

    def output(match: re.Match[str]) -> str:
        is_kept = match["source"].startswith("$ ") and not commands
        return match[0] if is_kept else f"{match['source']}\n{generate(match['source'])}"

    PAGE.write_text(GENERATED.sub(output, PAGE.read_text("utf-8")), "utf-8")


def generate(source: str) -> str:
    """Return the output of a command or a table, as it stands below its line."""
    if source.startswith("$ "):
        return run_command(source.removeprefix("$ "))
    lines = TABLES[source.removeprefix("<!-- table: ").removesuffix(" -->")]()
    return "\n".join(["", *lines, "", ""])


def run_command(command: str) -> str:
    """Return a shell command's output, run with this script's own Python.

    Raises:
        CalledProcessError: the command failed.
    """
    process = subprocess.run(  # noqa: S603 - the page's own commands
        ["bash", "-o", "pipefail", "-c", command.replace(PYTHON, shlex.quote(sys.executable))],  # noqa: S607 - the reader's own shell
        cwd=PAGE.parent.parent,
        env=os.environ | {"PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return process.stdout


def card_rows(header: str, *keys: str) -> Sequence[str]:
    """Quote the rows of a table of the model card whose first cell is a key.

    Raises:
        ValueError: the card has no such table or row.
    """
    lines = iter(CARD.read_text("utf-8").splitlines())
    from_header = dropwhile(lambda line: not line.startswith(header), lines)
    table = list(takewhile(lambda line: line.startswith("|"), from_header))
    body = {row.split(" | ")[0].removeprefix("| "): row for row in table[2:]}
    if not body.keys() >= set(keys):
        message = f"{CARD} has no table {header!r} with {keys}"
        raise ValueError(message)
    return [*table[:2], *(body[key] for key in keys)]


def learning_curve() -> Iterator[str]:
    """Show the learning curve of the assignment's network."""
    curve = Weights.load(ASSIGNMENT_WEIGHTS).curve
    yield "| epoch | training loss a name | validation nats a name |"
    yield "|--:|--:|--:|"
    for epoch in curve:
        yield f"| {epoch['number']:.0f} | {epoch['train']:.3f} | {epoch['validation']:.2f} |"


def rank_known_origins() -> Iterator[str]:
    """Rank the six countries by loss for each name of known origin; count the correct ones."""
    classifier = OriginClassifier.load()
    yield "| name | expected | because | by loss, in nats | lowest? |"
    yield "|---|---|---|---|---|"
    wrong = []
    for name, (code, why) in KNOWN_ORIGIN.items():
        ranking = classifier.rank(name, ASSIGNMENT_COUNTRIES, RankBy.NATS).ranking
        first = ranking[0].country
        if first != code:
            wrong.append(f"{name} comes out as {first}")
        losses = [f"{score.country} {score.nats:.1f}" for score in ranking]
        losses = [f"**{loss}**" if loss.startswith(code) else loss for loss in losses]
        lowest = "yes" if first == code else "no"
        yield f"| {name} | {countries()[code].name} | {why} | {' · '.join(losses)} | {lowest} |"
    yield ""
    right = len(KNOWN_ORIGIN) - len(wrong)
    count = f"The lowest loss is the expected country's for **{right} of {len(KNOWN_ORIGIN)}**"
    yield f"{count}; {', '.join(wrong)}." if wrong else f"{count}."


def sample_names() -> dict[str, dict[str, float]]:
    """Sample the names to choose from; return their origin probabilities by country."""
    names = json.loads(run_command(f"{TOP_FIVE_COMMAND} --json"))
    return {name["name"]: name["shares"] for name in names}


def list_favourites() -> Iterator[str]:
    """List the favourites among the samples."""
    names = sample_names()
    for rank, (name, why) in enumerate(TOP_FIVE.items(), 1):
        if name in names:
            shares = ", ".join(f"{code} {share:.0%}" for code, share in names[name].items())
            yield f"{rank}. **{name}** ({shares}): {why}"


TABLES: Final[Mapping[str, Callable[[], Iterable[str]]]] = {
    "learning curve": learning_curve,
    "recipes": partial(card_rows, "| recipe |", "assignment", "shipped"),
    "methods": partial(card_rows, "| method | both |", "condition", "distinct"),
    "pairs": partial(card_rows, "| pair |", "NL+PL", "NL+CL"),
    "origins": rank_known_origins,
    "all origins": partial(card_rows, "| among |", "the assignment's six"),
    "favourites": list_favourites,
}
"""Functions that yield the lines of each table."""


if __name__ == "__main__":
    main()
