"""Shows what squaring does to names, among other powers: `python -m model.reports.sharpness`.

Names of all countries are sampled at several inverse temperatures, raw and as members get them. The
tables and thirty names of either kind go into the card, the curves into `sharpness.png`. It takes
two minutes on one core.
"""

import logging
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from model.domain import corpus
from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.generation import NameRequest, Style
from model.evaluation.card import CardBlock
from model.evaluation.evaluation import Evaluation, HeldOut, mean_metrics
from model.evaluation.metrics import GenerationMetrics
from model.inference.name_generator import NameGenerator
from model.reports.card_file import ReportConfig
from model.training.reference_classifier import ReferenceClassifier

BLOCK = CardBlock("sharpness", "python -m model.reports.sharpness")
SCORED_NAMES = 50
"""Names of each country, from the first, whose nats are computed."""
SAMPLE_COUNTRY = "NL"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SharpnessConfig(ReportConfig):
    """What to sample.

    Attributes:
        codes: of the countries; None for all.
        inverse_temperatures: 1 and 2 among them.
        samples: raw names of each country at each inverse temperature.
        suggestions: of each country in each style.
    """

    codes: tuple[str, ...] | None = None
    inverse_temperatures: Sequence[float] = (0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 4.0)
    samples: int = 300
    suggestions: int = 50


@dataclass(frozen=True, slots=True)
class SharpenedModel:
    """The network at one inverse temperature; an `evaluation.NameModel`."""

    generator: NameGenerator
    inverse_temperature: float

    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return the nats of each pair, before sharpening (pairs)."""
        return self.generator.nll(pairs)

    def sample(self, condition: Condition, count: int, rng: np.random.Generator) -> list[str]:
        """Sample lower-case names without any filter."""
        return self.generator.sample(condition, count, rng, self.inverse_temperature)


@dataclass(frozen=True, slots=True)
class SharpnessMetrics:
    """Metrics of names at one inverse temperature, as means over countries.

    Attributes:
        inverse_temperature: the s in p^s / Σ p^s.
        generation: of the names.
        nats: −log P(name, stop | country) per name, before sharpening.
    """

    inverse_temperature: float
    generation: GenerationMetrics
    nats: float

    @property
    def style_agreement(self) -> float:
        """As in `GenerationMetrics`, or 0."""
        return self.generation.style_agreement or 0.0


def main(config: SharpnessConfig) -> None:
    """Sample, measure, plot and write."""
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    entries, generator = corpus.entries(), NameGenerator.load()
    log.info("training the reference classifier")
    reference = ReferenceClassifier(corpus.select("train", entries), generator.countries)
    codes = config.codes or generator.countries
    evaluation = Evaluation(HeldOut(entries), reference, codes, config.samples)
    raw = [
        measure_samples(evaluation, SharpenedModel(generator, inverse_temperature))
        for inverse_temperature in config.inverse_temperatures
    ]
    suggested = {
        style: measure_suggestions(
            evaluation, generator, style.inverse_temperature, config.suggestions
        )
        for style in sorted(Style, key=lambda style: style.inverse_temperature)
    }
    plot_metrics(raw, config.samples, config.folder / "sharpness.png")
    lines = [
        *table(raw),
        "",
        *compare_squares(raw),
        "",
        *style_table(suggested),
        "",
        *samples(generator),
    ]
    BLOCK.write(config.card, "\n".join(lines))


def measure_samples(evaluation: Evaluation, model: SharpenedModel) -> SharpnessMetrics:
    """Measure raw samples."""
    names = {code: evaluation.sample(model, code) for code in evaluation.countries}
    return _measure(evaluation, model, names)


def measure_suggestions(
    evaluation: Evaluation, generator: NameGenerator, inverse_temperature: float, count: int
) -> SharpnessMetrics:
    """Measure names as members get them: novel, writable, and without very unlikely letters."""
    names = {
        code: [
            generator.normalise_case(suggestion.name, code)
            for suggestion in generator.suggest(
                NameRequest(Condition.for_country(code), count, inverse_temperature),
                np.random.default_rng([evaluation.seed, *code.encode()]),
            )
        ]
        for code in evaluation.countries
    }
    return _measure(evaluation, SharpenedModel(generator, inverse_temperature), names)


def _measure(
    evaluation: Evaluation, model: SharpenedModel, names_by_country: Mapping[str, Sequence[str]]
) -> SharpnessMetrics:
    log.info("measuring names at inverse temperature %g", model.inverse_temperature)
    nats, generation = [], []
    for code, names in names_by_country.items():
        condition = Condition.for_country(code)
        nats.append(float(model.nll([(name, condition) for name in names[:SCORED_NAMES]]).mean()))
        generation.append(evaluation.generation_metrics(names, code))
    return SharpnessMetrics(
        model.inverse_temperature, mean_metrics(generation), float(np.mean(nats))
    )


def table(rows: Sequence[SharpnessMetrics]) -> Iterator[str]:
    """Yield a row per inverse temperature for raw samples."""
    yield "| s | style | unseen | hits | names hit | distinct | novel | nats per name |"
    yield "|--:|--:|--:|--:|--:|--:|--:|--:|"
    for row in rows:
        metrics = row.generation
        yield (
            f"| {row.inverse_temperature:g} | {row.style_agreement:.3f} | {metrics.unseen:.0f} "
            f"| {metrics.held_out_hits:.1f} | {metrics.held_out_names:.1f} "
            f"| {metrics.distinct_share:.3f} | {metrics.novel_share:.3f} | {row.nats:.2f} |"
        )


def style_table(rows: Mapping[Style, SharpnessMetrics]) -> Iterator[str]:
    """Yield a row per style for names as members get them."""
    yield "| style | s | names | style agreement | nats per name |"
    yield "|---|--:|--:|--:|--:|"
    for style, row in rows.items():
        yield (
            f"| {style} | {row.inverse_temperature:g} | {row.generation.names_drawn:.0f} "
            f"| {row.style_agreement:.3f} | {row.nats:.2f} |"
        )


def compare_squares(rows: Sequence[SharpnessMetrics]) -> Iterator[str]:
    """Answer the assignment's question: are squared probabilities better, worse or the same?"""
    plain, squared = (next(row for row in rows if row.inverse_temperature == s) for s in (1, 2))
    yield "| | plain | squared | squares are |"
    yield "|---|--:|--:|---|"
    before, after = plain.style_agreement, squared.style_agreement
    # Names as typical as real ones are best; of all else, more is better.
    verdict = compare(1 - abs(1 - before), 1 - abs(1 - after))
    yield f"| style | {before:.3f} | {after:.3f} | {verdict} |"
    first, second = plain.generation, squared.generation
    for title, before, after, digits in (
        ("distinct", first.distinct_share, second.distinct_share, 3),
        ("novel", first.novel_share, second.novel_share, 3),
        ("names hit", first.held_out_names, second.held_out_names, 1),
    ):
        verdict = compare(before, after)
        yield f"| {title} | {before:.{digits}f} | {after:.{digits}f} | {verdict} |"


