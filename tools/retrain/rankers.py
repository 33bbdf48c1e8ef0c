"""Fitting the rankers, and putting into the card how well their judges do."""

from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from io import StringIO

from model.reports.card_file import CardBlock, ReportConfig
from model.training import fit_blend_ranker, fit_ranker


def ranker(size: fit_ranker.NameFitConfig, config: ReportConfig) -> None:
    """Fit the ranker of names."""
    block = CardBlock("ranker", "model.training.fit_ranker")
    _fit(partial(fit_ranker.main, size), block, config)


def blend_ranker(size: fit_blend_ranker.BlendFitConfig, config: ReportConfig) -> None:
    """Fit the ranker of blends."""
    block = CardBlock("blend ranker", "model.training.fit_blend_ranker")
    _fit(partial(fit_blend_ranker.main, size), block, config)


def _fit(fit: Callable[[], None], block: CardBlock, config: ReportConfig) -> None:
    printed = StringIO()
    with redirect_stdout(printed):
        fit()
    lines = printed.getvalue().splitlines()
    block.write(config.card, [line for line in lines if line.startswith("|")])
    print("\n".join(lines))  # noqa: T201 - it is what the command prints
