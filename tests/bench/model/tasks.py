"""What the network is to be fast at, beside whom, and how it is told.

`stopwatch` measures, `contenders` are those that take part.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from time import process_time

from tests.bench.model.timing import Clock, Work, race, starts


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be fast at, or to need little memory for.

    Attributes:
        key: the figure's name, its unit last.
        title: the same for people.
        scale: what one second, or one MB, is in the unit.
        rate: whether the figure counts units a second, so that more is better.
    """

    key: str
    title: str
    scale: float = 1.0
    rate: bool = False

    def figure(self, measured: float) -> float:
        """Turn seconds a unit, or MB, into the figure."""
        return 1 / measured if self.rate else measured * self.scale

    def ratio(self, ours: float, theirs: float) -> float:
        """Tell how many times as good our figure is as another."""
        return ours / theirs if self.rate else theirs / ours


ONE = Task("names_per_second", "names a second, one by one", rate=True)
IN_64 = Task("names_per_second_in_64", "names a second, in batches of 64", rate=True)
IN_1024 = Task("names_per_second_in_1024", "names a second, in batches of 1,024", rate=True)
TEN = Task("ten_new_names_ms", "ten new names in one answer, ms", 1000)
SCORES = Task("score_1000_names_s", "1,000 names scored under all countries, s")
ORIGIN = Task("origin_ms", "one name's origin, all countries, ms", 1000)
TRAINING = Task("names_trained_per_second", "names trained on a second", rate=True)
START = Task("cold_start_s", "cold start to the first name, s")
MEMORY = Task("cold_start_mb", "memory until then, MB")
TASKS = (ONE, IN_64, IN_1024, TEN, SCORES, ORIGIN, TRAINING, START, MEMORY)

Figures = Mapping[str, Mapping[Task, float]]
"""Figures by contender and task; not every contender takes part in every task."""


@dataclass(frozen=True, slots=True)
class Contender:
    """Someone who takes part.

    Attributes:
        title: for people.
        works: what is timed; for START and MEMORY there is `start` instead.
        start: Python code that prints a name, run in a fresh process.
    """

    title: str
    works: Mapping[Task, Work]
    start: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How to measure.

    Attributes:
        rounds: turns that each has.
        seconds: of a turn.
        scored: names that are scored at once.
        clock: the core's own seconds, unless said otherwise: others' work does not count in them,
            and on a machine with nothing else to do they are the same. A start is always timed by
            all that goes by.
    """

    rounds: int = 5
    seconds: float = 0.3
    scored: int = 1000
    clock: Clock = process_time


QUICK = Plan(rounds=1, seconds=0, scored=10)


def measure(contenders: Mapping[str, Contender], plan: Plan) -> Figures:
    """Let all take their turns, task by task, so that other work on the machine hits all alike."""
    works = {
        (key, task): contender.works[task]
        for task in TASKS
        for key, contender in contenders.items()
        if task in contender.works
    }
    figures: dict[str, dict[Task, float]] = {key: {} for key in contenders}
    for (key, task), seconds in race(works, plan.rounds, plan.seconds, plan.clock).items():
        figures[key][task] = task.figure(seconds)
    codes = {key: one.start for key, one in contenders.items() if one.start is not None}
    for key, start in starts(codes, plan.rounds).items():
        figures[key] |= {START: start.seconds, MEMORY: start.megabytes}
    return figures


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that is to be reached.

    Attributes:
        key: its name.
        title: the same for people.
        figure: what it is.
        bound: what it is to be.
        least: whether it is to be the bound or more, else the bound or less.
    """

    key: str
    title: str
    figure: float
    bound: float
    least: bool = True

    def __str__(self) -> str:
        reached = self.figure >= self.bound if self.least else self.figure <= self.bound
        return (
            f"{self.title}: {shown(self.figure)}, to be {shown(self.bound)} "
            f"or {'more' if self.least else 'less'}: {'reached' if reached else 'missed'}"
        )


def targets(figures: Figures) -> tuple[Target, ...]:
    """Tell what was to be reached, and what was."""
    ours, seed, limit = figures["ours"], figures["seed"], figures["limit"]
    return (
        Target(
            "ten_new_names_ratio",
            "ten new names in one answer, times as fast as ten turns of the seed's loop",
            TEN.ratio(ours[TEN], seed[TEN]),
            15,
        ),
        Target(
            "in_64_ratio",
            "names in batches of 64, times as fast as the seed's loop",
            ONE.ratio(ours[IN_64], seed[ONE]),
            40,
        ),
        Target(
            "in_1024_of_limit",
            "names in batches of 1,024, of what the plain products would allow",
            IN_1024.ratio(ours[IN_1024], limit[IN_1024]),
            0.3,
        ),
        Target("origin_ms", "one name's origin, ms", ours[ORIGIN], 25, least=False),
        Target(
            "training_ratio",
            "names trained on, times as fast as the seed's loop",
            TRAINING.ratio(ours[TRAINING], seed[TRAINING]),
            30,
        ),
    )


def table(contenders: Mapping[str, Contender], figures: Figures) -> Iterator[str]:
    """Yield a Markdown table: a task a line, and how many times as good we are in brackets."""
    yield f"| | {' | '.join(one.title for one in contenders.values())} |"
    yield f"|---|{'--:|' * len(contenders)}"
    for task in TASKS:
        cells = [_cell(task, key, figures) for key in contenders]
        yield f"| {task.title} | {' | '.join(cells)} |"


def _cell(task: Task, key: str, figures: Figures) -> str:
    figure = figures[key].get(task)
    if figure is None:
        return ""
    ratio = "" if key == "ours" else f" (× {shown(task.ratio(figures['ours'][task], figure))})"
    return shown(figure) + ratio


def shown(figure: float) -> str:
    """Write a figure to three digits or all that it has before the point."""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"
