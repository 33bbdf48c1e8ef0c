"""Writes the figures of the model card: `python -m model.reports.model_card`, after training.

The block in the card and `curve.png` depend on nothing but the weights and the data.
"""

import math
from collections.abc import Iterator, Mapping

import numpy as np

from model.assignment import rnn
from model.domain import corpus
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.generation import NameRequest, Style
from model.evaluation.card import CardBlock
from model.inference.name_generator import NameGenerator
from model.network.weights import ASSIGNMENT_WEIGHTS, LearningCurve, Weights
from model.origin.reversed_scorer import REVERSED_WEIGHTS, ReversedScorer, Scorer
from model.reports.card_file import ReportConfig, plot_learning_curves

BLOCK = CardBlock("figures", "python -m model.reports.model_card")
SAMPLE_COUNTRIES = ("NL", "IR", "FR", "PL", "CN", "IT", "CL")


def main(config: ReportConfig) -> None:
    """Plot the learning curves, and write the figures."""
    recipes = load_recipes()
    curves = {name: weights.curve for name, weights in recipes.items()}
    curves["a teacher"] = recipes["shipped"].teachers[0].curve
    plot_learning_curves(curves, config.folder / "curve.png")
    lines = [*table(recipes), *samples(NameGenerator(recipes["shipped"]))]
    BLOCK.write(config.card, "\n".join(lines))


def load_recipes() -> Mapping[str, Weights]:
    """Load the weights of every recipe."""
    return {
        "assignment": Weights.load(ASSIGNMENT_WEIGHTS),
        "shipped": Weights.load(),
        "reversed": Weights.load(REVERSED_WEIGHTS),
    }


def table(recipes: Mapping[str, Weights]) -> Iterator[str]:
    """Yield a row per network: size, epochs, minutes, and nats per name of each split."""
    yield "| recipe | weights | epochs | best epoch | minutes | train | validation | test |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for name, weights in recipes.items():
        for number, teacher in enumerate(weights.teachers, start=1):
            yield f"| teacher {number} | {teacher.size:,} | {_format_curve(teacher.curve)} | – |"
        nats = _test_nll(name, weights)
        test = "∞" if math.isinf(nats) else f"{nats:.2f}"
        yield f"| {name} | {weights.size:,} | {_format_curve(weights.curve)} | {test} |"


def samples(generator: NameGenerator) -> Iterator[str]:
    """Yield 30 names of each country, in plain style, seeded by the country's code."""
    for code in SAMPLE_COUNTRIES:
        rng = np.random.default_rng(list(code.encode()))
        request = NameRequest(
            Condition.for_country(code),
            count=30,
            inverse_temperature=Style.PLAIN.inverse_temperature,
        )
        yield ""
        yield f"**{countries()[code].name}**"
        yield ", ".join(suggestion.name for suggestion in generator.suggest(request, rng))


def mean_test_nll(scorer: Scorer) -> float:
    """Return the mean nats per name of the test split, gender unknown."""
    test = corpus.select("test", corpus.entries())
    pairs = [(entry.name, Condition.for_country(entry.country)) for entry in test]
    return float(scorer.nll(pairs).mean())


def _format_curve(curve: LearningCurve) -> str:
    best = min(curve, key=lambda epoch: epoch["validation"])
    minutes = sum(epoch["seconds"] for epoch in curve) / 60
    return (
        f"{len(curve)} | {best['number']:.0f} "
        f"| {minutes:.0f} | {best['train']:.2f} | {best['validation']:.2f}"
    )


def _test_nll(recipe: str, weights: Weights) -> float:
    if recipe == "assignment":
        return _assignment_test_nll(weights)
    generator = NameGenerator(weights)
    return mean_test_nll(ReversedScorer(generator) if recipe == "reversed" else generator)


def _assignment_test_nll(weights: Weights) -> float:
    network = rnn.AssignmentRNN(len(weights.alphabet), len(weights.countries))
    network.load(weights)
    test = corpus.select("test", corpus.entries())
    nats = [rnn.name_nll(network, entry.letters, entry.country) for entry in test]
    return float(np.mean(nats))


if __name__ == "__main__":
    main(ReportConfig())
