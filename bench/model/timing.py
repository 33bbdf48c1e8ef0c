"""Fair timing on a machine with other work to do: interleaved turns of equal length, medians."""

import os
import subprocess
import sys
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time
from typing import TypeVar

import numpy as np

Workload = Callable[[np.random.Generator], float]
"""Does some work with a random generator and returns the number of units done."""

Clock = Callable[[], float]
"""`process_time` for processor time, `perf_counter` for wall-clock time."""

Key = TypeVar("Key", bound=Hashable)


def time_interleaved(
    workloads: Mapping[Key, Workload], rounds: int, seconds: float, clock: Clock = process_time
) -> dict[Key, float]:
    """Return the median seconds that each workload takes for a unit.

    Args:
        workloads: what to measure; each runs once before, untimed.
        rounds: turns of each; in a round all start from the same new seed.
        seconds: minimum length of a turn, long enough that no turn escapes other processes' work.
        clock: read before and after a turn.
    """
    turns: dict[Key, list[float]] = {key: [] for key in workloads}
    for workload in workloads.values():
        workload(np.random.default_rng(rounds))
    for seed in range(rounds):
        for key, workload in workloads.items():
            turns[key].append(_time_turn(workload, np.random.default_rng(seed), seconds, clock))
    return {key: median(times) for key, times in turns.items()}


def _time_turn(workload: Workload, rng: np.random.Generator, seconds: float, clock: Clock) -> float:
    started = clock()
    units = workload(rng)
    while clock() - started < seconds:
        units += workload(rng)
    return (clock() - started) / units


@dataclass(frozen=True, slots=True)
class ColdStart:
    """Seconds until a fresh process prints its first line, and its peak memory in MB."""

    seconds: float
    megabytes: float

    @classmethod
    def measure(cls, code: str) -> "ColdStart":
        """Run Python code that prints a line, in a single-threaded process of its own.

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
        return cls(seconds, int(peak[-1]) / 1e6)


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


def measure_cold_starts(codes: Mapping[Key, str], rounds: int) -> dict[Key, ColdStart]:
    """Return the medians of several cold starts of each piece of code, interleaved."""
    turns: dict[Key, list[ColdStart]] = {key: [] for key in codes}
    for _ in range(rounds):
        for key, code in codes.items():
            turns[key].append(ColdStart.measure(code))
    return {
        key: ColdStart(
            median(start.seconds for start in starts), median(start.megabytes for start in starts)
        )
        for key, starts in turns.items()
    }
