"""Fitting the rankers, and putting into the card how well their judges do."""

from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from io import StringIO

from model.evaluation.card import CARD, CardBlock
from model.training import fit_blend_ranker, fit_ranker


def ranker(size: fit_ranker.NameFitConfig) -> None:
    """Fit the ranker of names."""
    block = CardBlock("ranker", "python -m model.training.fit_ranker")
    _fit(partial(fit_ranker.main, size), block)


def blend_ranker(size: fit_blend_ranker.BlendFitConfig) -> None:
    """Fit the ranker of blends."""
    block = CardBlock("blend ranker", "python -m model.training.fit_blend_ranker")
    _fit(partial(fit_blend_ranker.main, size), block)


def _fit(fit: Callable[[], None], block: CardBlock) -> None:
    printed = StringIO()
    with redirect_stdout(printed):
        fit()
    lines = printed.getvalue().splitlines()
    block.write(CARD, "\n".join(line for line in lines if line.startswith("|")))
    print("\n".join(lines))  # noqa: T201 - it is what the command prints
