"""`/livez`, `/readyz` and `/metrics` for the host, on a port of their own.

The only module that imports Prometheus's library, which takes some MB: it is imported where a port
is set.
"""

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.app import NomenBot
from bot.runtime.listen import listen
from bot.runtime.request_context import Request
from bot.store.errors import StoreError

DATABASE_TIMEOUT = 2.5
"""Seconds: more than the database waits for a lock, less than `check --quick` waits."""
STUCK_AFTER = 15.0
"""Seconds at one step, of milliseconds usually, after which the naming thread is stuck."""
ANSWER_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 30.0)
"""Seconds from a request to its response; Discord drops a request after three."""
MODEL_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0)
"""Seconds that the network works on a request; the deadline is two."""

_log = logging.getLogger(__name__)


def check_liveness(bot: NomenBot) -> dict[str, bool]:
    """Check what only a restart repairs; True means healthy.

    The event loop is alive if it gets to call this.
    """
    return {"loop": True, "naming": bot.name_service.running_seconds < STUCK_AFTER}


async def check_readiness(bot: NomenBot) -> dict[str, bool]:
    """Check what members need and a restart does not repair; True means healthy.

    The database is healthy if a row, and a line of the record of deletions, can be written.
    """
    way = {"requests" if bot.is_over_http else "gateway": bot.is_reachable}
    try:
        async with asyncio.timeout(DATABASE_TIMEOUT):
            await bot.store.check()
    except (StoreError, TimeoutError) as error:
        _log.warning("The database does not respond: %s", error)
        return {**way, "database": False}
    return {**way, "database": True}


class Metrics:
    """A bot's metrics, in a registry of its own.

    Labels are commands, kinds of buttons, outcomes, services and shards, never user input.
    """

    def __init__(self, bot: NomenBot) -> None:
        """Start at zero, and observe the bot from now on."""
        self._bot = bot
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._interactions = Counter(
            "nomen_interactions",
            "Commands, button presses and autocompletions, by outcome.",
            ["command", "outcome"],
            registry=registry,
        )
        self._answer_seconds = Histogram(
            "nomen_first_answer_seconds",
            "From a request's admission until Discord had received the first response.",
            ["command"],
            buckets=ANSWER_BUCKETS,
            registry=registry,
        )
        self._model_seconds = Histogram(
            "nomen_model_seconds",
            "How long the network worked on a request, without waiting for its turn.",
            buckets=MODEL_BUCKETS,
            registry=registry,
        )
        self._healthy = Gauge(
            "nomen_healthy",
            "1 where a part of the bot works, 0 where it does not.",
            ["part"],
            registry=registry,
        )
        self._bytes = Gauge("nomen_database_bytes", "Size of the database.", registry=registry)
        self._latency = Gauge(
            "nomen_gateway_latency_seconds",
            "From the last heartbeat to Discord's response.",
            ["shard"],
            registry=registry,
        )
        waiting = Gauge(
            "nomen_work_waiting",
            "Requests that were admitted and have not begun.",
            ["part"],
            registry=registry,
        )
        waiting.labels("naming").set_function(lambda: bot.name_service.waiting)
        waiting.labels("clipping").set_function(lambda: bot.clip_service.waiting)
        backup = "When the newest good backup was made, in seconds since 1970; 0 if there is none."
        Gauge("nomen_last_backup_timestamp_seconds", backup, registry=registry).set_function(
            lambda: bot.store.last_backup.timestamp() if bot.store.last_backup else 0
        )
        bot.guard.on_end = self._observe_request
        bot.name_service.observe = self._model_seconds.observe

    def _observe_request(self, request: Request) -> None:
        """Count a request that has just ended."""
        self._interactions.labels(request.command, request.outcome.value).inc()
        if request.answered_at is not None:
            seconds = request.answered_at - request.started_at
            self._answer_seconds.labels(request.command).observe(seconds)

    async def render(self) -> bytes:
        """Return all in Prometheus's text format; what cannot be read is NaN."""
        for part, works in (check_liveness(self._bot) | await check_readiness(self._bot)).items():
            self._healthy.labels(part).set(works)
        for shard, seconds in self._bot.latencies:
            if math.isfinite(seconds):  # infinite or NaN before the first heartbeat
                self._latency.labels(str(shard)).set(seconds)
        try:
            self._bytes.set(await self._bot.store.size())
        except StoreError:
            self._bytes.set(math.nan)
        return generate_latest(self._registry)


@asynccontextmanager
async def serve_health(bot: NomenBot, host: str, port: int) -> AsyncIterator[None]:
    """Serve `/livez`, `/readyz` and `/metrics` while the context is active.

    `/livez` is 503 if the bot should be restarted, `/readyz` if it cannot serve members just now,
    as during an outage of Discord; otherwise they are 200. Over HTTP, where `/readyz` tells a load
    balancer whom to send requests, it is not 503 for the database that all processes share: names
    need none. Both have a JSON object of each part's status.

    Raises:
        StartError: the port cannot be used.
    """
    metrics = Metrics(bot)

    async def livez(_: web.Request) -> web.Response:
        return _response(check_liveness(bot))

    async def readyz(_: web.Request) -> web.Response:
        needless = {"database"} if bot.is_over_http else set()
        return _response(await check_readiness(bot), needless)

    async def render(_: web.Request) -> web.Response:
        return web.Response(
            body=await metrics.render(), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    app = web.Application()
    checks = [web.get("/livez", livez), web.get("/readyz", readyz)]
    app.add_routes([*checks, web.get("/metrics", render)])
    async with listen(app, host, port, "NOMEN_METRICS_PORT"):
        _log.info("Health and metrics: http://%s:%d/livez, /readyz and /metrics", host, port)
        yield


def _response(checks: Mapping[str, bool], needless: Collection[str] = ()) -> web.Response:
    statuses = {name: "ok" if works else "ill" for name, works in checks.items()}
    is_well = all(works for name, works in checks.items() if name not in needless)
    return web.json_response(
        {"status": "ok" if is_well else "ill", **statuses},
        status=HTTPStatus.OK if is_well else HTTPStatus.SERVICE_UNAVAILABLE,
        headers={"Cache-Control": "no-store"},
    )
