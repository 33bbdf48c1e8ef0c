"""The clock that dates stars, when the system's clock jumps."""

from datetime import timedelta

import pytest

from bot.favourites.clock import CONFIRMATION, SteadyClock
from tests.support.clocks import ManualClock

TEN_YEARS = 3650


class Machine:
    def __init__(self) -> None:
        self.clock = ManualClock()
        self.running = 0.0
        self.steady = SteadyClock(self.clock, lambda: self.running)

    def pass_time(self, by: timedelta) -> None:
        self.clock.advance(seconds=by.total_seconds())
        self.running += by.total_seconds()


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.mark.parametrize("seconds", [-60, 60])
def test_small_correction_is_followed_at_once(machine: Machine, seconds: int) -> None:
    machine.clock.advance(seconds=seconds)
    assert machine.steady() == machine.clock()


@pytest.mark.parametrize("days", [-TEN_YEARS, -1, 1, TEN_YEARS])
def test_wrong_reading_is_replaced_by_the_time_it_should_be(machine: Machine, days: int) -> None:
    machine.pass_time(timedelta(seconds=5))
    right = machine.clock()
    machine.clock.advance(days=days)
    assert machine.steady() == right
    machine.clock.advance(days=-days)
    machine.pass_time(timedelta(seconds=5))
    assert machine.steady() == machine.clock()


@pytest.mark.parametrize("days", [-TEN_YEARS, TEN_YEARS])
def test_lasting_jump_is_believed_in_the_end(
    machine: Machine, days: int, caplog: pytest.LogCaptureFixture
) -> None:
    """The clock was wrong at the start, and was put right."""
    before = machine.steady()
    machine.clock.advance(days=days)
    assert machine.steady() == before
    machine.pass_time(CONFIRMATION - timedelta(seconds=1))
    assert machine.steady() == before + CONFIRMATION - timedelta(seconds=1)
    machine.pass_time(timedelta(seconds=1))
    assert machine.steady() == machine.clock()
    assert "has jumped" in caplog.text


def test_jumps_apart_do_not_confirm_each_other(machine: Machine) -> None:
    for _ in range(3):
        machine.clock.advance(days=1)
        assert machine.steady() == machine.clock() - timedelta(days=1)
        machine.clock.advance(days=-1)
        machine.pass_time(CONFIRMATION)
        assert machine.steady() == machine.clock()
