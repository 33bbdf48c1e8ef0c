"""Systems to time: the shipped network, the assignment's loop, and bare matrix products.

All cycle through the countries, one country a batch.
"""

from collections.abc import Mapping, Sequence
from itertools import chain, count, cycle, islice

import numpy as np

from bench.model.tasks import (
    IN_64,
    IN_1024,
    ONE,
    ORIGIN,
    SCORES,
    TEN,
    TRAINING,
    Plan,
    System,
    Task,
)
from bench.model.timing import Workload
from model.assignment import rnn
from model.domain import corpus
from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.generation import NameRequest
from model.evaluation.evaluation import NameModel
from model.inference.name_generator import NameGenerator
from model.network.weights import ASSIGNMENT_WEIGHTS, Weights
from model.origin.classifier import OriginClassifier
from model.training.recipes import assignment_trainer, from_scratch_trainer
from model.training.train import Trainer

_NAMES_PER_UNIT = 1000


def build_systems(names: Sequence[str], plan: Plan) -> dict[str, System]:
    """Build the systems that `tasks.targets` compares, by key; this takes some seconds.

    Args:
        names: a thousand lower-case names to score.
        plan: how many of them to score at once.
    """
    return {
        "ours": shipped_system(names, plan),
        "seed": assignment_system(names),
        "limit": matrix_products_system(),
    }


def thousand_test_names() -> list[str]:
    """Select a thousand names of the test split."""
    names = [entry.letters for entry in corpus.select("test", corpus.entries())]
    return names[:: max(1, len(names) // _NAMES_PER_UNIT)][:_NAMES_PER_UNIT]


def shipped_system(names: Sequence[str], plan: Plan) -> System:
    """Build the shipped network in NumPy, as it serves, and the trainer of its teachers."""
    generator = NameGenerator.load()
    classifier = OriginClassifier.load(generator)
    codes = cycle(generator.countries)
    requests = (NameRequest(Condition.for_country(code), count=10) for code in codes)
    names_to_rank = cycle(names)

    def suggest(rng: np.random.Generator) -> float:
        generator.suggest(next(requests), rng)
        return 1

    def rank(_: np.random.Generator) -> float:
        classifier.rank(next(names_to_rank))
        return 1

    trainer = from_scratch_trainer()
    batch_size = trainer.config.names_per_row * trainer.config.rows_per_batch
    workloads = {
        TEN: suggest,
        SCORES: scoring_workload(generator, names, plan.names_per_score),
        ORIGIN: rank,
        TRAINING: training_workload(trainer, batch_size),
    }
    cold_start = 'from model.__main__ import main; main(["names", "NL", "--count", "1"])'
    return System("ours", sampling_workloads(generator) | workloads, cold_start)


_ASSIGNMENT_COLD_START = f"""
from pathlib import Path
import numpy as np
from model.assignment import rnn
from model.network.weights import Weights

weights = Weights.load(Path({str(ASSIGNMENT_WEIGHTS)!r}))
network = rnn.AssignmentRNN(len(weights.alphabet), len(weights.countries))
network.load(weights)
print(rnn.generate(network, "NL", np.random.default_rng()))
"""


def assignment_system(names: Sequence[str]) -> System:
    """Build the assignment's network, letter by letter, and its training, name by name."""
    weights = Weights.load(ASSIGNMENT_WEIGHTS)
    network = rnn.AssignmentRNN(len(weights.alphabet), len(weights.countries))
    network.load(weights)
    workloads = one_by_one_workloads(AssignmentModel(network), names)
    workloads |= {TRAINING: training_workload(assignment_trainer(), 1)}
    return System("the assignment's loop", workloads, _ASSIGNMENT_COLD_START)


def matrix_products_system() -> System:
    """Build the matrix products of the shipped network's steps alone, an upper bound on speed."""
    weights = Weights.load()
    generator = NameGenerator(weights)
    rng = np.random.default_rng(1)
    samples = [
        name
        for code in generator.countries
        for name in generator.sample(Condition.for_country(code), 16, rng)
    ]
    mean_steps = float(np.mean([len(name) + 1 for name in samples]))
    workloads = {
        task: matrix_products_workload(weights, size, mean_steps)
        for task, size in _BATCH_SIZES.items()
    }
    return System("products alone", workloads)


class AssignmentModel:
    """The assignment's network as an `evaluation.NameModel`."""

    def __init__(self, network: rnn.AssignmentRNN) -> None:
        self._network = network

    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return −log P of each pair in nats, computed one by one."""
        return np.array(
            [
                rnn.name_nll(self._network, name, condition.dominant_country)
                for name, condition in pairs
            ]
        )

    def sample(self, condition: Condition, count: int, rng: np.random.Generator) -> list[str]:
        """Sample names one by one."""
        return [rnn.generate(self._network, condition.dominant_country, rng) for _ in range(count)]


_BATCH_SIZES: Mapping[Task, int] = {ONE: 1, IN_64: 64, IN_1024: 1024}


def sampling_workloads(model: NameModel) -> dict[Task, Workload]:
    """Sample names one by one and in batches."""
    return {task: _sampling_workload(model, size) for task, size in _BATCH_SIZES.items()}


def one_by_one_workloads(model: NameModel, names: Sequence[str]) -> dict[Task, Workload]:
    """Do every task without batches: ten names in ten calls, a thousand scores one by one."""
    sample_one = _sampling_workload(model, 1)

    def sample_ten(rng: np.random.Generator) -> float:
        return sum(sample_one(rng) for _ in range(10)) / 10

    score = scoring_workload(model, names, 1)

    def score_one(rng: np.random.Generator) -> float:
        return score(rng) * _NAMES_PER_UNIT

    return {ONE: sample_one, TEN: sample_ten, SCORES: score, ORIGIN: score_one}


def scoring_workload(model: NameModel, names: Sequence[str], batch_size: int) -> Workload:
    """Score batches of names under all countries; a unit is a thousand names."""
    names_to_score = cycle(names)
    conditions = [Condition.for_country(code) for code in corpus.country_codes()]

    def score(_: np.random.Generator) -> float:
        batch = islice(names_to_score, batch_size)
        model.nll([(name, condition) for name in batch for condition in conditions])
        return batch_size / _NAMES_PER_UNIT

    return score


def training_workload(trainer: Trainer, batch_size: int) -> Workload:
    """Take training steps of a number of names each."""
    losses = chain.from_iterable(trainer.train_epoch(number) for number in count(1))

    def step(_: np.random.Generator) -> float:
        next(losses)
        return batch_size

    return step


def matrix_products_workload(weights: Weights, batch_size: int, mean_steps: float) -> Workload:
    """Multiply as one step does for a batch; a unit is a name of `mean_steps` steps."""
    rng = np.random.default_rng(1)
    matrices = [array[0] for array in weights.arrays.values() if array.ndim == 3]
    products = [
        (rng.standard_normal((batch_size, len(matrix)), np.float32), matrix) for matrix in matrices
    ]

    def multiply(_: np.random.Generator) -> float:
        for inputs, matrix in products:
            inputs @ matrix
        return batch_size / mean_steps

    return multiply


def _sampling_workload(model: NameModel, batch_size: int) -> Workload:
    codes = cycle(corpus.country_codes())

    def sample(rng: np.random.Generator) -> float:
        return len(model.sample(Condition.for_country(next(codes)), batch_size, rng))

    return sample
