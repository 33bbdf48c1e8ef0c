"""When the gateway counts as alive."""

from collections.abc import Callable

import pytest

from bot.health.gateway import GatewayConnections


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lines(clock: Clock) -> GatewayConnections:
    return GatewayConnections(grace=30, clock=clock)


def test_a_line_that_was_never_up_is_not_alive(lines: GatewayConnections) -> None:
    lines.disconnected(0)
    assert not lines.are_alive(1)


def test_a_line_that_is_up_is_alive(lines: GatewayConnections) -> None:
    lines.connected(0)
    assert lines.are_alive(1)


def test_while_nobody_knows_how_many_there_should_be_none_is_enough(
    lines: GatewayConnections,
) -> None:
    lines.connected(0)
    assert not lines.are_alive(None)


def test_all_lines_must_have_been_up(lines: GatewayConnections) -> None:
    lines.connected(0)
    assert not lines.are_alive(2)
    lines.connected(1)
    assert lines.are_alive(2)


def test_a_line_may_be_down_for_the_grace_and_no_longer(
    lines: GatewayConnections, clock: Clock
) -> None:
    lines.connected(0)
    lines.disconnected(0)
    clock.now += 30
    assert lines.are_alive(1)
    clock.now += 0.1
    assert not lines.are_alive(1)


def test_the_grace_counts_from_the_first_word_of_a_line_that_fails_again_and_again(
    lines: GatewayConnections, clock: Clock
) -> None:
    lines.connected(0)
    for _ in range(4):
        lines.disconnected(0)
        clock.now += 10
    assert not lines.are_alive(1)


@pytest.mark.parametrize("comes_back", [GatewayConnections.resumed, GatewayConnections.connected])
def test_a_line_that_comes_back_is_alive_again(
    lines: GatewayConnections, clock: Clock, comes_back: Callable[[GatewayConnections, int], None]
) -> None:
    lines.connected(0)
    lines.disconnected(0)
    clock.now += 31
    assert not lines.are_alive(1)
    comes_back(lines, 0)
    assert lines.are_alive(1)


def test_resumes_and_new_sessions_are_counted_apart_and_the_first_is_none(
    lines: GatewayConnections,
) -> None:
    for shard in (0, 1):
        lines.connected(shard)
    lines.resumed(1)
    lines.resumed(1)
    lines.connected(0)
    assert (lines.resumes, lines.reconnects) == (2, 1)
