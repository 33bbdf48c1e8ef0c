"""Compares the blend methods for the model card: `python -m model.reports.blend_methods`.

It takes three minutes on one core: 500 names for each pair and method, ranked under all countries.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cache

import numpy as np

from model.domain import corpus
from model.domain.condition import BlendMethod, Condition
from model.domain.generation import NameRequest
from model.domain.ranking import Verdict
from model.domain.spelling import fold
from model.evaluation.card import CardBlock
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier
from model.reports.card_file import ReportConfig

BLOCK = CardBlock("blends", "python -m model.reports.blend_methods")
PAIRS = (
    ("NL", "PL"),
    ("NL", "CL"),
    ("FR", "IR"),
    ("IT", "CN"),
    ("RU", "JP"),
    ("GR", "IN"),
    ("IS", "TR"),
    ("ES", "IT"),
    ("FI", "SE"),
    ("DE", "NL"),
)
"""Distant pairs, some of which write in different scripts, then three of neighbours."""
RELATED_OVERLAP = 0.5
"""Share of the shorter list from which on two countries that have it in common are related."""


@dataclass(frozen=True, slots=True)
class BlendConfig(ReportConfig):
    """What to compare the methods on.

    Attributes:
        pairs: of countries to blend.
        count: names per pair and method.
    """

    pairs: Sequence[tuple[str, str]] = PAIRS
    count: int = 500


@dataclass(frozen=True, slots=True)
class BlendMetrics:
    """How a method blends a pair, as shares of the names or as mean probabilities.

    Attributes:
        both: names whose two most likely of all countries are the pair, or related to it.
        minority_share: mean probability of the less likely one of the pair; 0.5 is even.
        first_share: mean probability of the first of the pair.
        unrecognised: names with the verdict "no idea".
        novel: raw samples that no country lists.
    """

    both: float
    minority_share: float
    first_share: float
    unrecognised: float
    novel: float


def main(config: BlendConfig) -> None:
    """Measure all methods, and write the tables."""
    generator = NameGenerator.load()
    origin = OriginClassifier.load(generator)
    results = {
        method: [measure(generator, origin, pair, method, config.count) for pair in config.pairs]
        for method in BlendMethod
    }
    BLOCK.write(config.card, "\n".join(table(results, config.pairs)))


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
    generator: NameGenerator,
    origin: OriginClassifier,
    pair: tuple[str, str],
    method: BlendMethod,
    count: int,
) -> BlendMetrics:
    """Blend a pair in equal parts; the seed is the pair's codes, the same for all methods."""
    blend = Condition.blend(dict.fromkeys(pair, 1.0), method=method)
    rng = np.random.default_rng(list("".join(pair).encode()))
    request = NameRequest(blend, count=count)
    names = [suggestion.name for suggestion in generator.suggest(request, rng)]
    verdicts, probabilities = origin.assess(names)
    top_two = np.argsort(-probabilities, axis=1)[:, :2].tolist()
    shares = origin.probabilities(names, pair)
    samples = generator.sample(blend, count, rng)
    return BlendMetrics(
        both=_share(
            _matches(pair, [origin.countries[column] for column in columns]) for columns in top_two
        ),
        minority_share=float(shares.min(axis=1).mean()),
        first_share=float(shares[:, 0].mean()),
        unrecognised=_share(verdict is Verdict.NO_IDEA for verdict in verdicts),
        novel=_share(name not in generator.known for name in samples),
    )


def table(
    results: Mapping[BlendMethod, Sequence[BlendMetrics]], pairs: Sequence[tuple[str, str]] = PAIRS
) -> Iterator[str]:
    """Yield each method's means over the pairs, then each pair's share of names of both."""
    yield "| method | both | minority share | unrecognised | novel |"
    yield "|---|--:|--:|--:|--:|"
    for method, rows in results.items():
        both, minority, _, unrecognised, novel = np.mean([astuple(row) for row in rows], axis=0)
        yield f"| {method} | {both:.1%} | {minority:.3f} | {unrecognised:.1%} | {novel:.1%} |"
    yield ""
    yield "Names of both, with the minority share in brackets, for each pair:"
    yield ""
    yield f"| pair | {' | '.join(results)} |"
    yield f"|---|{'--:|' * len(results)}"
    for pair, metrics in zip(pairs, zip(*results.values(), strict=True), strict=True):
        yield f"| {'+'.join(pair)} | {' | '.join(map(format_cell, metrics))} |"


def format_cell(metrics: BlendMetrics) -> str:
    """Format one pair's cell for one method."""
    return f"{metrics.both:.1%} ({metrics.minority_share:.2f})"


def _matches(pair: tuple[str, str], top_two: Sequence[str]) -> bool:
    first, second = (related_countries()[code] for code in pair)
    best, runner_up = top_two
    return (best in first and runner_up in second) or (best in second and runner_up in first)


def _share(flags: Iterator[bool]) -> float:
    return float(np.mean(list(flags)))


if __name__ == "__main__":
    main(BlendConfig())
