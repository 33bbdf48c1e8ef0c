"""How well each method makes names of two countries."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from statistics import fmean

import numpy as np

from model.domain import corpus
from model.domain.condition import BlendMethod, Condition
from model.domain.generation import NameRequest
from model.domain.spelling import fold
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier
from model.reports.report import table

PAIRS = ["NL+PL", "NL+CL", "FR+IR", "IT+CN", "RU+JP", "GR+IN", "IS+TR", "ES+IT", "FI+SE", "DE+NL"]
"""Distant pairs, some of which write in different scripts, then three of neighbours."""
RELATED_OVERLAP = 0.5
"""Share of the shorter list from which on two countries that have it in common are related."""


def blends(_folder: Path, *, small: bool) -> Iterator[str]:
    """Means of each method over the pairs, then each pair."""
    pairs, count = (PAIRS[:2], 5) if small else (PAIRS, 500)
    generator = NameGenerator.load()
    origin = OriginClassifier.load(generator)
    measured = {
        method: [measure(generator, origin, pair, method, count) for pair in pairs]
        for method in BlendMethod
    }
    yield table(
        "method | both:.1% | minority share:.3f | unrecognised:.1% | novel:.1%",
        ([method, *map(fmean, zip(*rows, strict=True))] for method, rows in measured.items()),
    )
    yield "Names of both, with the minority share in brackets, for each pair:"
    yield table(
        f"pair | {' | '.join(f'{method}:>' for method in BlendMethod)}",
        (
            [pair, *map(show_pair, rows)]
            for pair, *rows in zip(pairs, *measured.values(), strict=True)
        ),
    )


@cache
def related_countries() -> Mapping[str, frozenset[str]]:
    """Return the countries that share many names with each one, itself included."""
    lists: dict[str, set[str]] = {}
    for entry in corpus.entries():
        lists.setdefault(entry.country, set()).add(fold(entry.name))
    return {
        code: frozenset(
            other
            for other, others_names in lists.items()
            if len(names & others_names) >= RELATED_OVERLAP * min(len(names), len(others_names))
        )
        for code, names in lists.items()
    }


def measure(
    generator: NameGenerator, origin: OriginClassifier, pair: str, method: BlendMethod, count: int
) -> tuple[float, ...]:
    """Blend a pair in equal parts; the seed is the pair's codes, the same for all methods.

    Returns:
        The share of names of both; the mean probability of the less likely one of the pair; the
        shares of names with the verdict *no idea*, and of raw samples that no country lists.
    """
    codes = pair.split("+")
    blend = Condition.blend(dict.fromkeys(codes, 1.0), method=method)
    rng = np.random.default_rng(list("".join(codes).encode()))
    names = [drawn.name for drawn in generator.suggest(NameRequest(blend, count=count), rng)]
    samples = generator.sample(blend, count, rng)
    verdicts, probabilities = origin.assess(names)
    likeliest = np.array(origin.countries)[np.argsort(-probabilities, axis=1)[:, :2]].tolist()
    return (
        fmean(fits_both(codes, top_two) for top_two in likeliest),
        float(origin.probabilities(names, codes).min(axis=1).mean()),
        fmean(not verdict.is_recognised for verdict in verdicts),
        fmean(name not in generator.known for name in samples),
    )


def fits_both(pair: Sequence[str], top_two: Sequence[str]) -> bool:
    """Return whether the two likeliest of all countries are the pair, or related to it."""
    first, second = (related_countries()[code] for code in pair)
    best, runner_up = top_two
    return (best in first and runner_up in second) or (best in second and runner_up in first)


def show_pair(metrics: Sequence[float]) -> str:
    """Return what stands in the table of pairs."""
    both, minority, *_ = metrics
    return f"{both:.1%} ({minority:.2f})"
