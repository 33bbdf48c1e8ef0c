"""When the gateway connections count as healthy."""

from collections.abc import Callable

import pytest

from bot.health.gateway import GatewayConnections
from tests.support.clocks import ManualSeconds


@pytest.fixture
def clock() -> ManualSeconds:
    return ManualSeconds()


@pytest.fixture
def connections(clock: ManualSeconds) -> GatewayConnections:
    return GatewayConnections(disconnect_grace=30, clock=clock)


def test_connection_that_was_never_up_is_unhealthy(connections: GatewayConnections) -> None:
    connections.disconnected(0)
    assert not connections.are_healthy(1)


def test_connection_that_is_up_is_healthy(connections: GatewayConnections) -> None:
    connections.connected(0)
    assert connections.are_healthy(1)


def test_unknown_shard_count_is_unhealthy(
    connections: GatewayConnections,
) -> None:
    connections.connected(0)
    assert not connections.are_healthy(None)


def test_missing_shard_is_unhealthy(connections: GatewayConnections) -> None:
    connections.connected(0)
    assert not connections.are_healthy(2)
    connections.connected(1)
    assert connections.are_healthy(2)


def test_disconnect_is_tolerated_up_to_the_limit(
    connections: GatewayConnections, clock: ManualSeconds
) -> None:
    connections.connected(0)
    connections.disconnected(0)
    clock.now += 30
    assert connections.are_healthy(1)
    clock.now += 0.1
    assert not connections.are_healthy(1)


def test_downtime_counts_from_the_first_disconnect(
    connections: GatewayConnections, clock: ManualSeconds
) -> None:
    connections.connected(0)
    for _ in range(4):
        connections.disconnected(0)
        clock.now += 10
    assert not connections.are_healthy(1)


@pytest.mark.parametrize("reconnect", [GatewayConnections.resumed, GatewayConnections.connected])
def test_reconnected_shard_is_healthy_again(
    connections: GatewayConnections,
    clock: ManualSeconds,
    reconnect: Callable[[GatewayConnections, int], None],
) -> None:
    connections.connected(0)
    connections.disconnected(0)
    clock.now += 31
    assert not connections.are_healthy(1)
    reconnect(connections, 0)
    assert connections.are_healthy(1)


def test_resumes_and_reconnects_are_counted_separately(
    connections: GatewayConnections,
) -> None:
    for shard in (0, 1):
        connections.connected(shard)
    connections.resumed(1)
    connections.resumed(1)
    connections.connected(0)
    assert (connections.resumes, connections.reconnects) == (2, 1)
