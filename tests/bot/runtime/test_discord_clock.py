"""What time it is for Discord, whatever this machine believes."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.runtime.discord_clock import DiscordClock
from tests.support.clocks import ManualSeconds

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture
def clock(monotonic: ManualSeconds) -> DiscordClock:
    return DiscordClock(monotonic)


def seconds_after_noon(clock: DiscordClock) -> float:
    now = clock.now()
    assert now is not None
    return (now - NOON).total_seconds()


def test_time_is_unknown_before_the_first_response(clock: DiscordClock) -> None:
    clock.observe_past(NOON)
    assert clock.now() is None


def test_time_goes_on_after_a_response(clock: DiscordClock, monotonic: ManualSeconds) -> None:
    clock.observe(NOON)
    monotonic.now += 10
    assert seconds_after_noon(clock) == pytest.approx(10, abs=0.01)


def test_time_is_never_ahead_of_discords_though_this_machine_counts_too_fast(
    clock: DiscordClock, monotonic: ManualSeconds
) -> None:
    clock.observe(NOON)
    monotonic.now += 86_400 * 1.0004
    assert seconds_after_noon(clock) < 86_400


def test_date_of_the_same_second_does_not_set_the_time_back(
    clock: DiscordClock, monotonic: ManualSeconds
) -> None:
    clock.observe(NOON)
    monotonic.now += 0.9
    clock.observe(NOON)
    assert seconds_after_noon(clock) == pytest.approx(0.9, abs=0.01)


@pytest.mark.parametrize("hours", [-1, 1])
def test_wrong_date_is_forgotten_with_the_next(clock: DiscordClock, hours: int) -> None:
    clock.observe(NOON + timedelta(hours=hours))
    clock.observe(NOON)
    assert seconds_after_noon(clock) == 0


def test_what_was_made_lately_is_nearer_than_a_date(clock: DiscordClock) -> None:
    clock.observe(NOON)
    clock.observe_past(NOON + 900 * MILLISECOND)
    assert seconds_after_noon(clock) == pytest.approx(0.9)
    clock.observe_past(NOON + 500 * MILLISECOND)
    assert seconds_after_noon(clock) == pytest.approx(0.9)


def test_id_of_another_time_does_not_set_the_clock(clock: DiscordClock) -> None:
    clock.observe(NOON)
    clock.observe_past(NOON + timedelta(days=300))
    clock.observe_past(NOON - timedelta(days=300))
    assert seconds_after_noon(clock) == 0
