"""When the gateway connections count as healthy."""

from collections.abc import Callable

import pytest

from bot.health.gateway import GatewayConnections
from tests.support.clocks import ManualSeconds


@pytest.fixture
def connections(monotonic: ManualSeconds) -> GatewayConnections:
    return GatewayConnections(disconnect_grace=30, clock=monotonic)


@pytest.mark.parametrize(
    ("connected", "shard_count", "healthy"),
    [([], 1, False), ([0], 1, True), ([0], None, False), ([0], 2, False), ([0, 1], 2, True)],
    ids=["never up", "up", "unknown count", "a shard is missing", "all shards"],
)
def test_connections_are_healthy_once_all_shards_are_up(
    connections: GatewayConnections, connected: list[int], shard_count: int | None, *, healthy: bool
) -> None:
    connections.disconnected(0)
    for shard in connected:
        connections.connected(shard)
    assert connections.are_healthy(shard_count) is healthy


def test_downtime_counts_from_the_first_disconnect(
    connections: GatewayConnections, monotonic: ManualSeconds
) -> None:
    connections.connected(0)
    for _ in range(4):
        connections.disconnected(0)
        monotonic.now += 10
    assert not connections.are_healthy(1)


@pytest.mark.parametrize("reconnect", [GatewayConnections.resumed, GatewayConnections.connected])
def test_disconnect_is_tolerated_up_to_the_limit_and_healthy_once_reconnected(
    connections: GatewayConnections,
    monotonic: ManualSeconds,
    reconnect: Callable[[GatewayConnections, int], None],
) -> None:
    connections.connected(0)
    connections.disconnected(0)
    monotonic.now += 30
    assert connections.are_healthy(1)
    monotonic.now += 0.1
    assert not connections.are_healthy(1)
    reconnect(connections, 0)
    assert connections.are_healthy(1)


def test_resumes_and_reconnects_are_counted_separately(connections: GatewayConnections) -> None:
    for shard in (0, 1):
        connections.connected(shard)
    connections.resumed(1)
    connections.resumed(1)
    connections.connected(0)
    assert (connections.resumes, connections.reconnects) == (2, 1)
