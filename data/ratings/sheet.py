"""Writes a blind sheet to rate: `python -m data.ratings.sheet NL,PL sheet.tsv --seed 7`.

A country and a name stand on each line, a country's names in random order: those on first cards of
`/name`, those that the network samples without choosing, and real ones that it has not learnt. The
key beside it, `sheet.key.tsv`, has the same lines with how each name was made; no reader sees it.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from model.cli import find_codes
from model.domain.condition import Condition
from model.domain.corpus import entries, split_of
from model.domain.generation import NUM_DECKS, NameRequest
from model.inference.name_generator import NameGenerator
from model.selection.selector import NameSelector

COLUMNS = "country", "name", "made"
_CARDS = 3
"""First cards of a deck of a country; there are as many names of other kinds."""


def compose(codes: Sequence[str], seed: int) -> Iterator[tuple[str, str, str]]:
    """Yield `COLUMNS`: a country's code, a name, and how it was made, in the words of the README.

    Raises:
        KeyError: the network was not trained on one of the countries.
    """
    generator = NameGenerator.load()
    selector = NameSelector.load(generator)
    rng = np.random.default_rng(seed)
    for code in codes:
        request = NameRequest(Condition.for_country(code))
        deck = int(rng.integers(NUM_DECKS))
        cards = [selector.suggest(request, request.seed_at(at, deck)) for at in range(_CARDS)]
        more = NameRequest(request.condition, count=_CARDS * request.count)
        listed = {name.name for name in entries() if name.country == code}
        unseen = sorted(name for name in listed if split_of(name) != "train")
        made = {
            "real": rng.choice(unseen, more.count, replace=False).tolist(),
            "plain": [suggestion.name for suggestion in generator.suggest(more, rng)],
            "chosen, plain": [suggestion.name for suggestion in chain(*cards)],
        }
        kinds = {name: kind for kind, names in made.items() for name in names}
        yield from ((code, name, kinds[name]) for name in rng.permutation(sorted(kinds)).tolist())


def write(path: Path, lines: Iterable[Sequence[str]]) -> None:
    """Write tab-separated lines."""
    path.write_text("".join("\t".join(line) + "\n" for line in lines), "utf-8")


def main() -> None:
    """Write a sheet and its key."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("countries", help="with commas between them")
    parser.add_argument("sheet", type=Path)
    parser.add_argument("--seed", type=int, default=0, help="another one, other names")
    options = parser.parse_args()
    key = [COLUMNS, *compose(find_codes(options.countries), options.seed)]
    write(options.sheet, (line[:2] for line in key))
    write(options.sheet.with_suffix(".key.tsv"), key)


if __name__ == "__main__":
    main()
