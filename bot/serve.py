"""The bot's life cycle: start, reconnect while Discord is away, shut down on a signal."""

import asyncio
import contextlib
import importlib.util
import logging
import signal
from collections.abc import AsyncIterator
from functools import partial

import discord
import numpy as np
import yarl

from bot.app import NomenBot
from bot.gateway.shards import use_independent_shards
from bot.runtime.connection import (
    Backoff,
    enable_response_retries,
    expect_endpoint_url,
    raise_if_fatal,
    shorten_connection_errors,
)
from bot.runtime.exit_codes import ExitCode, StartError
from bot.runtime.log import error_summary
from bot.runtime.settings import Settings
from bot.services.name_service import NameService
from bot.store.errors import StoreError
from bot.store.store import Store, serving_store

UNREADY_SECONDS = 5.0
"""Seconds for a load balancer to notice that a process is not ready any more, before it ends."""

_log = logging.getLogger(__name__)


def redirect_to_api(settings: Settings) -> None:
    """Point discord.py's API, gateway and CDN at the settings' server, if there is one."""
    if settings.api_url:
        discord.http.Route.BASE = settings.api_url
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url)
        discord.Asset.BASE = settings.api_origin


async def serve(
    settings: Settings,
    name_service: NameService,
    *,
    is_new: bool = False,
    is_without_record: bool = False,
) -> None:
    """Run the bot until SIGTERM or SIGINT, connecting again while Discord cannot be reached.

    Args:
        settings: of the bot.
        name_service: generates names.
        is_new: whether to make a database where there are backups of one.
        is_without_record: whether to serve a database of which no deletions are recorded.

    Raises:
        StartError: the database cannot be used, or Discord rejects the token or the bot.
    """
    try:
        async with serving_store(
            *(settings.database, settings.backup_folder, settings.backup_keep),
            is_new=is_new,
            is_without_record=is_without_record,
        ) as store:
            await _serve(settings, name_service, store)
    except StoreError as error:
        raise StartError(str(error), ExitCode.UNUSABLE_DATABASE) from error


async def _serve(settings: Settings, name_service: NameService, store: Store) -> None:
    redirect_to_api(settings)
    enable_response_retries()
    use_independent_shards()
    shorten_connection_errors()
    if settings.http_port is not None:
        expect_endpoint_url()
    # Nomen does not use voice, so missing voice libraries are no reason to warn.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    shutdown_requested, loop = asyncio.Event(), asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, shutdown_requested.set)
    backoff = Backoff(np.random.default_rng())
    while True:
        began = loop.time()
        async with _open_bot(settings, name_service, store) as bot:
            error = await _run_until_shutdown(bot, settings, shutdown_requested)
            if error is None:
                return
            summary, delay = error_summary(error), backoff.after(loop.time() - began)
            _log.warning("Discord cannot be reached: %s. Trying again in %.1f s", summary, delay)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(delay):
                    await shutdown_requested.wait()
                    return


@contextlib.asynccontextmanager
async def _open_bot(
    settings: Settings, name_service: NameService, store: Store
) -> AsyncIterator[NomenBot]:
    """Open a bot and, where a metrics port is set, its health server."""
    create_bot = partial(
        NomenBot,
        name_service,
        store,
        shard_count=_shard_count(settings),
        is_over_http=settings.http_port is not None,
        privacy_url=settings.privacy_url,
        contact=settings.contact,
    )
    if settings.metrics_port is None:
        async with create_bot() as bot:
            yield bot
        return
    # Imported late: it takes some MB of memory, which only those who want metrics should pay.
    from bot.health import server, trace  # noqa: PLC0415 - see above
    from bot.health.metrics import Metrics  # noqa: PLC0415 - see above

    metrics = Metrics()
    name_service.observe = metrics.observe_inference
    http_trace = trace.first_response_trace()
    async with (
        create_bot(on_request_end=metrics.observe_request, http_trace=http_trace) as bot,
        server.serve_health(bot, metrics, settings.metrics_host, settings.metrics_port),
    ):
        yield bot


def _shard_count(settings: Settings) -> int | None:
    # A server other than Discord's is its own gateway, which recommends no number of shards.
    return settings.shard_count or (1 if settings.api_url else None)


async def _run_until_shutdown(
    bot: NomenBot, settings: Settings, shutdown_requested: asyncio.Event
) -> Exception | None:
    """Run a bot until shutdown is requested or Discord is away; in that case, return the error.

    Raises:
        StartError: Discord rejects the token or the bot, or a port cannot be used.
    """
    serving = asyncio.create_task(_start(bot, settings))
    shutdown = asyncio.create_task(shutdown_requested.wait())
    await asyncio.wait({serving, shutdown}, return_when=asyncio.FIRST_COMPLETED)
    shutdown.cancel()
    if not serving.done():
        await _end(bot, serving)
        return None
    try:
        await serving
    except StartError:
        raise
    except Exception as error:  # noqa: BLE001 - raised again unless Discord is merely away
        raise_if_fatal(error)
        return error
    return None


async def _start(bot: NomenBot, settings: Settings) -> None:
    """Connect to the gateway, or take interactions over HTTP, until cancelled."""
    if settings.http_port is None:
        await bot.start(settings.token)
        return
    if importlib.util.find_spec("cryptography") is None:
        message = 'NOMEN_HTTP_PORT needs the package cryptography: pip install "nomen[cluster]".'
        raise StartError(message, ExitCode.CONFIG_ERROR)
    # Imported late: those with the gateway need not have the package for signatures.
    from bot.webhook.endpoint import InteractionEndpoint, serve_interactions  # noqa: PLC0415 - see above
    from bot.webhook.signature import Verifier  # noqa: PLC0415 - see above

    await bot.login(settings.token)
    endpoint = InteractionEndpoint(Verifier(settings.public_key), bot.take_interaction)
    async with serve_interactions(endpoint, settings.http_host, settings.http_port):
        bot.is_taking_requests = True
        await asyncio.Event().wait()


async def _end(bot: NomenBot, serving: "asyncio.Task[None]") -> None:
    """Finish what has come, after saying, over HTTP, that nothing more should come."""
    if bot.is_taking_requests:
        bot.is_taking_requests = False
        _log.info("Ending: not ready any more, and in %.0f s no new requests", UNREADY_SECONDS)
        await asyncio.sleep(UNREADY_SECONDS)
    # First of all, since a login under way would start what `shut_down` has just ended.
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    _log.info("Ending: no new requests")
    await bot.shut_down()
