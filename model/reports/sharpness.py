"""Shows what sharpness does to names, squares among them: `python -m model.reports.sharpness`.

Names are drawn for all countries at several sharpnesses, raw and as members get them. The figures
and thirty names of either kind go between the two marks of the card, the curves into
`sharpness.png` beside this file. It takes two minutes on one core.
"""

import logging
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.domain import corpus
from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.generation import NameRequest, Style
from model.evaluation.evaluation import Evaluation, HeldOut, mean
from model.evaluation.metrics import GenerationMetrics
from model.inference.name_generator import NameGenerator
from model.reports.card_file import HERE, write_between
from model.training.reference_classifier import ReferenceClassifier

BEGIN, END = "<!-- sharpness: python -m model.reports.sharpness -->", "<!-- end of sharpness -->"
SHARPNESSES = (0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 4.0)
NAMES = 300
"""Drawn for each country at each sharpness."""
SCORED = 50
"""Of the names of each country, the first to be scored."""
SUGGESTED = 50
"""Asked for each country in each style."""
SHOWN = "NL"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SharpenedModel:
    """The network at one sharpness, for an evaluation to draw from."""

    namer: NameGenerator
    sharpness: float

    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return the nats of each pair, before sharpening (pairs)."""
        return self.namer.nll(pairs)

    def sample(self, condition: Condition, count: int, rng: np.random.Generator) -> list[str]:
        """Draw names just as the network spells them."""
        return self.namer.sample(condition, count, rng, self.sharpness)


@dataclass(frozen=True, slots=True)
class Figures:
    """What names of one sharpness come to, as means over countries.

    Attributes:
        sharpness: the s in p^s / Σ p^s.
        invention: see there.
        nats: −log P(name, stop | country) of a name, before sharpening.
    """

    sharpness: float
    invention: GenerationMetrics
    nats: float


def main(here: Path = HERE, codes: tuple[str, ...] | None = None) -> None:
    """Draw names for some countries, or for all; measure, and write."""
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    names, namer = corpus.entries(), NameGenerator.load()
    log.info("training a judge of spellings")
    judge = ReferenceClassifier(corpus.select("train", names), namer.countries)
    evaluation = Evaluation(HeldOut(names), judge, codes or namer.countries, NAMES)
    raw = [drawn(evaluation, SharpenedModel(namer, sharpness)) for sharpness in SHARPNESSES]
    by_sharpness = sorted(Style, key=lambda style: style.inverse_temperature)
    given = {
        style: suggested(evaluation, namer, style.inverse_temperature) for style in by_sharpness
    }
    draw(raw, here / "sharpness.png")
    lines = [*table(raw), "", *verdict(raw), "", *styles(given), "", *samples(namer)]
    write_between(here / "README.md", BEGIN, END, lines)


def drawn(evaluation: Evaluation, model: SharpenedModel) -> Figures:
    """Measure names just as they are drawn."""
    names = {code: evaluation.draw(model, code) for code in evaluation.countries}
    return _measure(evaluation, model, names)


def suggested(evaluation: Evaluation, namer: NameGenerator, sharpness: float) -> Figures:
    """Measure names as members get them: novel, writable, and none of very unlikely letters."""
    names = {
        code: [
            namer.read(one.name, code)
            for one in namer.suggest(
                NameRequest(Condition.for_country(code), SUGGESTED, sharpness),
                np.random.default_rng([evaluation.seed, *code.encode()]),
            )
        ]
        for code in evaluation.countries
    }
    return _measure(evaluation, SharpenedModel(namer, sharpness), names)


def _measure(evaluation: Evaluation, model: SharpenedModel, names: dict[str, list[str]]) -> Figures:
    log.info("judging names at sharpness %g", model.sharpness)
    nats = [
        float(model.nll([(name, Condition.for_country(code)) for name in some[:SCORED]]).mean())
        for code, some in names.items()
    ]
    inventions = [evaluation.invention(some, code) for code, some in names.items()]
    return Figures(model.sharpness, mean(inventions), float(np.mean(nats)))


def table(rows: Sequence[Figures]) -> Iterator[str]:
    """Lay raw draws out, a sharpness a line."""
    yield "| s | style | unseen | hits | names hit | distinct | novel | nats a name |"
    yield "|--:|--:|--:|--:|--:|--:|--:|--:|"
    for row in rows:
        one = row.invention
        yield (
            f"| {row.sharpness:g} | {style(row):.3f} | {one.unseen:.0f} | {one.held_out_hits:.1f} "
            f"| {one.held_out_names:.1f} | {one.distinct_share:.3f} | {one.novel_share:.3f} "
            f"| {row.nats:.2f} |"
        )


def styles(rows: dict[Style, Figures]) -> Iterator[str]:
    """Lay out what members get, a style a line."""
    yield "| style | s | names | style agreement | nats a name |"
    yield "|---|--:|--:|--:|--:|"
    for name, row in rows.items():
        yield (
            f"| {name} | {row.sharpness:g} | {row.invention.names_drawn:.0f} | {style(row):.3f} "
            f"| {row.nats:.2f} |"
        )


def verdict(rows: Sequence[Figures]) -> Iterator[str]:
    """Answer the assignment's question by four figures: are squares better, worse or the same?"""
    pair = [next(row for row in rows if row.sharpness == s) for s in (1, 2)]
    yield "| | plain | squared | squares are |"
    yield "|---|--:|--:|---|"
    plain, squared = (style(row) for row in pair)
    # Best are names as typical as real ones; of all else the more, the better.
    said = compared(1 - abs(1 - plain), 1 - abs(1 - squared))
    yield f"| style | {plain:.3f} | {squared:.3f} | {said} |"
    before, after = (row.invention for row in pair)
    for name, old, new in (
        ("distinct", before.distinct_share, after.distinct_share),
        ("novel", before.novel_share, after.novel_share),
    ):
        yield f"| {name} | {old:.3f} | {new:.3f} | {compared(old, new)} |"
    old, new = before.held_out_names, after.held_out_names
    yield f"| names hit | {old:.1f} | {new:.1f} | {compared(old, new)} |"


