"""What the networks reach, and what they make up."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from model.assignment import rnn
from model.domain import corpus
from model.domain.arrays import BoolArray
from model.domain.condition import Condition
from model.domain.corpus import Entry
from model.domain.countries import countries
from model.domain.generation import NameRequest
from model.domain.spelling import fold
from model.inference.name_generator import NameGenerator
from model.network.weights import ASSIGNMENT_WEIGHTS, LearningCurve, Weights
from model.origin.reversed_scorer import REVERSED_WEIGHTS, ReversedScorer
from model.reports.report import Cell, few, plot, table

_ROWS = 512
"""Names to compare with all others at once: 40 MB of distances."""
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
    yield nearness(corpus.entries(), small=small)
    yield from samples(NameGenerator(recipes["shipped"]))
    curves = {name: weights.curve for name, weights in recipes.items()}
    with plot(folder / "curve.png", 7, 3.5) as axes:
        for name, curve in {**curves, "a teacher": teachers[0].curve}.items():
            epochs = [epoch["number"] for epoch in curve]
            axes.plot(epochs, [e["validation"] for e in curve], "o-", markersize=3, label=name)
        axes.set(xlabel="epoch", ylabel="nats per name", title="Validation, gender unknown")


def nearness(entries: Sequence[Entry], *, small: bool) -> str:
    """Say how many test names are one letter from a training name, of any country and of theirs."""
    train, test = (
        {(fold(entry.name), entry.country) for entry in corpus.select(split, entries)}
        for split in ("train", "test")
    )
    listed = few(sorted(test), small=small)
    names = sorted({name for name, _ in listed})
    others = sorted({name for name, _ in train})
    near = dict(zip(names, _are_near(names, others).tolist(), strict=True))
    near_own = set[str]()
    for country in sorted({country for _, country in listed}):
        own = [name for name, code in listed if code == country and near[name]]
        others = [name for name, code in train if code == country]
        is_near = _are_near(own, others)
        near_own |= {name for name, near_one in zip(own, is_near, strict=True) if near_one}
    share, own_share = sum(near.values()) / len(names), len(near_own) / len(names)
    return (
        f"Of the {len(names):,} folded names of the test split, {share:.0%} are one letter, more, "
        f"less or another, from a name of the training split, {own_share:.0%} from one of a "
        "country that lists them."
    )


def _are_near(names: Sequence[str], others: Sequence[str]) -> BoolArray:
    """Return whether each name is one edit from any of the others (names)."""
    near = np.zeros(len(names), np.bool_)
    for start in range(0, len(names), _ROWS):
        distances = process.cdist(
            names[start : start + _ROWS],
            others,
            scorer=Levenshtein.distance,
            score_cutoff=1,
            dtype=np.uint8,
        )
        near[start : start + _ROWS] = (distances <= 1).any(axis=1)
    return near


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
    """Yield ten names of each country, in plain style, seeded by the country's code."""
    for code in SAMPLE_COUNTRIES:
        request = NameRequest(Condition.for_country(code), count=10)
        names = generator.suggest(request, np.random.default_rng(list(code.encode())))
        yield f"**{countries()[code].name}**\n{', '.join(name.name for name in names)}"
