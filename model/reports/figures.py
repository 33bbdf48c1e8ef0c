"""What the networks reach, and what they make up."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean

import numpy as np

from model.assignment import rnn
from model.domain import corpus
from model.domain.condition import Condition
from model.domain.corpus import Entry
from model.domain.countries import countries
from model.domain.generation import NameRequest
from model.inference.name_generator import NameGenerator
from model.network.weights import ASSIGNMENT_WEIGHTS, LearningCurve, Weights
from model.origin.reversed_scorer import REVERSED_WEIGHTS, ReversedScorer
from model.reports.report import Cell, few, plot, table

SAMPLE_COUNTRIES = ("NL", "IR", "FR", "PL", "CN", "IT", "CL")


def figures(folder: Path, *, small: bool) -> Iterator[str]:
    """Size, training and nats of all networks, and samples."""
    recipes = {
        "assignment": Weights.load(ASSIGNMENT_WEIGHTS),
        "shipped": Weights.load(),
        "reversed": Weights.load(REVERSED_WEIGHTS),
    }
    teachers = recipes["shipped"].teachers
    nats = measure(recipes, few(corpus.select("test", corpus.entries()), small=small))
    rows: list[list[Cell]] = []
    for name, weights in recipes.items():
        if name == "shipped":
            rows += [
                [f"teacher {number}", teacher.size, *training(teacher.curve), None]
                for number, teacher in enumerate(teachers, start=1)
            ]
        rows.append([name, weights.size, *training(weights.curve), nats[name]])
    yield table(
        "recipe | weights:, | epochs:d | best epoch:.0f | minutes:.0f "
        "| train:.2f | validation:.2f | test:.2f",
        rows,
    )
    yield from samples(NameGenerator(recipes["shipped"]))
    curves = {name: weights.curve for name, weights in recipes.items()}
    with plot(folder / "curve.png", 7, 3.5) as (axes,):
        for name, curve in {**curves, "a teacher": teachers[0].curve}.items():
            epochs = [epoch["number"] for epoch in curve]
            axes.plot(epochs, [e["validation"] for e in curve], "o-", markersize=3, label=name)
        axes.set(xlabel="epoch", ylabel="nats per name", title="Validation, gender unknown")


def measure(recipes: Mapping[str, Weights], test: Sequence[Entry]) -> Mapping[str, float]:
    """Return the mean nats per name by each recipe, gender unknown."""
    pairs = [(entry.name, Condition.for_country(entry.country)) for entry in test]
    assignment = recipes["assignment"]
    network = rnn.AssignmentRNN(len(assignment.alphabet), len(assignment.countries))
    network.load(assignment)
    nats = [rnn.name_nll(network, entry.letters, entry.country) for entry in test]
    backwards = ReversedScorer(NameGenerator(recipes["reversed"]))
    return {
        "assignment": fmean(nats),
        "shipped": float(NameGenerator(recipes["shipped"]).nll(pairs).mean()),
        "reversed": float(backwards.nll(pairs).mean()),
    }


def training(curve: LearningCurve) -> tuple[float, ...]:
    """Return epochs, the best one, minutes of all, and the best one's losses."""
    best = min(curve, key=lambda epoch: epoch["validation"])
    minutes = sum(epoch["seconds"] for epoch in curve) / 60
    return len(curve), best["number"], minutes, best["train"], best["validation"]


def samples(generator: NameGenerator) -> Iterator[str]:
    """Yield 30 names of each country, in plain style, seeded by the country's code."""
    for code in SAMPLE_COUNTRIES:
        request = NameRequest(Condition.for_country(code), count=30)
        names = generator.suggest(request, np.random.default_rng(list(code.encode())))
        yield f"**{countries()[code].name}**\n{', '.join(name.name for name in names)}"
