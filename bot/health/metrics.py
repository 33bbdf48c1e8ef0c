"""Metrics for Prometheus; the only module that imports its library.

Events are counted as they happen; the current state is read at each scrape.
"""

import math
from collections.abc import Iterator, Mapping
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.health.checks import MonitoredBot, check_liveness, check_readiness
from bot.runtime.request_context import Request
from bot.store.errors import StoreError

CONTENT_TYPE = CONTENT_TYPE_LATEST
"""The content type of `Metrics.render`."""
RESPONSE_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 30.0)
"""Seconds from a request to its response; Discord drops a request after three."""
INFERENCE_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0)
"""Seconds that the network works on a request; the deadline is two."""


class Metrics:
    """One bot's metrics, in a registry of its own.

    Labels are commands, kinds of buttons, outcomes, services and shards, never user input.
    """

    def __init__(self) -> None:
        """Start at zero."""
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._interactions = Counter(
            "nomen_interactions",
            "Commands, button presses and autocompletions, by outcome.",
            ["command", "outcome"],
            registry=self._registry,
        )
        self._first_response_seconds = Histogram(
            "nomen_first_answer_seconds",
            "From a request's admission until Discord had received the first response.",
            ["command"],
            buckets=RESPONSE_BUCKETS,
            registry=self._registry,
        )
        self._done_seconds = Histogram(
            "nomen_done_seconds",
            "From a request's admission until everything about it was done.",
            ["command"],
            buckets=RESPONSE_BUCKETS,
            registry=self._registry,
        )
        self._inference_seconds = Histogram(
            "nomen_model_seconds",
            "How long the network worked on a request, without waiting in the queue.",
            buckets=INFERENCE_BUCKETS,
            registry=self._registry,
        )

    def observe_request(self, request: Request) -> None:
        """Record a request that has just ended."""
        self._interactions.labels(request.command, request.outcome.value).inc()
        self._done_seconds.labels(request.command).observe(perf_counter() - request.started_at)
        if request.answered_at is not None:
            self._first_response_seconds.labels(request.command).observe(
                request.answered_at - request.started_at
            )

    def observe_inference(self, seconds: float) -> None:
        """Record how long the network worked on a request; thread-safe."""
        self._inference_seconds.observe(seconds)

    async def render(self, bot: MonitoredBot) -> bytes:
        """Render all metrics in Prometheus's text format, without those that cannot be read."""
        try:
            size = await bot.store.size()
        except StoreError:
            size = None
        health = check_liveness(bot) | await check_readiness(bot)
        state = _CurrentState(bot, health, size)
        return generate_latest(self._registry) + generate_latest(state)


class _CurrentState(Collector):
    """The metrics that are read at each scrape."""

    def __init__(self, bot: MonitoredBot, health: Mapping[str, bool], size: int | None) -> None:
        self._bot = bot
        self._health = health
        self._size = size

    def collect(self) -> Iterator[Metric]:
        healthy = GaugeMetricFamily(
            "nomen_healthy",
            "1 where a part of the bot works, 0 where it does not.",
            labels=["part"],
        )
        for part, works in self._health.items():
            healthy.add_metric([part], works)
        yield healthy
        waiting = GaugeMetricFamily(
            "nomen_work_waiting", "Requests that were admitted and have not begun.", labels=["part"]
        )
        waiting.add_metric(["naming"], self._bot.name_service.waiting)
        waiting.add_metric(["clipping"], self._bot.clip_service.waiting)
        yield waiting
        latency = GaugeMetricFamily(
            "nomen_gateway_latency_seconds",
            "From the last heartbeat to Discord's response.",
            labels=["shard"],
        )
        for shard, seconds in self._bot.latencies:
            if math.isfinite(seconds):  # infinite or NaN before the first heartbeat
                latency.add_metric([str(shard)], seconds)
        yield latency
        counts = self._bot.gateway
        yield CounterMetricFamily("nomen_gateway_resumes", "Resumed sessions.", counts.resumes)
        yield CounterMetricFamily(
            "nomen_gateway_reconnects", "New sessions after the first.", counts.reconnects
        )
        sessions_left = self._bot.sessions.remaining
        yield GaugeMetricFamily(
            "nomen_gateway_sessions_left",
            "Sessions that Discord still granted when the last one began; NaN before the first.",
            math.nan if sessions_left is None else sessions_left,
        )
        if self._size is not None:
            yield GaugeMetricFamily("nomen_database_bytes", "Size of the database.", self._size)
        if self._bot.store.last_backup is not None:
            yield GaugeMetricFamily(
                "nomen_last_backup_timestamp_seconds",
                "When the newest good backup was made, in seconds since 1970.",
                self._bot.store.last_backup.timestamp(),
            )
