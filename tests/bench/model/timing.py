"""Timing that is fair on a machine with other work to do: in turn, for equally long, by medians."""

import os
import subprocess
import sys
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time
from typing import TypeVar

import numpy as np

Work = Callable[[np.random.Generator], float]
"""Does a bit of work, with chance from a generator, and returns how many units it came to."""

Clock = Callable[[], float]
"""`process_time` tells the seconds that we had a core, `perf_counter` all that went by."""

Key = TypeVar("Key", bound=Hashable)


def race(
    works: Mapping[Key, Work], rounds: int, seconds: float, clock: Clock = process_time
) -> dict[Key, float]:
    """Return the median seconds that each work takes for a unit.

    Args:
        works: what to measure. Each is done once before, untimed.
        rounds: how often each has its turn; in a round all draw from the same fresh seed.
        seconds: how long a turn lasts at least. A short turn would often slip through between two
            of another process's, a long one never.
        clock: what is read before and after a turn.
    """
    turns: dict[Key, list[float]] = {key: [] for key in works}
    for work in works.values():
        work(np.random.default_rng(rounds))
    for number in range(rounds):
        for key, work in works.items():
            turns[key].append(_turn(work, np.random.default_rng(number), seconds, clock))
    return {key: median(each) for key, each in turns.items()}


def _turn(work: Work, rng: np.random.Generator, seconds: float, clock: Clock) -> float:
    began = clock()
    done = work(rng)
    while clock() - began < seconds:
        done += work(rng)
    return (clock() - began) / done


@dataclass(frozen=True, slots=True)
class Start:
    """What a fresh process took: seconds to its first line, and MB of memory at most."""

    seconds: float
    megabytes: float

    @classmethod
    def of(cls, code: str) -> "Start":
        """Run Python code that prints a line, in a process of its own with one thread.

        Raises:
            CalledProcessError: it failed.
        """
        one_thread = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        command = [sys.executable, "-c", code + _TELL_PEAK]
        began = perf_counter()
        with subprocess.Popen(  # noqa: S603 - our own code
            command, stdout=subprocess.PIPE, env={**os.environ, **one_thread}, text=True
        ) as process:
            lines = iter(process.stdout or ())
            next(lines, "")
            seconds = perf_counter() - began
            peak = list(lines)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        return cls(seconds, int(peak[-1]) / 1e6)


_TELL_PEAK = """
import resource, sys
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
if sys.platform == "linux":
    # There the figure above counts what the parent held when this process was made of it.
    lines = dict(line.split(":", 1) for line in open("/proc/self/status"))
    peak = 1024 * int(lines["VmHWM"].split()[0])
print(peak, flush=True)
"""
"""Prints the bytes that a process held at most."""


def starts(codes: Mapping[Key, str], rounds: int) -> dict[Key, Start]:
    """Return the medians of several starts of each piece of code, in turn."""
    turns: dict[Key, list[Start]] = {key: [] for key in codes}
    for _ in range(rounds):
        for key, code in codes.items():
            turns[key].append(Start.of(code))
    return {
        key: Start(median(one.seconds for one in each), median(one.megabytes for one in each))
        for key, each in turns.items()
    }
