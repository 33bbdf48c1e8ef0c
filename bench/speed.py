"""The speed of the network beside the assignment's loop: `python bench/speed.py`, on one core.

A third column has the matrix products of the shipped network's steps alone, which is the most that
the core could do. All cycle through the countries, one country a batch.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count, cycle, islice
from statistics import median
from time import perf_counter, process_time
from typing import TypeVar

import numpy as np
from threadpoolctl import threadpool_limits

from model.assignment import rnn
from model.domain import corpus
from model.domain.condition import Condition
from model.domain.generation import NameRequest
from model.inference.name_generator import NameGenerator
from model.network.weights import ASSIGNMENT_WEIGHTS, Weights
from model.origin.classifier import OriginClassifier
from model.training.recipes import assignment_trainer, from_scratch_trainer
from model.training.train import Trainer

Workload = Callable[[np.random.Generator], float]
"""Does some work with a random generator and returns the number of units done."""
Key = TypeVar("Key", bound=Hashable)

OURS, ASSIGNMENT, PRODUCTS = "ours", "the assignment's loop", "products alone"
_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Task:
    """Something that takes time or memory.

    Attributes:
        title: the figure and its unit.
        scale: the figure of one second, or of one MB.
        is_rate: whether the figure counts units a second, so that more is better.
    """

    title: str
    scale: float = 1.0
    is_rate: bool = False

    def figure(self, measured: float) -> float:
        """Return the figure of a measurement: seconds a unit, or MB."""
        return 1 / measured if self.is_rate else measured * self.scale

    def ratio(self, ours: float, theirs: float) -> float:
        """Return how many times as good our figure is as another."""
        return ours / theirs if self.is_rate else theirs / ours


ONE = Task("names a second, one by one", is_rate=True)
IN_64 = Task("names a second, in batches of 64", is_rate=True)
IN_1024 = Task("names a second, in batches of 1,024", is_rate=True)
TEN = Task("ten new names in one answer, ms", 1000)
SCORES = Task("1,000 names scored under all countries, s")
ORIGIN = Task("one name's origin, all countries, ms", 1000)
TRAINING = Task("names trained on a second", is_rate=True)
COLD_START = Task("cold start to the first name, s")
MEMORY = Task("memory until then, MB")
TASKS = (ONE, IN_64, IN_1024, TEN, SCORES, ORIGIN, TRAINING, COLD_START, MEMORY)
_BATCHES = {ONE: 1, IN_64: 64, IN_1024: 1024}

Workloads = Mapping[Task, Workload]
Figures = Mapping[str, Mapping[Task, float]]
"""By system and task; not every system has every task."""


def our_workloads(names: Sequence[str]) -> Workloads:
    """Return the shipped network's tasks, as it serves, and the training of one of its teachers."""
    generator = NameGenerator.load()
    classifier = OriginClassifier.load(generator)
    conditions = [Condition.for_country(code) for code in generator.countries]
    requests = cycle([NameRequest(condition, count=10) for condition in conditions])
    codes, names_to_rank, names_to_score = cycle(conditions), cycle(names), cycle(names)

    def sample(size: int) -> Workload:
        return lambda rng: len(generator.sample(next(codes), size, rng))

    def suggest(rng: np.random.Generator) -> float:
        generator.suggest(next(requests), rng)
        return 1

    def score(_: np.random.Generator) -> float:
        batch = islice(names_to_score, len(names))
        generator.nll([(name, condition) for name in batch for condition in conditions])
        return len(names) / _THOUSAND

    def rank(_: np.random.Generator) -> float:
        classifier.rank(next(names_to_rank))
        return 1

    trainer = from_scratch_trainer()
    training = _training(trainer, trainer.config.names_per_row * trainer.config.rows_per_batch)
    samples = {task: sample(size) for task, size in _BATCHES.items()}
    return samples | {TEN: suggest, SCORES: score, ORIGIN: rank, TRAINING: training}


def assignment_workloads(names: Sequence[str]) -> Workloads:
    """Return the tasks of the assignment's network: letter by letter, trained name by name."""
    network = _assignment_network()
    codes, names_to_score = cycle(corpus.country_codes()), cycle(names)

    def sample_one(rng: np.random.Generator) -> float:
        rnn.generate(network, next(codes), rng)
        return 1

    def sample_ten(rng: np.random.Generator) -> float:
        return sum(sample_one(rng) for _ in range(10)) / 10

    def score_one(_: np.random.Generator) -> float:
        name = next(names_to_score)
        for code in corpus.country_codes():
            rnn.name_nll(network, name, code)
        return 1

    def score_thousandth(rng: np.random.Generator) -> float:
        return score_one(rng) / _THOUSAND

    scores = {SCORES: score_thousandth, ORIGIN: score_one}
    return {
        ONE: sample_one,
        TEN: sample_ten,
        **scores,
        TRAINING: _training(assignment_trainer(), 1),
    }


def product_workloads() -> Workloads:
    """Return the matrix products of one step for a batch; a unit is a name of mean length."""
    weights, rng = Weights.load(), np.random.default_rng(1)
    generator = NameGenerator(weights)
    sampled = [
        name
        for code in generator.countries
        for name in generator.sample(Condition.for_country(code), 16, rng)
    ]
    mean_steps = float(np.mean([len(name) + 1 for name in sampled]))
    matrices = [array[0] for array in weights.arrays.values() if array.ndim == 3]

    def multiply(size: int) -> Workload:
        inputs = [rng.standard_normal((size, len(matrix)), np.float32) for matrix in matrices]

        def work(_: np.random.Generator) -> float:
            for rows, matrix in zip(inputs, matrices, strict=True):
                rows @ matrix
            return size / mean_steps

        return work

    return {task: multiply(size) for task, size in _BATCHES.items()}


