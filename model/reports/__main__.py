"""`python -m model.reports`: compute parts of the model card, and write them into it."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from model.evaluation.card import CARD, CardBlock
from model.reports.ablation import ablation
from model.reports.blends import blends
from model.reports.figures import figures
from model.reports.held_out import held_out
from model.reports.origins import origins


class Part(Protocol):
    """Yields the paragraphs and tables of a part, and saves its plots to the card's folder."""

    def __call__(self, folder: Path, /, *, small: bool) -> Iterator[str]: ...  # noqa: D102 - above


PARTS: Mapping[str, Part] = {
    "ablation": ablation,
    "figures": figures,
    "origins": origins,
    "blends": blends,
    "held-out": held_out,
}
"""In the order of the card."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Compute parts of the model card, and write them into it."""
    parser = argparse.ArgumentParser(prog="python -m model.reports", description=main.__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} [all]")
    parser.add_argument("--small", action="store_true", help="few names, to try it, in seconds")
    parser.add_argument("--folder", type=Path, default=CARD.parent, help="the card's [%(default)s]")
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - PARTS.keys():
        parser.error(f"no part is called {', '.join(sorted(unknown))}")
    for name in options.parts or PARTS:
        text = "\n\n".join(PARTS[name](options.folder, small=options.small))
        block = CardBlock(name, f"python -m model.reports {name}")
        block.write(options.folder / CARD.name, text)


if __name__ == "__main__":
    main()
