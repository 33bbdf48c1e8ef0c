import subprocess

import numpy as np
import pytest

from tests.bench.model.timing import Start, race, starts


def test_everyone_has_as_many_turns_on_the_same_seeds_after_one_untimed() -> None:
    drawn: dict[str, list[int]] = {"one": [], "other": []}

    def work(key: str, rng: np.random.Generator) -> float:
        drawn[key].append(int(rng.integers(2**32)))
        return 1

    works = {key: lambda rng, key=key: work(key, rng) for key in drawn}
    race(works, rounds=3, seconds=0)
    assert len(set(drawn["one"])) == 4
    assert drawn["one"] == drawn["other"]


def test_a_turn_goes_on_until_its_seconds_are_over() -> None:
    done: list[np.random.Generator] = []

    def work(rng: np.random.Generator) -> float:
        done.append(rng)
        return 1

    race({"work": work}, rounds=1, seconds=0.01)
    assert len(done) > 3


def test_time_is_read_off_the_clock_and_told_by_the_unit() -> None:
    ticks = iter(range(1000))
    works = {"pair": lambda _: 2.0, "one": lambda _: 1.0}
    measured = race(works, rounds=3, seconds=4, clock=lambda: float(next(ticks)))
    # A turn ends at the fourth look at the clock after its beginning, and is told by the fifth.
    assert measured == {"pair": 5 / 8, "one": 5 / 4}


def test_a_start_ends_with_the_first_line_and_tells_the_peak_of_memory() -> None:
    begun = starts({"small": "print(1)", "large": "print(len(10**8 * b'x'))"}, rounds=1)
    assert begun["small"].seconds > 0
    assert begun["small"].megabytes > 1
    assert begun["large"].megabytes > begun["small"].megabytes + 80


def test_a_start_that_fails_is_told() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        Start.of("raise SystemExit(3)")