def _training(trainer: Trainer, batch_size: int) -> Workload:
    losses = chain.from_iterable(trainer.train_epoch(number) for number in count(1))

    def step(_: np.random.Generator) -> float:
        next(losses)
        return batch_size

    return step


def _assignment_network() -> rnn.AssignmentRNN:
    weights = Weights.load(ASSIGNMENT_WEIGHTS)
    network = rnn.AssignmentRNN(len(weights.alphabet), len(weights.countries))
    network.load(weights)
    return network


def measure_turns(
    workloads: Mapping[Key, Workload],
    rounds: int,
    seconds: float,
    clock: Callable[[], float] = process_time,
) -> dict[Key, float]:
    """Return the median seconds that each workload takes for a unit.

    Turns are interleaved, so that other work on the machine affects all equally.

    Args:
        workloads: what to measure; each runs once before, untimed.
        rounds: turns of each; in a round all start from the same new seed.
        seconds: least length of a turn.
        clock: read before and after a turn; processor time, in which other work does not count.
    """
    turns: dict[Key, list[float]] = {key: [] for key in workloads}
    for workload in workloads.values():
        workload(np.random.default_rng(rounds))
    for seed in range(rounds):
        for key, workload in workloads.items():
            rng, units, started = np.random.default_rng(seed), 0.0, clock()
            while not units or clock() - started < seconds:
                units += workload(rng)
            turns[key].append((clock() - started) / units)
    return {key: median(times) for key, times in turns.items()}


_COLD_STARTS = {
    OURS: 'from model.__main__ import main; main(["names", "NL", "--count", "1"])',
    ASSIGNMENT: """
import numpy as np
from bench.speed import _assignment_network
from model.assignment import rnn
print(rnn.generate(_assignment_network(), "NL", np.random.default_rng()))
""",
}
_PRINT_PEAK_MEMORY = """
import resource, sys
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
if sys.platform == "linux":
    # Linux counts the memory of the parent in it, from before this process's exec.
    lines = dict(line.split(":", 1) for line in open("/proc/self/status"))
    peak = 1024 * int(lines["VmHWM"].split()[0])
print(peak, flush=True)
"""
"""Prints the peak memory of a process in bytes."""


def measure_cold_start(code: str) -> tuple[float, float]:
    """Return the seconds until Python code prints a line in a new process, and its peak MB.

    Raises:
        CalledProcessError: the process failed.
    """
    one_thread = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", code + _PRINT_PEAK_MEMORY]
    started = perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own code
        command, stdout=subprocess.PIPE, env={**os.environ, **one_thread}, text=True
    ) as process:
        lines = iter(process.stdout or ())
        next(lines, "")
        seconds = perf_counter() - started
        peak = list(lines)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return seconds, int(peak[-1]) / 1e6


def measure(rounds: int = 5, seconds: float = 0.3, names: int = _THOUSAND) -> Figures:
    """Measure all systems: some rounds of turns as long, and so many names to score at once."""
    tested = [entry.letters for entry in corpus.select("test", corpus.entries())]
    tested = tested[:: max(1, len(tested) // names)][:names]
    systems = {
        OURS: our_workloads(tested),
        ASSIGNMENT: assignment_workloads(tested),
        PRODUCTS: product_workloads(),
    }
    workloads = {
        (title, task): systems[title][task]
        for task in TASKS
        for title in systems
        if task in systems[title]
    }
    figures: dict[str, dict[Task, float]] = {title: {} for title in systems}
    for (title, task), taken in measure_turns(workloads, rounds, seconds).items():
        figures[title][task] = task.figure(taken)
    starts = [
        {title: measure_cold_start(code) for title, code in _COLD_STARTS.items()}
        for _ in range(rounds)
    ]
    for title in _COLD_STARTS:
        figures[title][COLD_START] = median(start[title][0] for start in starts)
        figures[title][MEMORY] = median(start[title][1] for start in starts)
    return figures


def table(figures: Figures) -> Iterator[str]:
    """Yield a Markdown table, a task a row; in brackets how many times as good ours is."""
    yield f"| | {' | '.join(figures)} |"
    yield f"|---|{'--:|' * len(figures)}"
    for task in TASKS:
        cells = [_cell(task, row.get(task), figures[OURS].get(task)) for row in figures.values()]
        yield f"| {task.title} | {' | '.join(cells)} |"


def _cell(task: Task, figure: float | None, ours: float | None) -> str:
    if figure is None:
        return ""
    if ours is None or figure == ours:
        return _format(figure)
    return f"{_format(figure)} (× {_format(task.ratio(ours, figure))})"


def _format(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short turn each, as a trial")
    quick = parser.parse_args().quick
    with threadpool_limits(limits=1):
        figures = measure(rounds=1, seconds=0, names=10) if quick else measure()
    print("\n".join(table(figures)), flush=True)  # noqa: T201 - a benchmark's output


if __name__ == "__main__":
    main()
