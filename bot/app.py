"""Nomen as a Discord bot: wiring, life cycle and signals."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
import numpy as np
import yarl
from discord import app_commands

from bot.commands import BUTTONS, COMMANDS
from bot.commands.top5 import draw
from bot.favourites.backup.rotation import Rotation
from bot.favourites.clock import MonotonicClock, utc_now
from bot.favourites.errors import StoreError
from bot.favourites.maintenance import backing_up, note, purge_daily
from bot.favourites.repository import FavouritesRepository
from bot.favourites.sqlite.database import sole_server
from bot.favourites.sqlite.repository import open_favourites
from bot.health.gateway import GRACE, GatewayConnections
from bot.i18n.discord_locale import CommandTranslator
from bot.interactions.client import NomenClient
from bot.interactions.error_handler import handle_error
from bot.interactions.live_messages import MessageUpdater
from bot.interactions.middleware import InteractionMiddleware, options_match_types
from bot.interactions.persistent_button import answer_stray
from bot.interactions.rate_limit import COMPLETION, RateLimiter
from bot.runtime.connection import answer_persistently, backoff_delays, log_in_lines, raise_if_fatal
from bot.runtime.exit_codes import Exit, StartError
from bot.runtime.log import named
from bot.runtime.request_context import Request
from bot.runtime.settings import Settings
from bot.services.clip_service import ClipDemoService
from bot.services.name_service import NameService

PATIENCE = 5.0
"""Seconds that requests under way are given to end, once the bot has been told to."""
FAREWELL = 3.0
"""Seconds that saying goodbye to Discord may take after that."""
_log = logging.getLogger(__name__)


class Tree(app_commands.CommandTree[NomenClient]):
    """The slash commands, with the doorway before them and the error funnel behind."""

    async def interaction_check(self, interaction: discord.Interaction[NomenClient], /) -> bool:
        """Go through the doorway, with options of the right types."""
        if not await interaction.client.middleware.admit(interaction, _command(interaction)):
            return False
        command = interaction.command
        if isinstance(command, app_commands.Command) and not options_match_types(interaction):
            await handle_error(interaction, app_commands.CommandSignatureMismatch(command))
            return False
        return True

    async def on_error(
        self, interaction: discord.Interaction[NomenClient], error: app_commands.AppCommandError, /
    ) -> None:
        """Answer the member, log the cause."""
        await handle_error(interaction, error)


@dataclass(frozen=True, slots=True)
class Instrumentation:
    """Whoever counts what happens.

    Attributes:
        ended: is told of each request when all about it is done.
        http_trace: sees what goes to Discord.
    """

    ended: Callable[[Request], object]
    http_trace: aiohttp.TraceConfig


class NomenBot(NomenClient):
    """The bot, with as little kept in memory as Discord's events allow.

    It takes no privileged intent and mentions nobody. `async with` it, or let `serve` do all.
    """

    def __init__(  # noqa: PLR0913 - a part or a setting each
        self,
        naming: NameService,
        favourites: FavouritesRepository,
        *,
        shard_count: int | None = None,
        privacy_url: str = "",
        watch: Instrumentation | None = None,
        cooldowns: RateLimiter | None = None,
    ) -> None:
        """Make one that is not on Discord yet.

        Args:
            naming: makes names.
            favourites: keeps the stars.
            shard_count: connections to the gateway; None lets Discord say.
            privacy_url: where members can read what is kept of them, or empty.
            watch: whoever counts what happens.
            cooldowns: how often members may ask; None holds them to the usual pace.
        """
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            shard_count=shard_count,
            http_trace=None if watch is None else watch.http_trace,  # type: ignore[arg-type] # None is what it is left out
        )
        self.gateway = GatewayConnections(grace=GRACE)
        self.name_service = naming
        self.clip_service = ClipDemoService()
        self.favourites = favourites
        self.keepers = (favourites,)
        self.privacy_url = privacy_url
        self.middleware = InteractionMiddleware(
            RateLimiter() if cooldowns is None else cooldowns,
            None if watch is None else watch.ended,
        )
        self.live = MessageUpdater(draw)
        self.tree = Tree(self)
        for command in COMMANDS:
            self.tree.add_command(command)
        self._housekeeping: asyncio.Task[None] | None = None
        self._launched: set[int] = set()

    async def setup_hook(self) -> None:
        """Make old buttons work and tell Discord the commands, before any event arrives."""
        self.add_dynamic_items(*BUTTONS)
        await self.tree.set_translator(CommandTranslator())
        synced = await self.tree.sync()
        _log.info("Discord knows %d commands", len(synced))
        self._housekeeping = asyncio.create_task(self._keep_house())

    async def launch_shard(
        self, gateway: yarl.URL, shard_id: int, *, initial: bool = False
    ) -> None:
        """Connect to the gateway, or fail: discord.py would try for ever, each time a call deeper.

        Raises:
            GatewayNotFound: it cannot be reached.
        """
        if shard_id in self._launched:
            raise discord.GatewayNotFound
        self._launched.add(shard_id)
        await super().launch_shard(gateway, shard_id, initial=initial)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer what neither the commands nor the buttons answer."""
        await answer_stray(interaction, BUTTONS)

    async def on_shard_connect(self, shard: int) -> None:
        """Note that a line to the gateway has begun a session."""
        self.gateway.connected(shard)

    async def on_shard_resumed(self, shard: int) -> None:
        """Note that a line goes on where it was cut off."""
        self.gateway.resumed(shard)

    async def on_shard_disconnect(self, shard: int) -> None:
        """Note that a line is down."""
        self.gateway.disconnected(shard)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Keep what a group's favourites are from now on."""
        await note(self.favourites.guild_joined(guild.id))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Keep them for a while; discord.py does not call this where Discord has an outage."""
        await note(self.favourites.guild_left(guild.id))

    async def _keep_house(self) -> None:
        await self.wait_until_ready()  # until then not all groups are known
        await purge_daily(self.favourites, lambda: [guild.id for guild in self.guilds])

    async def close(self) -> None:
        """End what runs beside the requests, and leave Discord."""
        if self._housekeeping is not None:
            self._housekeeping.cancel()
            await asyncio.wait([self._housekeeping])
        await super().close()

    async def finish(self) -> None:
        """Take no more requests, end those under way, and leave Discord."""
        late = await self.middleware.close(PATIENCE)
        if late:
            _log.warning("Requests cut off: %d", late)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL):
                await self.close()


def _command(interaction: discord.Interaction[NomenClient]) -> str:
    """The command's name as we gave it, never as it came."""
    if interaction.command is None:
        return "unknown"
    completion = interaction.type is discord.InteractionType.autocomplete
    return f"/{interaction.command.qualified_name}{COMPLETION * completion}"


