"""Who is timed: the shipped network, the seed's own loop, and what the core could do at most.

All of them take the countries in turn, a country a batch.
"""

from collections.abc import Mapping, Sequence
from itertools import chain, count, cycle, islice

import numpy as np

from model.assignment import rnn
from model.domain import corpus
from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.generation import NameRequest
from model.evaluation.evaluation import NameModel
from model.inference.name_generator import NameGenerator
from model.inference.weights import ASSIGNMENT_WEIGHTS, Weights
from model.origin.classifier import OriginClassifier
from model.training.batch_trainer import TrainingConfig
from model.training.loop import Trainer
from model.training.recipes import alone, assignment_trainer
from tests.bench.model.tasks import (
    IN_64,
    IN_1024,
    ONE,
    ORIGIN,
    SCORES,
    TEN,
    TRAINING,
    Contender,
    Plan,
    Task,
)
from tests.bench.model.timing import Work

_SCORED = 1000
_MATRICES = 3
"""Axes of an array of matrices, of which a country mixes its own."""


def contenders(names: Sequence[str], plan: Plan) -> dict[str, Contender]:
    """Set everything up, by the keys that `bench.targets` asks for; takes some seconds.

    Args:
        names: a thousand to score, in lower case.
        plan: how many of them to score at once.
    """
    return {"ours": ours(names, plan), "seed": seed(names), "limit": limit()}


def thousand() -> list[str]:
    """Pick a thousand names of the test part."""
    names = [entry.letters for entry in corpus.select("test", corpus.entries())]
    return names[:: max(1, len(names) // _SCORED)][:_SCORED]


def ours(names: Sequence[str], plan: Plan) -> Contender:
    """The shipped network in NumPy, as it serves, and the recipe that trains it."""
    namer = NameGenerator.load()
    origin = OriginClassifier.load(namer)
    wishes = (NameRequest(Condition.for_country(code), count=10) for code in cycle(namer.countries))
    asked = cycle(names)

    def answer(rng: np.random.Generator) -> float:
        namer.suggest(next(wishes), rng)
        return 1

    def rank(_: np.random.Generator) -> float:
        origin.rank(next(asked))
        return 1

    works = {TEN: answer, SCORES: scoring(namer, names, plan.scored), ORIGIN: rank}
    works |= {TRAINING: training(alone(), TrainingConfig().group * TrainingConfig().groups)}
    start = 'from model.__main__ import main; main(["names", "NL", "--count", "1"])'
    return Contender("ours", drawing(namer) | works, start)


_SEEDS_START = f"""
from pathlib import Path
import numpy as np
from model.assignment import rnn
from model.inference.weights import Weights

weights = Weights.load(Path({str(ASSIGNMENT_WEIGHTS)!r}))
network = rnn.SeedNetwork(len(weights.alphabet), len(weights.countries))
network.load(weights)
print(rnn.generate(network, "NL", np.random.default_rng()))
"""


def seed(names: Sequence[str]) -> Contender:
    """The assignment's own network, letter by letter and name by name, and its own training."""
    weights = Weights.load(ASSIGNMENT_WEIGHTS)
    network = rnn.AssignmentRNN(len(weights.alphabet), len(weights.countries))
    network.load(weights)
    works = turns(AssignmentSystem(network), names) | {TRAINING: training(assignment_trainer(), 1)}
    return Contender("the seed's loop", works, _SEEDS_START)


def limit() -> Contender:
    """The matrix products of one letter alone, in NumPy and for every name, as `ours` has them."""
    weights = Weights.load()
    namer = NameGenerator(weights)
    rng = np.random.default_rng(1)
    drawn = [
        name
        for code in namer.countries
        for name in namer.sample(Condition.for_country(code), 16, rng)
    ]
    letters = float(np.mean([len(name) + 1 for name in drawn]))
    works = {task: products(weights, size, letters) for task, size in _SIZES.items()}
    return Contender("products alone", works)


class AssignmentSystem:
    """The seed's network as an `evaluation.Model`."""

    def __init__(self, network: rnn.AssignmentRNN) -> None:
        self._network = network

    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return the nats of each pair, one by one."""
        nats = [rnn.name_nats(self._network, name, told.dominant_country) for name, told in pairs]
        return np.array(nats)

    def sample(self, condition: Condition, count: int, rng: np.random.Generator) -> list[str]:
        """Draw names, one by one."""
        return [rnn.generate(self._network, condition.dominant_country, rng) for _ in range(count)]


_SIZES: Mapping[Task, int] = {ONE: 1, IN_64: 64, IN_1024: 1024}


def drawing(model: NameModel) -> dict[Task, Work]:
    """Draw names one by one and in batches."""
    return {task: _drawing(model, size) for task, size in _SIZES.items()}


def turns(model: NameModel, names: Sequence[str]) -> dict[Task, Work]:
    """Do everything a name at a time: ten names in ten turns, and a thousand scores one by one."""
    one = _drawing(model, 1)

    def ten(rng: np.random.Generator) -> float:
        return sum(one(rng) for _ in range(10)) / 10

    score = scoring(model, names, 1)

    def origin(rng: np.random.Generator) -> float:
        return score(rng) * _SCORED

    return {ONE: one, TEN: ten, SCORES: score, ORIGIN: origin}


def scoring(model: NameModel, names: Sequence[str], at_once: int) -> Work:
    """Score names under all countries, the next ones at once; the unit is a thousand names."""
    asked = cycle(names)
    conditions = [Condition.for_country(code) for code in corpus.countries()]

    def score(_: np.random.Generator) -> float:
        model.nll([(name, told) for name in islice(asked, at_once) for told in conditions])
        return at_once / _SCORED

    return score


def training(recipe: Trainer, batch: int) -> Work:
    """Take a step of a recipe, with so many names."""
    losses = chain.from_iterable(recipe.one_pass(number) for number in count(1))

    def step(_: np.random.Generator) -> float:
        next(losses)
        return batch

    return step


def products(weights: Weights, size: int, letters: float) -> Work:
    """Multiply as one step of the network does for a batch; counts names of so many letters."""
    rng = np.random.default_rng(1)
    matrices = [array[0] for array in weights.arrays.values() if array.ndim == _MATRICES]
    pairs = [(rng.standard_normal((size, len(matrix)), np.float32), matrix) for matrix in matrices]

    def multiply(_: np.random.Generator) -> float:
        for signal, matrix in pairs:
            signal @ matrix
        return size / letters

    return multiply


def _drawing(model: NameModel, size: int) -> Work:
    codes = cycle(corpus.countries())

    def draw(rng: np.random.Generator) -> float:
        return len(model.sample(Condition.for_country(next(codes)), size, rng))

    return draw
