from bench.speed import (
    ASSIGNMENT,
    COLD_START,
    ONE,
    OURS,
    PRODUCTS,
    TASKS,
    TEN,
    TRAINING,
    measure,
    measure_cold_start,
    measure_turns,
    table,
)


def test_every_task_is_measured_of_ours_and_those_of_the_others_that_they_have() -> None:
    figures = measure(rounds=1, seconds=0, names=10)
    assert [*figures] == [OURS, ASSIGNMENT, PRODUCTS]
    assert {*figures[OURS]} == {*TASKS}
    assert {ONE, TEN, TRAINING, COLD_START} <= {*figures[ASSIGNMENT]}
    assert all(figure > 0 for row in figures.values() for figure in row.values())


def test_a_table_leaves_out_tasks_without_figures() -> None:
    lines = list(table({OURS: {ONE: 1234.5, TEN: 2.0}, "another": {ONE: 100.0}}))
    assert lines[:2] == ["| | ours | another |", "|---|--:|--:|"]
    assert "| names a second, one by one | 1,234 | 100 (× 12.3) |" in lines
    assert "| ten new names in one answer, ms | 2 |  |" in lines


def test_time_is_measured_by_the_clock_per_unit() -> None:
    ticks = iter(range(1000))
    workloads = {"pair": lambda _: 2.0, "single": lambda _: 1.0}
    measured = measure_turns(workloads, rounds=3, seconds=4, clock=lambda: float(next(ticks)))
    # The fourth reading after the start ends a turn; the fifth is the one that counts.
    assert measured == {"pair": 5 / 8, "single": 5 / 4}


def test_a_cold_start_ends_with_the_first_line_and_has_the_peak_memory() -> None:
    seconds, small = measure_cold_start("print(1)")
    assert seconds > 0
    assert small > 1
    assert measure_cold_start("print(len(10**8 * b'x'))")[1] > small + 80