def use_api(settings: Settings) -> None:
    """Send all that goes to Discord's API, gateway and CDN to the settings' own server, if any."""
    if settings.api_url:
        discord.http.Route.BASE = settings.api_url
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url)
        discord.Asset.BASE = settings.origin


async def serve(settings: Settings, naming: NameService) -> None:
    """Run the bot until SIGTERM or SIGINT; while Discord cannot be reached, try again.

    Raises:
        StartError: the database cannot be used, or Discord refuses the token or the bot.
    """
    rotation = Rotation(settings.database, settings.backup_folder, settings.backup_keep)
    try:
        with sole_server(settings.database):
            async with (
                open_favourites(settings.database, MonotonicClock(utc_now)) as favourites,
                backing_up(rotation, settings.backup_every),
            ):
                await _serve(settings, naming, favourites)
    except StoreError as error:
        raise StartError(str(error), Exit.NO_INPUT) from error


async def _serve(settings: Settings, naming: NameService, favourites: FavouritesRepository) -> None:
    use_api(settings)
    answer_persistently()
    log_in_lines()
    # Nomen has no voice, so nobody need be warned that its libraries are missing.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    # A server of one's own is the gateway too, and is not asked how many shards it would like.
    shards = settings.shard_count or (1 if settings.api_url else None)
    told_to_end = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told_to_end.set)
    for wait in backoff_delays(np.random.default_rng()):
        async with _bot(settings, naming, favourites, shards) as bot:
            away = await _run(bot, settings.token, told_to_end)
            if away is None:
                return
            _log.warning("Discord cannot be reached: %s. Trying again in %.1f s", named(away), wait)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await told_to_end.wait()
                    return


@contextlib.asynccontextmanager
async def _bot(
    settings: Settings, naming: NameService, favourites: FavouritesRepository, shards: int | None
) -> AsyncIterator[NomenBot]:
    """The bot, and whatever tells how it is doing, if anybody is to be told."""
    url = settings.privacy_url
    if settings.metrics_port is None:
        async with NomenBot(naming, favourites, shard_count=shards, privacy_url=url) as bot:
            yield bot
        return
    # Imported here, since it takes some MB of memory that nobody need spend who asks for nothing.
    from bot.health import server, trace  # noqa: PLC0415 - see above
    from bot.health.metrics import Metrics  # noqa: PLC0415 - see above

    metrics = Metrics()
    naming.tell_thoughts(metrics.thought)
    watch = Instrumentation(metrics.ended, trace.trace())
    async with (
        NomenBot(naming, favourites, shard_count=shards, privacy_url=url, watch=watch) as bot,
        server.serving(bot, metrics, settings.metrics_host, settings.metrics_port),
    ):
        yield bot


async def _run(bot: NomenBot, token: str, told_to_end: asyncio.Event) -> Exception | None:
    """Run a bot until it is told to end, or return the error that says that Discord is away.

    Raises:
        StartError: Discord refuses the token or the bot.
    """
    serving = asyncio.create_task(bot.start(token))
    ending = asyncio.create_task(told_to_end.wait())
    await asyncio.wait({serving, ending}, return_when=asyncio.FIRST_COMPLETED)
    ending.cancel()
    if not serving.done():
        _log.info("Ending: no new requests")
        await bot.finish()
        serving.cancel()
    try:
        await serving
    except asyncio.CancelledError:
        pass
    except Exception as error:  # noqa: BLE001 - what is not about Discord is raised again
        raise_if_fatal(error)
        return error
    return None
