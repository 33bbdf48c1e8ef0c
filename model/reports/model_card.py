"""Writes the figures of the model card: `python -m model.reports.model_card` after training.

What stands between the two marks in `docs/model-card/README.md`, and `curve.png` beside it, is made
from the weights and the data alone.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from model.assignment import rnn
from model.domain import corpus
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.generation import NameRequest, Style
from model.inference.name_generator import NameGenerator
from model.inference.weights import ASSIGNMENT_WEIGHTS, LearningCurve, Weights
from model.origin.reversed_scorer import REVERSED_WEIGHTS, ReversedScorer, Scorer
from model.reports.card_file import CARD, HERE, draw, write_between

BEGIN, END = "<!-- figures: python -m model.reports.model_card -->", "<!-- end of figures -->"
SEVEN = ("NL", "IR", "FR", "PL", "CN", "IT", "CL")


def main() -> None:
    """Draw the curves and write the figures into the card."""
    recipes = {
        "seed": Weights.load(ASSIGNMENT_WEIGHTS),
        "shipped": Weights.load(),
        "backwards": Weights.load(REVERSED_WEIGHTS),
    }
    curves = {name: weights.curve for name, weights in recipes.items()}
    draw(curves | {"a teacher": recipes["shipped"].teachers[0].curve}, HERE / "curve.png")
    figures = [*table(recipes), "", *samples(NameGenerator(recipes["shipped"]))]
    write_between(CARD, BEGIN, END, figures)


def table(recipes: Mapping[str, Weights]) -> Iterator[str]:
    """Compare the recipes: size, passes, minutes, and nats a name of each part."""
    yield "| recipe | weights | passes | best | minutes | train | validation | test |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for name, weights in recipes.items():
        test = _seed_nats(weights) if name == "seed" else shipped_nats(_reader(name, weights))
        for number, one in enumerate(weights.teachers, start=1):
            yield f"| teacher {number} | {one.size:,} | {_figures(one.curve)} | – |"
        yield f"| {name} | {weights.size:,} | {_figures(weights.curve)} | {test:.2f} |"


def samples(namer: NameGenerator) -> Iterator[str]:
    """Invent 30 names for each of the seven countries, plain, with the country's code as seed."""
    for code in SEVEN:
        rng = np.random.default_rng(list(code.encode()))
        wish = NameRequest(
            Condition.for_country(code),
            count=30,
            inverse_temperature=Style.PLAIN.inverse_temperature,
        )
        yield f"**{countries()[code].name}**"
        yield ", ".join(one.name for one in namer.suggest(wish, rng))
        yield ""


def _figures(curve: LearningCurve) -> str:
    best = min(curve, key=lambda one: one["validation"])
    minutes = sum(one["seconds"] for one in curve) / 60
    return (
        f"{len(curve)} | {best['number']:.0f} "
        f"| {minutes:.0f} | {best['train']:.2f} | {best['validation']:.2f}"
    )


def _reader(recipe: str, weights: Weights) -> Scorer:
    namer = NameGenerator(weights)
    return ReversedScorer(namer) if recipe == "backwards" else namer


def shipped_nats(reader: Scorer) -> float:
    """Return the mean nats of a name of the test part, gender unknown, by a shipped network."""
    test = corpus.select("test", corpus.entries())
    pairs = [(entry.name, Condition.for_country(entry.country)) for entry in test]
    return float(reader.nll(pairs).mean())


def _seed_nats(weights: Weights) -> float:
    network = rnn.AssignmentRNN(len(weights.alphabet), len(weights.countries))
    network.load(weights)
    test = corpus.select("test", corpus.entries())
    return float(np.mean([rnn.name_nats(network, one.letters, one.country) for one in test]))


if __name__ == "__main__":
    main()
