"""Compares the blend methods in the model card: `python -m model.reports.blend_methods`.

It takes ten minutes on one core: 500 names for each of ten pairs and each method, ranked under
all countries.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path

import numpy as np

from model.domain import corpus
from model.domain.condition import BlendMethod, Condition
from model.domain.generation import NameRequest
from model.domain.ranking import Verdict
from model.domain.spelling import fold
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier
from model.reports.card_file import CARD, write_between

BEGIN, END = "<!-- blends: python -m model.reports.blend_methods -->", "<!-- end of blends -->"
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
"""Far ones first, those that other scripts are used for among them, then three of neighbours."""
COUNT = 500
KIN = 0.5
"""Countries are kin where at least this share of the shorter list stands on the other as well."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a method makes of a pair, as shares of the names.

    Attributes:
        both: whose two likeliest of all countries are the two blended, or kin of each.
        lesser: the mean share of the one that a name sounds less like: a half is even.
        first: the mean share of the first of the pair.
        odd: that sound like no country at all.
        novel: that no list holds, of names just as they are drawn.
    """

    both: float
    lesser: float
    first: float
    odd: float
    novel: float


def main(card: Path = CARD) -> None:
    """Measure all and write the table into the card."""
    namer = NameGenerator.load()
    origin = OriginClassifier.load(namer)
    found = {
        method: [measure(namer, origin, pair, method, COUNT) for pair in PAIRS]
        for method in BlendMethod
    }
    write_between(card, BEGIN, END, table(found))


@cache
def kin() -> Mapping[str, frozenset[str]]:
    """Tell each country's kin by the names that the lists share; every country is its own."""
    lists: dict[str, set[str]] = {}
    for entry in corpus.entries():
        lists.setdefault(entry.country, set()).add(fold(entry.name))
    return {
        code: frozenset(
            other
            for other, theirs in lists.items()
            if len(ours & theirs) >= KIN * min(len(ours), len(theirs))
        )
        for code, ours in lists.items()
    }


def measure(
    namer: NameGenerator,
    origin: OriginClassifier,
    pair: tuple[str, str],
    method: BlendMethod,
    count: int,
) -> Figures:
    """Blend a pair in equal parts; the seed is the pair's codes, the same for all methods."""
    blend = Condition.blend(dict.fromkeys(pair, 1.0), method=method)
    rng = np.random.default_rng(list("".join(pair).encode()))
    names = [one.name for one in namer.suggest(NameRequest(blend, count=count), rng)]
    rankings = [origin.rank(name) for name in names]
    shares = origin.probabilities(names, pair)
    drawn = namer.sample(blend, count, rng)
    return Figures(
        both=_share([_are(pair, [place.country for place in one.ranking]) for one in rankings]),
        lesser=float(shares.min(axis=1).mean()),
        first=float(shares[:, 0].mean()),
        odd=_share([one.verdict is Verdict.NO_IDEA for one in rankings]),
        novel=_share([name not in namer.known for name in drawn]),
    )


def table(found: Mapping[BlendMethod, Sequence[Figures]]) -> Iterator[str]:
    """Lay the figures out: the means of each method, then each pair's share of names of both."""
    yield "| method | both | lesser share | sounds like none | novel |"
    yield "|---|--:|--:|--:|--:|"
    for method, rows in found.items():
        both, lesser, _, odd, novel = np.mean([astuple(row) for row in rows], axis=0)
        yield f"| {method} | {both:.1%} | {lesser:.3f} | {odd:.1%} | {novel:.1%} |"
    yield ""
    yield "Names of both, and in brackets the lesser share, for each pair:"
    yield ""
    yield f"| pair | {' | '.join(found)} |"
    yield f"|---|{'--:|' * len(found)}"
    for number, pair in enumerate(PAIRS):
        yield f"| {'+'.join(pair)} | {' | '.join(cell(rows[number]) for rows in found.values())} |"


def cell(figures: Figures) -> str:
    """Write what the table says of one pair and method."""
    return f"{figures.both:.1%} ({figures.lesser:.2f})"


def _are(pair: tuple[str, str], ranked: Sequence[str]) -> bool:
    one, other = (kin()[code] for code in pair)
    best, second = ranked[:2]
    return (best in one and second in other) or (best in other and second in one)


def _share(flags: Sequence[bool]) -> float:
    return float(np.mean(flags))


if __name__ == "__main__":
    main()