def samples(namer: NameGenerator) -> Iterator[str]:
    """Invent thirty names for one country, plain and squared, side by side."""
    lists = [
        namer.suggest(
            NameRequest(Condition.for_country(SHOWN), 30, shown.inverse_temperature),
            np.random.default_rng(list(SHOWN.encode())),
        )
        for shown in (Style.PLAIN, Style.CLASSIC)
    ]
    yield f"| {countries()[SHOWN].name}, plain | {countries()[SHOWN].name}, squared |"
    yield "|---|---|"
    yield "| " + " | ".join(", ".join(one.name for one in some) for some in lists) + " |"


def style(figures: Figures) -> float:
    """Return how much names look like their country's, beside real ones."""
    return figures.invention.style_agreement or 0.0


def compared(before: float, after: float) -> str:
    """Say whether the larger of two is the second; a fiftieth more or less is the same."""
    if math.isclose(before, after, rel_tol=0.02):
        return "the same"
    return "better" if after > before else "worse"


def draw(rows: Sequence[Figures], path: Path) -> None:
    """Draw the figures of raw draws over the sharpness, as a PNG."""
    # Matplotlib takes a while to load; the tables go without it.
    from matplotlib.figure import Figure  # noqa: PLC0415 - see above

    figure = Figure(figsize=(11, 3.6), layout="constrained", facecolor="white")
    sharpnesses = [row.sharpness for row in rows]
    named: dict[float, str] = {1: "1\nplain", 2: "2\nsquared"}
    panels = {
        "share": {
            "style agreement": [style(row) for row in rows],
            "distinct": [row.invention.distinct_share for row in rows],
            "novel": [row.invention.novel_share for row in rows],
        },
        f"of {NAMES} names": {
            "hits": [row.invention.held_out_hits for row in rows],
            "names hit": [row.invention.held_out_names for row in rows],
        },
        "nats a name": {"before sharpening": [row.nats for row in rows]},
    }
    for axes, (unit, curves) in zip(figure.subplots(1, len(panels)), panels.items(), strict=True):
        for name, values in curves.items():
            axes.plot(sharpnesses, values, "o-", markersize=4, label=name)
        axes.set(xscale="log", xlabel="sharpness s", ylabel=unit, ylim=(0, None))
        axes.set_xticks(sharpnesses, [named.get(one, f"{one:g}") for one in sharpnesses])
        axes.minorticks_off()
        axes.grid(alpha=0.3)
        axes.legend()
    figure.savefig(path, dpi=120)


if __name__ == "__main__":
    main()