def samples(generator: NameGenerator) -> Iterator[str]:
    """Yield a table of thirty names of one country, plain and squared."""
    columns = [
        generator.suggest(
            NameRequest(Condition.for_country(SAMPLE_COUNTRY), 30, style.inverse_temperature),
            np.random.default_rng(list(SAMPLE_COUNTRY.encode())),
        )
        for style in (Style.PLAIN, Style.CLASSIC)
    ]
    country = countries()[SAMPLE_COUNTRY].name
    yield f"| {country}, plain | {country}, squared |"
    yield "|---|---|"
    cells = [", ".join(suggestion.name for suggestion in column) for column in columns]
    yield f"| {' | '.join(cells)} |"


def compare(before: float, after: float) -> str:
    """Return whether the second of two is better, that is larger; within 2 % they are the same."""
    if math.isclose(before, after, rel_tol=0.02):
        return "the same"
    return "better" if after > before else "worse"


def plot_metrics(rows: Sequence[SharpnessMetrics], count: int, path: Path) -> None:
    """Plot the metrics of raw samples over the inverse temperature, as a PNG.

    Args:
        rows: one for each inverse temperature.
        count: samples of each country.
        path: of the PNG.
    """
    # Matplotlib is slow to load, and only plots need it.
    from matplotlib.figure import Figure  # noqa: PLC0415 - see above

    figure = Figure(figsize=(11, 3.6), layout="constrained", facecolor="white")
    inverse_temperatures = [row.inverse_temperature for row in rows]
    titles: dict[float, str] = {1: "1\nplain", 2: "2\nsquared"}
    labels = [titles.get(value, f"{value:g}") for value in inverse_temperatures]
    panels = {
        "share": {
            "style agreement": [row.style_agreement for row in rows],
            "distinct": [row.generation.distinct_share for row in rows],
            "novel": [row.generation.novel_share for row in rows],
        },
        f"of {count} names": {
            "hits": [row.generation.held_out_hits for row in rows],
            "names hit": [row.generation.held_out_names for row in rows],
        },
        "nats per name": {"before sharpening": [row.nats for row in rows]},
    }
    for axes, (unit, curves) in zip(figure.subplots(1, len(panels)), panels.items(), strict=True):
        for title, values in curves.items():
            axes.plot(inverse_temperatures, values, "o-", markersize=4, label=title)
        axes.set(xscale="log", xlabel="inverse temperature s", ylabel=unit, ylim=(0, None))
        axes.set_xticks(inverse_temperatures, labels)
        axes.minorticks_off()
        axes.grid(alpha=0.3)
        axes.legend()
    figure.savefig(path, dpi=120)


if __name__ == "__main__":
    main(SharpnessConfig())
