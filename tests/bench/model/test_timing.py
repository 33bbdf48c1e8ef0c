from bench.model.timing import measure_cold_starts, time_interleaved


def test_time_is_measured_by_the_clock_per_unit() -> None:
    ticks = iter(range(1000))
    workloads = {"pair": lambda _: 2.0, "single": lambda _: 1.0}
    measured = time_interleaved(workloads, rounds=3, seconds=4, clock=lambda: float(next(ticks)))
    # The fourth reading after the start ends a turn; the fifth is the one that counts.
    assert measured == {"pair": 5 / 8, "single": 5 / 4}


def test_a_cold_start_ends_with_the_first_line_and_has_the_peak_memory() -> None:
    starts = measure_cold_starts(
        {"small": "print(1)", "large": "print(len(10**8 * b'x'))"}, rounds=1
    )
    assert starts["small"].seconds > 0
    assert starts["small"].megabytes > 1
    assert starts["large"].megabytes > starts["small"].megabytes + 80
