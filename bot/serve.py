"""The composition root: what a running bot consists of, from its settings to its end."""

import asyncio
import importlib.util
import logging
import signal
from contextlib import AsyncExitStack

import discord
import yarl

from bot.app import NomenBot
from bot.runtime.connection import enable_response_retries, raise_as_start_error
from bot.runtime.exit_codes import ExitCode, StartError
from bot.runtime.settings import Settings
from bot.services.name_service import NameService
from bot.store.errors import StoreError
from bot.store.store import serving_store

UNREADY_SECONDS = 5.0
"""Seconds for a load balancer to notice that a process is not ready any more, before it ends."""

_log = logging.getLogger(__name__)


async def serve(
    settings: Settings,
    name_service: NameService,
    *,
    is_new: bool = False,
    is_without_record: bool = False,
) -> None:
    """Run the bot until SIGTERM or SIGINT; whoever started it starts it again after an error.

    Args:
        settings: of the bot.
        name_service: generates names.
        is_new: whether to make a database where there are backups of one.
        is_without_record: whether to serve a database of which no deletions are recorded.

    Raises:
        StartError: the database cannot be used, Discord cannot be reached, or it rejects the token
            or the bot.
    """
    redirect_to_api(settings)
    enable_response_retries()
    _silence_needless_warnings(is_over_http=settings.http_port is not None)
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stop.set)
    try:
        async with AsyncExitStack() as stack:
            store = await stack.enter_async_context(
                serving_store(
                    *(settings.database, settings.backup_folder, settings.backup_keep),
                    is_new=is_new,
                    is_without_record=is_without_record,
                )
            )
            bot = NomenBot(
                name_service,
                store,
                # A server other than Discord's is its own gateway, which recommends no number.
                shard_count=settings.shard_count or (1 if settings.api_url else None),
                is_over_http=settings.http_port is not None,
                privacy_url=settings.privacy_url,
                contact=settings.contact,
            )
            await stack.enter_async_context(bot)
            if settings.metrics_port is not None:
                # Imported late: Prometheus's library takes some MB.
                from bot.health import serve_health  # noqa: PLC0415 - see above

                health = serve_health(bot, settings.metrics_host, settings.metrics_port)
                await stack.enter_async_context(health)
            await _run(bot, settings, stop)
    except StoreError as error:
        raise StartError(str(error), ExitCode.UNUSABLE_DATABASE) from error


def redirect_to_api(settings: Settings) -> None:
    """Point discord.py's API, gateway and CDN at the settings' server, if there is one."""
    if settings.api_url:
        discord.http.Route.BASE = settings.api_url
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url)
        discord.Asset.BASE = settings.api_origin


def _silence_needless_warnings(*, is_over_http: bool) -> None:
    """Keep discord.py from warning of what is meant to be: no voice, no intents, HTTP."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    for name in ("discord.state", *["discord.client"] * is_over_http):
        logging.getLogger(name).setLevel(logging.ERROR)


async def _run(bot: NomenBot, settings: Settings, stop: asyncio.Event) -> None:
    """Answer interactions until the bot is to stop, and then those that have come.

    Raises:
        StartError: Discord cannot be reached or rejects the bot, or a port cannot be used.
    """
    take = _take_from_gateway if settings.http_port is None else _take_over_http
    serving = asyncio.create_task(take(bot, settings))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not stop.is_set():
        error = serving.exception()
        if isinstance(error, Exception) and not isinstance(error, StartError):
            raise_as_start_error(error)
        return serving.result()
    if bot.is_taking_requests:
        bot.is_taking_requests = False
        _log.info("Ending: not ready any more, and in %.0f s no new requests", UNREADY_SECONDS)
        await asyncio.sleep(UNREADY_SECONDS)
    # First of all, since a login under way would start what `shut_down` has just ended.
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    _log.info("Ending: no new requests")
    return await bot.shut_down()


async def _take_from_gateway(bot: NomenBot, settings: Settings) -> None:
    await bot.start(settings.token)


async def _take_over_http(bot: NomenBot, settings: Settings) -> None:
    if importlib.util.find_spec("cryptography") is None:
        message = 'NOMEN_HTTP_PORT needs the package cryptography: pip install "nomen[cluster]".'
        raise StartError(message, ExitCode.CONFIG_ERROR)
    # Imported late: those with the gateway need not have the package for signatures.
    from bot.webhook import InteractionEndpoint, serve_interactions  # noqa: PLC0415 - see above

    await bot.login(settings.token)
    endpoint = InteractionEndpoint(settings.public_key, bot.take_interaction)
    async with serve_interactions(endpoint, settings.http_host, settings.http_port or 0):
        bot.is_taking_requests = True
        await asyncio.Event().wait()
