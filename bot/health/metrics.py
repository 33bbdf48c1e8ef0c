"""The figures for Prometheus; the only file that knows its library.

What has happened is told as it happens; what is so just now is asked when somebody looks.
"""

import math
from collections.abc import Iterator
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.favourites.errors import StoreError
from bot.health.checks import Bot
from bot.runtime.request_context import Request

CONTENT_TYPE = CONTENT_TYPE_LATEST
"""What `Metrics.page` is written in."""
ANSWERS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 30.0)
"""Bounds in seconds between a request and its answer; Discord forgets a request after three."""
THOUGHTS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0)
"""Bounds in seconds for the network's work; it is given up after two."""


class Metrics:
    """The figures of one bot, in a registry of its own.

    Labels are commands, kinds of buttons, outcomes, parts and shards: never what anybody typed.
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._ended = Counter(
            "nomen_interactions",
            "Commands, presses and completions, by what became of them.",
            ["command", "outcome"],
            registry=self._registry,
        )
        self._answered = Histogram(
            "nomen_first_answer_seconds",
            "From when a request was let in until Discord had taken the first answer.",
            ["command"],
            buckets=ANSWERS,
            registry=self._registry,
        )
        self._done = Histogram(
            "nomen_done_seconds",
            "From when a request was let in until all about it was done.",
            ["command"],
            buckets=ANSWERS,
            registry=self._registry,
        )
        self._thoughts = Histogram(
            "nomen_model_seconds",
            "How long the network worked on a request, waiting for a turn not included.",
            buckets=THOUGHTS,
            registry=self._registry,
        )

    def ended(self, request: Request) -> None:
        """Count a request that has just ended."""
        self._ended.labels(request.command, request.outcome.value).inc()
        self._done.labels(request.command).observe(perf_counter() - request.started_at)
        if request.answered_at is not None:
            self._answered.labels(request.command).observe(request.answered_at - request.started_at)

    def thought(self, seconds: float) -> None:
        """Count how long the network worked; any thread may say so."""
        self._thoughts.observe(seconds)

    async def page(self, bot: Bot) -> bytes:
        """Write all figures as Prometheus reads them; those that cannot be had are left out."""
        try:
            size = await bot.favourites.size()
        except StoreError:
            size = None
        return generate_latest(self._registry) + generate_latest(_Moment(bot, size))


class _Moment(Collector):
    """What is so just now."""

    def __init__(self, bot: Bot, size: int | None) -> None:
        self._bot = bot
        self._size = size

    def collect(self) -> Iterator[Metric]:
        waiting = GaugeMetricFamily(
            "nomen_work_waiting", "Work that was let in and is not begun.", labels=["part"]
        )
        waiting.add_metric(["naming"], self._bot.name_service.waiting)
        waiting.add_metric(["clipping"], self._bot.clip_service.waiting)
        yield waiting
        latency = GaugeMetricFamily(
            "nomen_gateway_latency_seconds",
            "From the last heartbeat to Discord's answer.",
            labels=["shard"],
        )
        for shard, seconds in self._bot.latencies:
            if math.isfinite(seconds):  # it is not before the first heartbeat
                latency.add_metric([str(shard)], seconds)
        yield latency
        yield CounterMetricFamily(
            "nomen_gateway_resumes", "Sessions taken up again.", self._bot.gateway.resumes
        )
        yield CounterMetricFamily(
            "nomen_gateway_reconnects", "Sessions begun anew.", self._bot.gateway.reconnects
        )
        if self._size is not None:
            yield GaugeMetricFamily(
                "nomen_database_bytes", "What the database of favourites takes.", self._size
            )
