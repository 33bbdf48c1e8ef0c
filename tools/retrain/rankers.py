"""Fitting the rankers, and putting into the card how well they do."""

from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO

from model.reports.card_file import CardBlock, ReportConfig
from model.training import fit_blend_ranker, fit_ranker


def ranker(config: ReportConfig) -> None:
    """Fit the ranker of names."""
    _fit(fit_ranker.main, CardBlock("ranker", "model.training.fit_ranker"), config)


def blend_ranker(config: ReportConfig) -> None:
    """Fit the ranker of blends."""
    _fit(
        fit_blend_ranker.main, CardBlock("blend ranker", "model.training.fit_blend_ranker"), config
    )


def _fit(fit: Callable[[], None], block: CardBlock, config: ReportConfig) -> None:
    printed = StringIO()
    with redirect_stdout(printed):
        fit()
    lines = printed.getvalue().splitlines()
    block.write(config.card, [line for line in lines if line.startswith("|")])
    print("\n".join(lines))  # noqa: T201 - it is what the command prints
