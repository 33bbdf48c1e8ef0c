"""Writes what the commands of `assignment.md` print below them: `python docs/answers.py`.

In the page every line `$ command` of a console block is run, and what it prints goes below it.
Below every line `<!-- table: name -->`, up to the line `<!-- end -->`, goes what `TABLES` says:
made from the weights, or, where that takes long, quoted from the model card and the stored logs.
Run it after training, when the card is written; it takes half a minute. What is judged by eye in
the page, `TOP_FIVE` among it, is then to be read again.
"""

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
from model.inference.weights import ASSIGNMENT_WEIGHTS, Weights
from model.origin.classifier import OriginClassifier
from model.reports.card_file import CARD

PAGE = Path(__file__).with_name("assignment.md")
PYTHON = ".venv/bin/python"

DRAWN = f"{PYTHON} -m model blend NL PL --count 20 --seed 16"
"""Draws the names that the top five is chosen from."""
TOP_FIVE: Final = {
    "Marcijan": "*Marcin* with a Dutch *ij* in the middle of him",
    "Wytska": "Wytske from Friesland, with the ending that she would have in Poland",
    "Ludwike": "Ludwika, who changed her *a* for an *e* at the border",
    "Bertjana": "Bertje in her Sunday best",
    "Domienk": "Dominik, called in for supper",
}
"""Our favourites of these and why, the best first: choose anew whenever other names are drawn."""

KNOWN_ORIGIN: Final = {
    "Gijsbertje": ("NL", "the feminine of Gijsbert"),
    "Hillegonda": ("NL", "Hildegund in Dutch"),
    "Golnaz": ("IR", "*gol*, flower, and *naz*, grace"),
    "Farangis": ("IR", "a princess of the Shahnameh"),
    "Cunégonde": ("FR", "the one whom Candide loves"),
    "Childéric": ("FR", "kings of the Franks, in French"),
    "Świętopełk": ("PL", "dukes of Pomerania, in Polish"),
    "Zawisza": ("PL", "Zawisza Czarny, a knight"),
    "Xuesen": ("CN", "Qian Xuesen, who built rockets"),
    "Mariasole": ("IT", "*Maria* and *sole*, sun"),
}
"""Names that only one of the six countries would claim, and why; chosen before they were ranked."""

PIECE = re.compile(
    r"^(?P<source>\$ .+|<!-- table: .+ -->)\n(?P<below>(?s:.*?))(?=^\$ |^```$|^<!-- end -->$)",
    re.MULTILINE,
)
"""A line of the page that says where what is below it comes from, and that."""


def main() -> None:
    """Write everything anew."""
    page = PAGE.read_text("utf-8")
    page = PIECE.sub(lambda piece: f"{piece['source']}\n{below(piece['source'])}", page)
    PAGE.write_text(page, "utf-8")
    names = drawn()
    if gone := [name for name in TOP_FIVE if name not in names]:
        sys.exit(f"{', '.join(gone)}: no longer drawn. Choose TOP_FIVE among {', '.join(names)}.")


def below(source: str) -> str:
    """Make what stands below a line of the page, which is a command or names a table."""
    if source.startswith("$ "):
        return printed(source.removeprefix("$ "))
    lines = TABLES[source.removeprefix("<!-- table: ").removesuffix(" -->")]()
    return "\n".join(["", *lines, "", ""])


def printed(command: str) -> str:
    """Return what a command prints in a shell, run by the Python that runs this.

    Raises:
        CalledProcessError: it failed.
    """
    done = subprocess.run(  # noqa: S603 - the page's own commands
        ["bash", "-o", "pipefail", "-c", command.replace(PYTHON, shlex.quote(sys.executable))],  # noqa: S607 - the reader's own shell
        cwd=PAGE.parent.parent,
        env=os.environ | {"PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def rows(header: str, *firsts: str) -> Sequence[str]:
    """Quote a table of the model card: all of it, or the rows with these first cells.

    Raises:
        ValueError: the card has no such table or row.
    """
    lines = iter(CARD.read_text("utf-8").splitlines())
    found = dropwhile(lambda line: not line.startswith(header), lines)
    table = list(takewhile(lambda line: line.startswith("|"), found))
    body = {row.split(" | ")[0].removeprefix("| "): row for row in table[2:]}
    if not body or not body.keys() >= set(firsts):
        message = f"{CARD} has no table {header!r} with {firsts or 'rows'}"
        raise ValueError(message)
    return [*table[:2], *(body[first] for first in firsts or body)]


def sentence(start: str) -> Sequence[str]:
    """Quote the line of the model card that starts so.

    Raises:
        ValueError: there is none, or more than one.
    """
    (line,) = (one for one in CARD.read_text("utf-8").splitlines() if one.startswith(start))
    return [line]


def passes() -> Iterator[str]:
    """Show what the seed's recipe logged after each pass."""
    curve = Weights.load(ASSIGNMENT_WEIGHTS).curve
    yield "| pass | loss a name, while it trains | nats a name, validation |"
    yield "|--:|--:|--:|"
    for one in curve:
        yield f"| {one['number']:.0f} | {one['train']:.3f} | {one['validation']:.2f} |"


def origins() -> Iterator[str]:
    """Order the six countries by loss for each name of known origin, and count the right ones."""
    origin = OriginClassifier.load()
    yield "| name | expected | because | by loss, in nats | lowest? |"
    yield "|---|---|---|---|---|"
    wrong = []
    for name, (code, why) in KNOWN_ORIGIN.items():
        places = origin.rank(name, ASSIGNMENT_COUNTRIES, RankBy.NATS).ranking
        first = places[0].country
        if first != code:
            wrong.append(f"{name} comes out as {first}")
        order = [f"{place.country} {place.nats:.1f}" for place in places]
        order = [f"**{one}**" if one.startswith(code) else one for one in order]
        said = "yes" if first == code else "no"
        yield f"| {name} | {countries()[code].name} | {why} | {' · '.join(order)} | {said} |"
    yield ""
    right = len(KNOWN_ORIGIN) - len(wrong)
    count = f"The lowest loss is the expected country's for **{right} of {len(KNOWN_ORIGIN)}**"
    yield f"{count}; {', '.join(wrong)}." if wrong else f"{count}."


def drawn() -> dict[str, dict[str, float]]:
    """Draw the names of which the top five are some; behind each, its share of each country."""
    names = json.loads(printed(f"{DRAWN} --json"))
    return {one["name"]: one["shares"] for one in names}


def favourites() -> Iterator[str]:
    """List the favourites that are drawn."""
    names = drawn()
    for place, (name, why) in enumerate(TOP_FIVE.items(), 1):
        if name in names:
            shares = ", ".join(f"{code} {share:.0%}" for code, share in names[name].items())
            yield f"{place}. **{name}** ({shares}): {why}"


TABLES: Final[Mapping[str, Callable[[], Iterable[str]]]] = {
    "explosions": partial(sentence, "Without clipping "),
    "passes": passes,
    "recipes": partial(rows, "| recipe |", "seed", "shipped"),
    "squares": partial(rows, "| | plain | squared |"),
    "methods": partial(rows, "| method | both |", "condition", "distinct"),
    "pairs": partial(rows, "| pair |", "NL+PL", "NL+CL"),
    "origins": origins,
    "all origins": partial(rows, "| among |", "the seed's six"),
    "favourites": favourites,
}
"""What makes the lines of each table."""


if __name__ == "__main__":
    main()
