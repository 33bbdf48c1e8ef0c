"""Benchmark tasks, how to measure systems on them, and the targets to reach.

`timing` measures; `systems` has the systems.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from time import process_time

from bench.model.timing import Clock, Workload, measure_cold_starts, time_interleaved


@dataclass(frozen=True, slots=True)
class Task:
    """Something that takes time or memory.

    Attributes:
        key: name of the figure, its unit last.
        title: the same for people.
        scale: the figure of one second, or of one MB.
        is_rate: whether the figure counts units a second, so that more is better.
    """

    key: str
    title: str
    scale: float = 1.0
    is_rate: bool = False

    def figure(self, measured: float) -> float:
        """Return the figure of a measurement: seconds a unit, or MB."""
        return 1 / measured if self.is_rate else measured * self.scale

    def ratio(self, ours: float, theirs: float) -> float:
        """Return how many times as good our figure is as another."""
        return ours / theirs if self.is_rate else theirs / ours


ONE = Task("names_per_second", "names a second, one by one", is_rate=True)
IN_64 = Task("names_per_second_in_64", "names a second, in batches of 64", is_rate=True)
IN_1024 = Task("names_per_second_in_1024", "names a second, in batches of 1,024", is_rate=True)
TEN = Task("ten_new_names_ms", "ten new names in one answer, ms", 1000)
SCORES = Task("score_1000_names_s", "1,000 names scored under all countries, s")
ORIGIN = Task("origin_ms", "one name's origin, all countries, ms", 1000)
TRAINING = Task("names_trained_per_second", "names trained on a second", is_rate=True)
COLD_START = Task("cold_start_s", "cold start to the first name, s")
MEMORY = Task("cold_start_mb", "memory until then, MB")
TASKS = (ONE, IN_64, IN_1024, TEN, SCORES, ORIGIN, TRAINING, COLD_START, MEMORY)

SystemFigures = Mapping[str, Mapping[Task, float]]
"""Figures by system and task; not every system has every task."""


@dataclass(frozen=True, slots=True)
class System:
    """A system to measure.

    Attributes:
        title: for people.
        workloads: of every task but COLD_START and MEMORY.
        cold_start_code: Python code that prints a name, run in a fresh process for these two.
    """

    title: str
    workloads: Mapping[Task, Workload]
    cold_start_code: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How to measure.

    Attributes:
        rounds: turns of each workload.
        seconds: of a turn.
        names_per_score: names to score at once.
        clock: processor time by default, in which other work on the machine does not count. A cold
            start is always timed by the wall clock.
    """

    rounds: int = 5
    seconds: float = 0.3
    names_per_score: int = 1000
    clock: Clock = process_time


QUICK = Plan(rounds=1, seconds=0, names_per_score=10)


def measure(systems: Mapping[str, System], plan: Plan) -> SystemFigures:
    """Measure all systems interleaved, so that other work on the machine affects all equally."""
    workloads = {
        (key, task): system.workloads[task]
        for task in TASKS
        for key, system in systems.items()
        if task in system.workloads
    }
    figures: dict[str, dict[Task, float]] = {key: {} for key in systems}
    seconds_per_unit = time_interleaved(workloads, plan.rounds, plan.seconds, plan.clock)
    for (key, task), seconds in seconds_per_unit.items():
        figures[key][task] = task.figure(seconds)
    codes = {
        key: system.cold_start_code
        for key, system in systems.items()
        if system.cold_start_code is not None
    }
    for key, start in measure_cold_starts(codes, plan.rounds).items():
        figures[key] |= {COLD_START: start.seconds, MEMORY: start.megabytes}
    return figures


@dataclass(frozen=True, slots=True)
class Target:
    """A figure and the bound that it should reach.

    Attributes:
        key: name of the figure.
        title: the same for people.
        figure: the measured value.
        bound: the value to reach.
        at_least: whether to reach the bound or more, rather than the bound or less.
    """

    key: str
    title: str
    figure: float
    bound: float
    at_least: bool = True

    def __str__(self) -> str:
        reached = self.figure >= self.bound if self.at_least else self.figure <= self.bound
        return (
            f"{self.title}: {format_figure(self.figure)}, to be {format_figure(self.bound)} "
            f"or {'more' if self.at_least else 'less'}: {'reached' if reached else 'missed'}"
        )


def targets(figures: SystemFigures) -> tuple[Target, ...]:
    """Return the targets with the measured figures."""
    ours, assignment, limit = figures["ours"], figures["seed"], figures["limit"]
    return (
        Target(
            "ten_new_names_ratio",
            "ten new names in one answer, times as fast as ten turns of the assignment's loop",
            TEN.ratio(ours[TEN], assignment[TEN]),
            15,
        ),
        Target(
            "in_64_ratio",
            "names in batches of 64, times as fast as the assignment's loop",
            ONE.ratio(ours[IN_64], assignment[ONE]),
            40,
        ),
        Target(
            "in_1024_of_limit",
            "names in batches of 1,024, of what the plain products would allow",
            IN_1024.ratio(ours[IN_1024], limit[IN_1024]),
            0.3,
        ),
        Target("origin_ms", "one name's origin, ms", ours[ORIGIN], 25, at_least=False),
        Target(
            "training_ratio",
            "names trained on, times as fast as the assignment's loop",
            TRAINING.ratio(ours[TRAINING], assignment[TRAINING]),
            30,
        ),
    )


def table(systems: Mapping[str, System], figures: SystemFigures) -> Iterator[str]:
    """Yield a Markdown table, a task a row; in brackets how many times as good ours is."""
    yield f"| | {' | '.join(system.title for system in systems.values())} |"
    yield f"|---|{'--:|' * len(systems)}"
    for task in TASKS:
        cells = [_cell(task, key, figures) for key in systems]
        yield f"| {task.title} | {' | '.join(cells)} |"


def _cell(task: Task, key: str, figures: SystemFigures) -> str:
    figure = figures[key].get(task)
    if figure is None:
        return ""
    if key == "ours":
        return format_figure(figure)
    ratio = task.ratio(figures["ours"][task], figure)
    return f"{format_figure(figure)} (× {format_figure(ratio)})"


def format_figure(figure: float) -> str:
    """Format a figure to three digits, or to all digits before the decimal point."""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"
